package org.feedhold.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.benchmarks.process.Broker;
import org.feedhold.benchmarks.process.ClassPath;
import org.feedhold.benchmarks.process.JavaProcess;
import org.feedhold.benchmarks.process.WorkFolder;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.system.SystemRun;
import org.feedhold.benchmarks.workload.Fleet;
import org.feedhold.benchmarks.workload.Workload;
import org.feedhold.benchmarks.workload.WorkloadLog;
import org.feedhold.benchmarks.workload.WorkloadTopics;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ShippedProcessModels;

/**
 * Measures how long it takes from a sample to its recommendation and to its health record, at shares of what the job can do,
 * under both guarantees of delivery. Broker, job, load generator and reader are processes of their own.
 */
public final class LatencyBenchmark {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> DELIVERIES = List.of("at-least-once", "exactly-once");
    private static final List<Integer> PERCENTS = List.of(25, 50, 75);
    private static final Duration START_UP = Duration.ofMinutes(2);
    /** Time for reader and load generator to start; what is late nevertheless is late in the warm-up. */
    private static final Duration AHEAD = Duration.ofSeconds(10);
    /** The job's default. */
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(10);

    private static final Duration OVERDUE = Duration.ofMinutes(2);

    private final LatencySettings settings;
    private final Path run;
    private final Broker broker;

    private LatencyBenchmark(LatencySettings settings, Path run, Broker broker) {
        this.settings = settings;
        this.run = run;
        this.broker = broker;
    }

    /**
     * Measures every load under each guarantee of delivery.
     *
     * @throws Exception if a process fails or does not end in time; the message holds what it printed last
     */
    public static List<LatencyRow> measure(LatencySettings settings) throws Exception {
        Path run = runFolder(settings.folder());
        List<LatencyRow> rows = new ArrayList<>();
        try (Broker broker = Broker.start(run)) {
            LatencyBenchmark benchmark = new LatencyBenchmark(settings, run, broker);
            for (String delivery : DELIVERIES) {
                rows.addAll(benchmark.rows(delivery));
            }
        }
        return rows;
    }

    /**
     * Measures what the job can do: samples a second while it drains a log, at least once.
     *
     * @param folder where logs of processes and data go; is created
     * @param samples samples in the log, at least 200,000
     * @param heap of the job's process, as the virtual machine takes it
     * @throws Exception if a process fails or does not end in time; the message holds what it printed last
     */
    public static double capacity(Path folder, long samples, String heap) throws Exception {
        Path run = runFolder(folder);
        Workload workload = new Workload(samples, 1_000, 0.01, 1);
        Topics topics = new Topics("capacity.");
        try (Broker broker = Broker.start(run)) {
            WorkloadLog.write(workload, broker.bootstrapServers(), topics);
            DrainSettings drain = new DrainSettings(
                    broker.bootstrapServers(),
                    topics.prefix(),
                    "capacity",
                    run.resolve("capacity").toString(),
                    workload.samples(),
                    workload.warmUpSamples(),
                    2);
            Measurement measured = SystemRun.measure(BenchmarkedSystem.FEEDHOLD, drain, run, heap);
            return measured.samples() / measured.wallSeconds();
        }
    }

    private static Path runFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.createTempDirectory(folder, "latency-").toAbsolutePath();
    }

    /** One job takes the loads one after the other, so that only the first load meets one that is not compiled yet. */
    private List<LatencyRow> rows(String delivery) throws Exception {
        Topics topics = new Topics(delivery + ".");
        WorkloadTopics.create(broker.bootstrapServers(), topics, ShippedProcessModels.load(Fleet.MODEL));
        Path checkpoints = run.resolve(delivery + "-checkpoints");
        List<LatencyRow> rows = new ArrayList<>();
        try (JavaProcess job = start(
                delivery + "-job",
                settings.heap(),
                JobProcess.class,
                checkpoints.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--topic-prefix",
                topics.prefix(),
                "--group-id",
                delivery,
                "--health-interval",
                HEALTH_INTERVAL.toMillis() + "ms",
                "--delivery",
                delivery)) {
            job.awaitLine(line -> line.equals(JobProcess.RUNS), START_UP);
            for (int percent : PERCENTS) {
                rows.add(row(delivery, percent, topics));
                job.checkAlive();
            }
        } finally {
            WorkFolder.delete(checkpoints);
        }
        return rows;
    }

    @SuppressWarnings("SystemOut")
    private LatencyRow row(String delivery, int percent, Topics topics) throws Exception {
        System.out.printf("Latency at %d %% of capacity, %s …%n", percent, delivery);
        String name = delivery + "-" + percent;
        Load load = Load.of(settings, percent, System.currentTimeMillis() + AHEAD.toMillis());
        Path asked = run.resolve(name + "-load.json");
        Path sent = run.resolve(name + "-sent.json");
        Path received = run.resolve(name + "-received.json");
        JSON.writeValue(asked.toFile(), load);
        Duration length = Duration.ofMillis(load.untilMillis() - System.currentTimeMillis());
        try (JavaProcess reader = start(
                name + "-reader",
                "512m",
                OutputReader.class,
                broker.bootstrapServers(),
                topics.prefix(),
                asked.toString(),
                Long.toString(HEALTH_INTERVAL.toMillis()),
                received.toString())) {
            reader.awaitLine(line -> line.equals(OutputReader.READS), START_UP);
            try (JavaProcess generator = start(
                    name + "-generator",
                    "768m",
                    LoadGenerator.class,
                    broker.bootstrapServers(),
                    topics.name(Topic.TELEMETRY),
                    asked.toString(),
                    sent.toString())) {
                generator.awaitEnd(length.plus(OVERDUE));
            }
            reader.awaitEnd(OutputReader.PATIENCE.plus(OVERDUE));
        }
        return new LatencyRow(
                delivery,
                percent,
                load,
                JSON.readValue(sent.toFile(), LoadReport.class),
                JSON.readValue(received.toFile(), ReaderReport.class));
    }

    private JavaProcess start(String name, String heap, Class<?> mainClass, String... arguments) throws IOException {
        return JavaProcess.start(
                name,
                run,
                BenchmarkedSystem.FEEDHOLD.classPath(ClassPath.own()),
                List.of("-Xmx" + heap, "-XX:+UseG1GC"),
                mainClass,
                List.of(arguments));
    }
}
