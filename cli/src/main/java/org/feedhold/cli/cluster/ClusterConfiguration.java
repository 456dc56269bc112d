package org.feedhold.cli.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.run.PrometheusOption;
import org.feedhold.cli.run.StateBackend;
import org.jspecify.annotations.Nullable;

/**
 * What the files in {@code conf} say. They are written once and are the user's from then on.
 *
 * @param flink Flink's configuration
 * @param kafkaPort port of the broker
 * @param zookeeperPort client port of ZooKeeper; null without high availability
 */
record ClusterConfiguration(
        Configuration flink, int kafkaPort, @Nullable Integer zookeeperPort) {

    static final String FLINK = "config.yaml";
    static final String BROKER = "broker.properties";
    static final String ZOOKEEPER = "zoo.cfg";
    static final String LOG = "log4j2.properties";

    private static final ConfigOption<Integer> PROMETHEUS_PORT =
            ConfigOptions.key(PrometheusOption.PORT_KEY).intType().noDefaultValue();
    /** One part in so many of a TaskManager's memory is for RocksDB. */
    private static final long ROCKSDB_PART = 4;

    private static final String KAFKA_PORT = "kafka.port";
    private static final String CLIENT_PORT = "clientPort";

    /** Port of Flink's page and REST interface. */
    int webPort() {
        return flink.get(RestOptions.PORT);
    }

    int rpcPort() {
        return flink.get(JobManagerOptions.PORT);
    }

    int slots() {
        return flink.get(TaskManagerOptions.NUM_TASK_SLOTS);
    }

    /** Port at which the JobManager shows its metrics to Prometheus; the TaskManagers have those that follow. */
    @Nullable
    Integer prometheusPort() {
        return flink.get(PROMETHEUS_PORT);
    }

    boolean isHighlyAvailable() {
        return zookeeperPort != null;
    }

    /**
     * Reads the configuration of a folder, after writing it if there is none.
     *
     * @throws CommandFailure if a port that is asked for is taken, if what is asked for contradicts the files, or if they
     *     can't be read or written
     */
    static ClusterConfiguration in(ClusterFolder folder, ClusterSettings asked) {
        if (!folder.isConfigured()) {
            write(folder, asked);
        }
        ClusterConfiguration configuration = read(folder);
        configuration.checkAgainst(asked, folder.conf());
        return configuration;
    }

    /**
     * Reads the configuration of a folder.
     *
     * @throws CommandFailure if a file is missing or malformed
     */
    static ClusterConfiguration read(ClusterFolder folder) {
        Path conf = folder.conf();
        Configuration flink;
        try {
            flink = GlobalConfiguration.loadConfiguration(conf.toString());
        } catch (RuntimeException e) {
            throw new CommandFailure(conf.resolve(FLINK) + " can't be read: " + e.getMessage() + "; correct it.", e);
        }
        boolean highlyAvailable = !"NONE".equalsIgnoreCase(flink.get(HighAvailabilityOptions.HA_MODE));
        return new ClusterConfiguration(
                flink,
                port(conf.resolve(BROKER), KAFKA_PORT),
                highlyAvailable ? port(conf.resolve(ZOOKEEPER), CLIENT_PORT) : null);
    }

    private static int port(Path file, String key) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            int port = Integer.parseInt(properties.getProperty(key, "missing").strip());
            if (port > 0 && port <= 65_535) {
                return port;
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    file + " can't be read (" + e + "); restore it, or remove the folder " + file.getParent()
                            + " to have all of it written anew.",
                    e);
        } catch (NumberFormatException e) {
            // Told below, like a number that is no port.
        }
        throw new CommandFailure(file + ": " + key + " must be a port, 1 to 65535; correct it.");
    }

    private void checkAgainst(ClusterSettings asked, Path conf) {
        same(asked.slots(), slots(), "--slots", conf.resolve(FLINK), TaskManagerOptions.NUM_TASK_SLOTS.key());
        same(nonZero(asked.webPort()), webPort(), "--web-port", conf.resolve(FLINK), RestOptions.PORT.key());
        same(asked.prometheusPort(), prometheusPort(), "--prometheus-port", conf.resolve(FLINK), PROMETHEUS_PORT.key());
        same(nonZero(asked.kafkaPort()), kafkaPort, "--kafka-port", conf.resolve(BROKER), KAFKA_PORT);
        same(
                asked.stateBackend(),
                StateBackend.of(flink.get(StateBackendOptions.STATE_BACKEND)),
                "--state-backend",
                conf.resolve(FLINK),
                StateBackendOptions.STATE_BACKEND.key());
        same(
                asked.taskManagerMemory(),
                flink.get(TaskManagerOptions.TOTAL_PROCESS_MEMORY),
                "--taskmanager-memory",
                conf.resolve(FLINK),
                TaskManagerOptions.TOTAL_PROCESS_MEMORY.key());
        same(
                asked.highAvailability(),
                isHighlyAvailable(),
                "--ha",
                conf.resolve(FLINK),
                HighAvailabilityOptions.HA_MODE.key());
    }

    private static <T> void same(@Nullable T asked, @Nullable T configured, String option, Path file, String key) {
        if (asked != null && !asked.equals(configured)) {
            throw new CommandFailure("The cluster in this folder is configured otherwise than " + option
                    + " says: edit " + key + " in " + file + ", or name another folder with --folder.");
        }
    }

    private static @Nullable Integer nonZero(@Nullable Integer port) {
        return port == null || port == 0 ? null : port;
    }

    private static void write(ClusterFolder folder, ClusterSettings asked) {
        boolean highlyAvailable = said(asked.highAvailability(), ClusterSettings.DEFAULT.highAvailability());
        List<Integer> free = Ports.free(6);
        int kafkaPort = chosen(said(asked.kafkaPort(), ClusterSettings.DEFAULT.kafkaPort()), free.get(0));
        int webPort = chosen(said(asked.webPort(), ClusterSettings.DEFAULT.webPort()), free.get(1));
        Ports.checkFree(kafkaPort, "Kafka", "choose another with --kafka-port");
        Ports.checkFree(webPort, "Flink's page", "choose another with --web-port");
        Map<String, String> values = new HashMap<>();
        values.put("kafka-port", Integer.toString(kafkaPort));
        values.put("web-port", Integer.toString(webPort));
        if (asked.prometheusPort() != null) {
            values.put("prometheus-port", asked.prometheusPort().toString());
        }
        values.put("rpc-port", free.get(2).toString());
        values.put("zookeeper-port", free.get(3).toString());
        values.put("zookeeper-peer-port", free.get(4).toString());
        values.put("zookeeper-election-port", free.get(5).toString());
        values.put("slots", said(asked.slots(), ClusterSettings.DEFAULT.slots()).toString());
        MemorySize memory = said(asked.taskManagerMemory(), ClusterSettings.DEFAULT.taskManagerMemory());
        StateBackend backend = said(asked.stateBackend(), ClusterSettings.DEFAULT.stateBackend());
        values.put("taskmanager-memory", memory.getMebiBytes() + "m");
        values.put("state-backend", backend.flinkName());
        values.put("incremental", Boolean.toString(backend.isIncremental()));
        values.put("managed-memory", (backend == StateBackend.HEAP ? 0 : memory.getMebiBytes() / ROCKSDB_PART) + "m");
        values.put("data", folder.data().toString().replace('\\', '/'));
        values.put("data-uri", folder.data().toUri().toString().replaceAll("/$", ""));

        Path unfinished = folder.path().resolve("conf.new");
        try {
            Files.createDirectories(unfinished);
            String flink = template(FLINK)
                    + (highlyAvailable ? template("config-ha.yaml") : "")
                    + (asked.prometheusPort() != null ? template("config-prometheus.yaml") : "");
            Files.writeString(unfinished.resolve(FLINK), filled(flink, values));
            Files.writeString(unfinished.resolve(BROKER), filled(template(BROKER), values));
            Files.writeString(unfinished.resolve(LOG), template(LOG));
            if (highlyAvailable) {
                Files.writeString(unfinished.resolve(ZOOKEEPER), filled(template(ZOOKEEPER), values));
            }
            // All of it or nothing: a disk that is full must not leave half a configuration.
            Files.move(unfinished, folder.conf());
        } catch (IOException e) {
            delete(unfinished);
            throw folder.cannotWrite(e);
        }
    }

    private static void delete(Path folder) {
        for (String each : List.of(FLINK, BROKER, LOG, ZOOKEEPER, "")) {
            try {
                Files.deleteIfExists(folder.resolve(each));
            } catch (IOException e) {
                // What can't be written can perhaps not be deleted; the failure to write is told.
            }
        }
    }

    private static <T> T said(@Nullable T asked, @Nullable T otherwise) {
        return asked == null ? Objects.requireNonNull(otherwise) : asked;
    }

    private static int chosen(int port, int free) {
        return port == 0 ? free : port;
    }

    private static String template(String name) {
        try (InputStream in = ClusterConfiguration.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String filled(String template, Map<String, String> values) {
        String text = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }
}
