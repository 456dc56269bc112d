package org.feedhold.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/**
 * The broker as a process of its own. Takes one argument, a properties file with {@code data.folder}, optionally
 * {@code kafka.port} (default 9092) and any Kafka broker settings. Ends cleanly on SIGTERM or Ctrl-C; exit code 2 if the
 * file is wrong, 1 if the broker can't start.
 */
public final class BrokerProcess {

    private static final String DATA_FOLDER = "data.folder";
    private static final String KAFKA_PORT = "kafka.port";

    private BrokerProcess() {}

    /** Runs the broker until the process is told to end. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(settings(args));
            // A process of its own ends when its broker fails, so that whoever supervises it can start it again.
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-close"));
            System.out.println("Kafka listens on " + broker.bootstrapServers());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (BrokerStartException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static BrokerSettings settings(String... args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("Give one argument: the broker's properties file");
        }
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
            file.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("The broker's properties file can't be read: " + e, e);
        }
        Map<String, String> overrides = new HashMap<>();
        file.stringPropertyNames().forEach(name -> overrides.put(name, file.getProperty(name)));
        String folder = overrides.remove(DATA_FOLDER);
        if (folder == null) {
            throw new IllegalArgumentException(args[0] + ": " + DATA_FOLDER + " is missing; say where the data lies");
        }
        return new BrokerSettings(Path.of(folder), port(args[0], overrides.remove(KAFKA_PORT)), overrides);
    }

    private static int port(String file, @Nullable String text) {
        try {
            return text == null ? 9092 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + ": " + KAFKA_PORT + " must be a whole number: " + text, e);
        }
    }
}
