package org.feedhold.benchmarks.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.benchmarks.system.idiomatic.IdiomaticJob;
import org.feedhold.benchmarks.system.streams.StreamsDrain;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;

/** One system in a process of its own. Arguments: its name, a file of {@link DrainSettings}, the file of its result. */
public final class SystemProcess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SystemProcess() {}

    /** Drains the log and writes the {@link Measurement} as JSON. */
    public static void main(String[] args) throws Exception {
        DrainSettings settings = JSON.readValue(Path.of(args[1]).toFile(), DrainSettings.class);
        try (Drain drain = start(BenchmarkedSystem.of(args[0]), settings)) {
            Measurement measured = new Meter().measure(drain, settings);
            drain.flush();
            JSON.writeValue(Path.of(args[2]).toFile(), measured);
        }
        // Threads of a client library must not keep the process.
        System.exit(0);
    }

    private static Drain start(BenchmarkedSystem system, DrainSettings settings) throws Exception {
        return switch (system) {
            case FLOOR_JAVA -> FloorJavaDrain.start(settings);
            case KAFKA_STREAMS -> StreamsDrain.start(settings);
            case FLOOR_FLINK, FEEDHOLD, FEEDHOLD_ROCKSDB, IDIOMATIC_FLINK, IDIOMATIC_FLINK_ROCKSDB ->
                FlinkSystems.start(system, settings);
        };
    }

    /** Apart, so that a process without Flink never loads it. */
    private static final class FlinkSystems {

        static Drain start(BenchmarkedSystem system, DrainSettings settings) throws Exception {
            MonitoringJobConfig config = config(settings);
            return switch (system) {
                case FLOOR_FLINK ->
                    FlinkDrain.start(
                            settings,
                            "hashmap",
                            FloorFlinkJob.OPERATOR,
                            environment -> FloorFlinkJob.define(environment, config));
                case FEEDHOLD, FEEDHOLD_ROCKSDB ->
                    FlinkDrain.start(
                            settings,
                            system == BenchmarkedSystem.FEEDHOLD ? "hashmap" : "rocksdb",
                            "twin",
                            environment -> MonitoringJob.define(environment, config));
                case IDIOMATIC_FLINK, IDIOMATIC_FLINK_ROCKSDB ->
                    FlinkDrain.start(
                            settings,
                            system == BenchmarkedSystem.IDIOMATIC_FLINK ? "hashmap" : "rocksdb",
                            IdiomaticJob.OPERATOR,
                            environment -> IdiomaticJob.define(environment, settings));
                case FLOOR_JAVA, KAFKA_STREAMS ->
                    throw new IllegalArgumentException(system.systemName() + " is no Flink job");
            };
        }

        private static MonitoringJobConfig config(DrainSettings settings) {
            List<String> options = new ArrayList<>(List.of(
                    "--bootstrap-servers", settings.bootstrapServers(),
                    "--topic-prefix", settings.topicPrefix(),
                    "--group-id", settings.run()));
            DrainSettings.FETCH.forEach((name, value) -> {
                options.add("--kafka-property");
                options.add(name + "=" + value);
            });
            return MonitoringJobConfig.parse(options.toArray(String[]::new));
        }
    }
}
