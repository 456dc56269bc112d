package org.feedhold.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.feedhold.benchmarks.finding.Difference;
import org.feedhold.benchmarks.finding.Equality;
import org.feedhold.benchmarks.finding.Findings;
import org.feedhold.benchmarks.growth.GrowthCommand;
import org.feedhold.benchmarks.latency.LatencyCommand;
import org.feedhold.benchmarks.process.Broker;
import org.feedhold.benchmarks.report.MarkdownReport;
import org.feedhold.benchmarks.report.Rounds;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.system.SystemRun;
import org.feedhold.benchmarks.workload.Workload;
import org.feedhold.benchmarks.workload.WorkloadLog;
import org.feedhold.kafka.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code feedhold bench}: the job and its peers drain the same log, in turn. */
@Command(
        name = "feedhold bench",
        mixinStandardHelpOptions = true,
        subcommands = {LatencyCommand.class, GrowthCommand.class},
        description = "Write a log, have the job and its peers drain it in turn, and compare what that cost.")
public final class Benchmarks implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String PREFIX = "bench.";
    private static final long SEED = 1;
    /** The others take minutes each. */
    private static final String QUICK_NAMES = "floor-java,floor-flink,feedhold,kafka-streams";

    @Option(names = "--samples", description = "Samples in the log (default: ${DEFAULT-VALUE}).")
    private long samples = 4_000_000;

    @Option(names = "--machines", description = "Machines (default: ${DEFAULT-VALUE}).")
    private int machines = 1_000;

    @Option(names = "--faulty-share", description = "Share of machines in fault (default: ${DEFAULT-VALUE}).")
    private double faultyShare = 0.01;

    @Option(names = "--rounds", description = "Rounds that count; one more goes before (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--quick",
            description = "A million samples and one round, and of the systems only " + QUICK_NAMES
                    + ": a first impression in five minutes.")
    private boolean quick;

    @Option(names = "--heap", description = "Heap of each system's process (default: ${DEFAULT-VALUE}).")
    private String heap = "1500m";

    @Option(names = "--systems", split = ",", description = "Systems to compare (default: all; with --quick some).")
    private @Nullable List<String> systems;

    @Option(names = "--folder", description = "Folder for log, checkpoints and reports (default: ${DEFAULT-VALUE}).")
    private Path folder = Path.of(".feedhold", "bench");

    private Benchmarks() {}

    /** Runs the benchmarks; exit code 2 for wrong options, 1 for a failure. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Tells in one line what is wrong with an option; of a failure, also where it happened. */
    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks())
                .setParameterExceptionHandler((e, arguments) -> wrong(e.getCommandLine(), e))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof IllegalArgumentException) {
                        return wrong(command, e);
                    }
                    e.printStackTrace(command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static int wrong(CommandLine command, Exception e) {
        command.getErr()
                .println("feedhold: " + e.getMessage() + " (see "
                        + command.getCommandSpec().qualifiedName() + " --help)");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    @SuppressWarnings("SystemOut")
    public Integer call() throws Exception {
        Workload workload = new Workload(quick ? 1_000_000 : samples, machines, faultyShare, SEED);
        List<BenchmarkedSystem> chosen = chosen();
        Files.createDirectories(folder);
        Path run = Files.createTempDirectory(folder, "run-").toAbsolutePath();
        try (Broker broker = Broker.start(run)) {
            String bootstrapServers = broker.bootstrapServers();
            System.out.printf("Writing %,d samples of %,d machines …%n", workload.samples(), workload.machines());
            WorkloadLog.write(workload, bootstrapServers, new Topics(PREFIX));

            List<Map<BenchmarkedSystem, Measurement>> measured = new ArrayList<>();
            Equality equality = new Equality();
            for (int round = 0; round <= (quick ? 1 : rounds); round++) {
                measured.add(round(run, bootstrapServers, workload, equality, Rounds.order(chosen, round), round));
            }
            Rounds counted = new Rounds(measured.subList(1, measured.size()))
                    .without(equality.differences().keySet());
            String page = MarkdownReport.of(workload, chosen, counted, equality);
            Files.writeString(folder.resolve("report.md"), page, StandardCharsets.UTF_8);
            JSON.writeValue(
                    folder.resolve("report.json").toFile(),
                    new Report(workload, counted, equality.golden(), equality.differences()));
            System.out.println(page);
        }
        return 0;
    }

    private List<BenchmarkedSystem> chosen() {
        if (systems != null) {
            return systems.stream().map(BenchmarkedSystem::of).toList();
        }
        return quick
                ? Arrays.stream(QUICK_NAMES.split(",", -1))
                        .map(BenchmarkedSystem::of)
                        .toList()
                : List.of(BenchmarkedSystem.values());
    }

    @SuppressWarnings("SystemOut")
    private Map<BenchmarkedSystem, Measurement> round(
            Path run,
            String bootstrapServers,
            Workload workload,
            Equality equality,
            List<BenchmarkedSystem> order,
            int round)
            throws IOException, InterruptedException, ExecutionException {
        Map<BenchmarkedSystem, Measurement> measured = new EnumMap<>(BenchmarkedSystem.class);
        for (BenchmarkedSystem system : order) {
            String name = system.systemName() + "-" + round;
            DrainSettings settings = new DrainSettings(
                    bootstrapServers,
                    PREFIX,
                    name,
                    run.resolve(name).toString(),
                    workload.samples(),
                    workload.warmUpSamples(),
                    2);
            // What a run finds is what is in its topic after its end and was not before its start.
            Optional<Findings> findings = system.findings(settings);
            Measurement measurement = SystemRun.measure(system, settings, run, heap);
            measured.put(system, measurement);
            Optional<Difference> difference = findings.map(each -> {
                try (each) {
                    return equality.take(system, each.read());
                }
            });
            System.out.printf(
                    "Round %d%s: %s %s%n",
                    round,
                    round == 0 ? " (not counted)" : "",
                    system.systemName(),
                    difference
                            .filter(each -> !each.isNone())
                            .map(each -> "does not find what the job finds: " + each)
                            .orElseGet(() -> String.format(
                                    "%.2f CPU s per million samples", measurement.cpuSecondsPerMillion())));
        }
        return measured;
    }

    /**
     * The report as JSON.
     *
     * @param workload what was drained
     * @param measured what it took
     * @param golden episodes that the job finds, by code; null if it did not run
     * @param differences systems that do not find the same, which have no figures
     */
    private record Report(
            Workload workload,
            Rounds measured,
            @Nullable Map<String, Long> golden,
            Map<BenchmarkedSystem, Difference> differences) {}
}
