package org.feedhold.benchmarks.growth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.benchmarks.process.Broker;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.system.SystemRun;
import org.feedhold.benchmarks.workload.Workload;
import org.feedhold.benchmarks.workload.WorkloadLog;
import org.feedhold.kafka.Topics;

/** Has the job drain logs that differ in one thing each, on a Kafka of its own for each. */
public final class GrowthBenchmark {

    private static final Topics TOPICS = new Topics("growth.");
    private static final int PARALLELISM = 2;

    private GrowthBenchmark() {}

    /**
     * Measures each point of each series.
     *
     * @throws Exception if a process fails or does not end in time; the message holds what it printed last
     */
    @SuppressWarnings("SystemOut")
    public static List<GrowthPoint> measure(GrowthSettings settings, List<Series> chosen) throws Exception {
        Files.createDirectories(settings.folder());
        Path run = Files.createTempDirectory(settings.folder(), "growth-").toAbsolutePath();
        List<GrowthPoint> points = new ArrayList<>();
        for (Series series : chosen) {
            for (Workload workload : series.workloads(settings)) {
                double at = series.at(workload);
                String name = series.seriesName() + "-" + points.size();
                Measurement measured = measure(name, workload, run, settings.heap());
                points.add(new GrowthPoint(series, at, workload, measured));
                System.out.printf(
                        "%,.0f %s: %.2f CPU s per million samples%n",
                        at, series.axis(), measured.cpuSecondsPerMillion());
            }
        }
        return points;
    }

    private static Measurement measure(String name, Workload workload, Path run, String heap) throws Exception {
        Path folder = Files.createDirectory(run.resolve(name));
        try (Broker broker = Broker.start(folder)) {
            WorkloadLog.write(workload, broker.bootstrapServers(), TOPICS);
            DrainSettings drain = new DrainSettings(
                    broker.bootstrapServers(),
                    TOPICS.prefix(),
                    name,
                    folder.resolve("job").toString(),
                    workload.samples(),
                    workload.warmUpSamples(),
                    PARALLELISM);
            return SystemRun.measure(BenchmarkedSystem.FEEDHOLD, drain, folder, heap);
        }
    }
}
