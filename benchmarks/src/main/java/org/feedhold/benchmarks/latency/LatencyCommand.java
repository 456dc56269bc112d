package org.feedhold.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code feedhold bench latency}: how long it takes from a sample to what the job says of it. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "Send samples at shares of the job's capacity, and time its recommendations and health records.")
public final class LatencyCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--capacity",
            description = "Samples a second that the job can do (default: measured first, by draining a log).")
    private @Nullable Double capacity;

    @Option(names = "--seconds", description = "How long each load is measured (default: 60; with --quick 20).")
    private @Nullable Integer seconds;

    @Option(names = "--warm-up", description = "Seconds of each load before that (default: 30; with --quick 15).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--faulty-share",
            description = "Share of machines in fault (default: ${DEFAULT-VALUE}); more, if else there were too few"
                    + " recommendations.")
    private double faultyShare = 0.01;

    @Option(names = "--quick", description = "A first impression in ten minutes.")
    private boolean quick;

    @Option(names = "--heap", description = "Heap of the job's process (default: ${DEFAULT-VALUE}).")
    private String heap = "1500m";

    @Option(names = "--folder", description = "Folder for logs and reports (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".feedhold", "bench");

    /** For the command line. */
    public LatencyCommand() {}

    /**
     * What was measured, as JSON.
     *
     * @param capacity samples a second, of which the loads are a share
     * @param rows one for each load
     */
    private record Report(double capacity, List<LatencyRow> rows) {}

    @Override
    @SuppressWarnings("SystemOut")
    public Integer call() throws Exception {
        // Wrong options are told before anything is started.
        settings(capacity == null ? 1 : capacity);
        if (capacity == null) {
            System.out.println("Measuring the capacity …");
            capacity = LatencyBenchmark.capacity(folder, quick ? 1_000_000 : 4_000_000, heap);
        }
        LatencySettings settings = settings(capacity);
        List<LatencyRow> rows = LatencyBenchmark.measure(settings);
        String page = LatencyTable.of(settings.capacity(), rows);
        Files.writeString(folder.resolve("latency.md"), page, StandardCharsets.UTF_8);
        JSON.writeValue(folder.resolve("latency.json").toFile(), new Report(settings.capacity(), rows));
        System.out.println(page);
        return 0;
    }

    private LatencySettings settings(double samplesPerSecond) {
        return new LatencySettings(
                folder,
                samplesPerSecond,
                warmUp != null ? warmUp : quick ? 15 : 30,
                seconds != null ? seconds : quick ? 20 : 60,
                faultyShare,
                heap);
    }
}
