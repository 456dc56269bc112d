package org.feedhold.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a broker keeps its data and listens. It listens on the loopback address only.
 *
 * @param dataFolder folder that belongs to this broker alone; created if missing; what lies in it survives a restart
 * @param port port for clients, 1 to 65535, or {@link #ANY_PORT}
 * @param overrides Kafka broker settings that replace the ones chosen here, by Kafka's own names
 */
public record BrokerSettings(Path dataFolder, int port, Map<String, String> overrides) {

    /** Lets the broker choose a free port. */
    public static final int ANY_PORT = 0;

    static final String HOST = "127.0.0.1";
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    /**
     * Checks the port.
     *
     * @throws IllegalArgumentException if the port is out of range
     */
    public BrokerSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "Kafka port must be 0 (any free one) to 65535: " + port + "; choose another with --kafka-port");
        }
        dataFolder = dataFolder.toAbsolutePath();
        overrides = Map.copyOf(overrides);
    }

    /** A broker on any free port. */
    public static BrokerSettings in(Path dataFolder) {
        return new BrokerSettings(dataFolder, ANY_PORT, Map.of());
    }

    /** The same broker on another port. */
    public BrokerSettings withPort(int otherPort) {
        return new BrokerSettings(dataFolder, otherPort, overrides);
    }

    /** The whole Kafka configuration of this broker on these two ports. */
    Map<String, String> toKafka(int clientPort, int controllerPort) {
        Map<String, String> kafka = new HashMap<>(SINGLE_NODE);
        kafka.put("log.dirs", dataFolder.toString());
        kafka.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + clientPort + "," + CONTROLLER_LISTENER + "://" + HOST + ":"
                        + controllerPort);
        kafka.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + clientPort);
        kafka.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        kafka.putAll(overrides);
        return kafka;
    }

    private static final Map<String, String> SINGLE_NODE = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE_ID)),
            Map.entry("controller.listener.names", CONTROLLER_LISTENER),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("log.message.timestamp.type", "LogAppendTime"),
            Map.entry("log.retention.hours", "168"),
            Map.entry("message.max.bytes", Integer.toString(32 << 20)),
            Map.entry("transaction.max.timeout.ms", "86400000"),
            // One laptop runs broker, job and simulator within 2 GB; the default buffer of the log cleaner alone is 128
            // MiB.
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)),
            Map.entry("log.index.size.max.bytes", Integer.toString(1 << 20)),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("num.recovery.threads.per.data.dir", "1"),
            Map.entry("background.threads", "2"),
            Map.entry("group.coordinator.threads", "1"),
            Map.entry("share.coordinator.threads", "1"));
}
