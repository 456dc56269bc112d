package org.feedhold.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, one node that is broker and controller) in this JVM, on the loopback address.
 *
 * <p>Topics are not created by writing to them. A fatal error inside Kafka stops the broker, never the JVM: while a broker
 * has been started here, Kafka's exit and halt procedures throw instead.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final KafkaRaftServer server;
    private final FolderLock lock;
    private final int port;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, FolderLock lock, int port) {
        this.server = server;
        this.lock = lock;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it serves clients. On a folder that a broker has used before, its topics, records and
     * group offsets are there again.
     *
     * @throws BrokerStartException if the port is taken, the folder is in use or can't be written, or Kafka refuses a
     *     setting
     */
    public static EmbeddedBroker start(BrokerSettings settings) throws BrokerStartException {
        Exit.setExitProcedure(EmbeddedBroker::keepTheJvm);
        Exit.setHaltProcedure(EmbeddedBroker::keepTheJvm);
        int port = freePort(settings.port());
        FolderLock lock = FolderLock.take(settings.dataFolder());
        KafkaRaftServer server = null;
        try {
            format(settings.dataFolder());
            Map<String, String> kafka = settings.toKafka(port, freePort(BrokerSettings.ANY_PORT));
            server = new KafkaRaftServer(new KafkaConfig(kafka, /* doLog= */ false), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, lock, port);
        } catch (RuntimeException e) {
            stop(server, lock);
            throw new BrokerStartException(
                    "Kafka did not start in " + settings.dataFolder() + " on port " + port + ": " + e.getMessage()
                            + "; check its settings, or choose another folder or port",
                    e);
        } catch (BrokerStartException e) {
            lock.close();
            throw e;
        }
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return BrokerSettings.HOST + ":" + port;
    }

    /** The port on which clients are served. */
    public int port() {
        return port;
    }

    /** Stops the broker, keeps its data and frees its ports. Returns when that is done; doing it twice is fine. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop(server, lock);
        }
    }

    private static void stop(@Nullable KafkaRaftServer server, FolderLock lock) {
        try (lock) {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
        }
    }

    private static int freePort(int port) throws BrokerStartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + port + " on " + BrokerSettings.HOST + " can't be used for Kafka (" + e.getMessage()
                            + "); stop what listens there or choose another port with --kafka-port",
                    e);
        }
    }

    private static void format(Path folder) throws BrokerStartException {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(quiet)
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException(
                    "The folder " + folder + " can't be prepared for Kafka: " + e.getMessage()
                            + "; choose a folder that can be written and holds nothing else",
                    e);
        }
    }

    private static void keepTheJvm(int status, @Nullable String message) {
        IllegalStateException fatal = new IllegalStateException(
                "Kafka gave up with status " + status + (message == null ? "" : ": " + message));
        LOG.error("The broker in this JVM has failed and has to be started again", fatal);
        throw fatal;
    }
}
