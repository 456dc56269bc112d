package org.feedhold.benchmarks.growth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code feedhold bench growth}: how the cost of a sample grows. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        description = "Measure what a sample costs the job as the log, the fleet and the share of its faults grow.")
public final class GrowthCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--samples",
            description = "Samples in a log, where it is not the samples that grow (default: ${DEFAULT-VALUE}).")
    private long samples = 4_000_000;

    @Option(names = "--most-samples", description = "Samples in the longest log (default: ${DEFAULT-VALUE}).")
    private long mostSamples = 20_000_000;

    @Option(
            names = "--most-machines",
            description =
                    "Machines in the largest fleet (default: ${DEFAULT-VALUE}). Each has a hundred samples before it"
                            + " counts, so the log of a million machines has 150 million; its job needs a larger --heap.")
    private long mostMachines = 100_000;

    @Option(names = "--series", split = ",", description = "What shall grow: events, machines, faults (default: all).")
    private List<String> series =
            Arrays.stream(Series.values()).map(Series::seriesName).toList();

    @Option(names = "--heap", description = "Heap of the job's process (default: ${DEFAULT-VALUE}).")
    private String heap = "3g";

    @Option(names = "--folder", description = "Folder for logs and reports (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".feedhold", "bench");

    /** For the command line. */
    public GrowthCommand() {}

    @Override
    @SuppressWarnings("SystemOut")
    public Integer call() throws Exception {
        List<Series> chosen = series.stream().map(GrowthCommand::series).toList();
        GrowthSettings settings = new GrowthSettings(folder, samples, mostSamples, mostMachines, heap);
        List<GrowthPoint> points = GrowthBenchmark.measure(settings, chosen);
        String page = GrowthTable.of(points);
        Files.writeString(folder.resolve("growth.md"), page, StandardCharsets.UTF_8);
        JSON.writeValue(folder.resolve("growth.json").toFile(), points);
        for (Series each : chosen) {
            List<GrowthPoint> own =
                    points.stream().filter(point -> point.series() == each).toList();
            Files.writeString(
                    folder.resolve("growth-" + each.seriesName() + ".svg"),
                    GrowthCurve.svg(own),
                    StandardCharsets.UTF_8);
        }
        System.out.println(page);
        return 0;
    }

    private static Series series(String name) {
        return Arrays.stream(Series.values())
                .filter(each -> each.seriesName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no series " + name + "; choose among "
                        + Arrays.stream(Series.values()).map(Series::seriesName).toList()));
    }
}
