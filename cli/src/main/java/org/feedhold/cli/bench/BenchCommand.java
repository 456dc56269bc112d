package org.feedhold.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.Logging;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.ClusterSettings;
import org.feedhold.cli.run.StateBackend;
import org.feedhold.cli.simulate.ShareConverter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold bench}: measures. */
@Command(name = "bench", description = "Measure what monitoring costs on this computer.")
public final class BenchCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            description = {
                "Start Kafka and Flink in processes of their own, submit the job, have a simulator drive it, kill a"
                        + " TaskManager, and print throughput, lag, checkpoints, state, processor time and recovery.",
                "Everything is stopped at the end, and the folder stays."
            })
    int fleet(
            @Option(
                            names = "--machines",
                            paramLabel = "N",
                            defaultValue = "1000",
                            description = "Simulated machines (default: ${DEFAULT-VALUE}).")
                    int machines,
            @Option(
                            names = "--interval",
                            paramLabel = "DURATION",
                            defaultValue = "2s",
                            description = "Time between two samples of a machine (default: ${DEFAULT-VALUE}).")
                    Duration interval,
            @Option(
                            names = "--duration",
                            paramLabel = "DURATION",
                            defaultValue = "2m",
                            description = "How long it is measured (default: ${DEFAULT-VALUE}).")
                    Duration duration,
            @Option(
                            names = "--warm-up",
                            paramLabel = "DURATION",
                            defaultValue = "30s",
                            description = "Time before the measuring (default: ${DEFAULT-VALUE}).")
                    Duration warmUp,
            @Option(
                            names = "--faulty-share",
                            paramLabel = "SHARE",
                            defaultValue = "5%",
                            converter = ShareConverter.class,
                            description = "Share of the machines that get faults (default: 5%%).")
                    double faultyShare,
            @Option(
                            names = "--fault-rate",
                            paramLabel = "N",
                            defaultValue = "6",
                            description = "Mean number of faults an hour of each of these (default: ${DEFAULT-VALUE}).")
                    double faultsPerHour,
            @Option(
                            names = "--state-backend",
                            paramLabel = "WHERE",
                            defaultValue = "heap",
                            description = "Where the job keeps its state: heap or rocksdb (default: ${DEFAULT-VALUE}).")
                    String stateBackend,
            @Option(
                            names = "--taskmanagers",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "TaskManagers (default: ${DEFAULT-VALUE}).")
                    int taskManagers,
            @Option(
                            names = "--slots",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "Slots of each; the job takes all (default: ${DEFAULT-VALUE}).")
                    int slots,
            @Option(
                            names = "--taskmanager-memory",
                            paramLabel = "SIZE",
                            defaultValue = "2048m",
                            description = "Memory of each TaskManager process (default: ${DEFAULT-VALUE}).")
                    String taskManagerMemory,
            @Option(
                            names = "--lag-bound",
                            paramLabel = "DURATION",
                            defaultValue = "10s",
                            description = "Lag up to which the job is in time (default: ${DEFAULT-VALUE}).")
                    Duration lagBound,
            @Option(names = "--no-kill", description = "Kill no TaskManager.") boolean noKill,
            @Option(
                            names = "--kafka-port",
                            paramLabel = "PORT",
                            defaultValue = "0",
                            description = "Port of Kafka on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
                    int kafkaPort,
            @Option(
                            names = "--web-port",
                            paramLabel = "PORT",
                            defaultValue = "0",
                            description = "Port of Flink's page on 127.0.0.1, 0 for any free one (default:"
                                    + " ${DEFAULT-VALUE}).")
                    int webPort,
            @Option(
                            names = "--folder",
                            paramLabel = "FOLDER",
                            defaultValue = "feedhold-bench",
                            description = "Where everything is written; must not be there yet (default:"
                                    + " ${DEFAULT-VALUE}).")
                    Path folder,
            @Option(names = "--json", description = "The figures as JSON, which 'feedhold size --measured' reads.")
                    boolean json)
            throws Exception {
        ClusterSettings cluster = Values.accepted(
                spec,
                () -> new ClusterSettings(
                        taskManagers,
                        slots,
                        kafkaPort,
                        webPort,
                        null,
                        StateBackend.of(stateBackend),
                        MemorySize.parse(taskManagerMemory),
                        null));
        FleetSettings settings = Values.accepted(
                spec,
                () -> new FleetSettings(
                        machines,
                        interval,
                        faultyShare,
                        faultsPerHour,
                        StateBackend.of(stateBackend),
                        taskManagers * slots,
                        warmUp,
                        duration,
                        lagBound));
        Path created = created(folder.toAbsolutePath());
        Logging.toFile(created.resolve("bench.log"));
        PrintWriter out = spec.commandLine().getOut();
        Interruption interruption = Interruption.install();
        int status = 1;
        try {
            FleetFigures figures = new FleetBench(
                            settings,
                            cluster,
                            created,
                            !noKill,
                            command(),
                            interruption,
                            json ? spec.commandLine().getErr() : out)
                    .run();
            out.println(json ? FiguresFile.write(figures) : FleetTable.of(figures));
            status = 0;
        } finally {
            out.flush();
            interruption.finished(status);
        }
        return status;
    }

    /** What was said on the command line, but for where it is written to. */
    private String command() {
        StringBuilder command = new StringBuilder("feedhold bench fleet");
        spec.commandLine().getParseResult().subcommand().matchedOptions().stream()
                .filter(option -> !option.longestName().equals("--folder"))
                .filter(option -> !option.longestName().equals("--json"))
                .forEach(option -> command.append(' ')
                        .append(option.longestName())
                        .append(
                                option.arity().max() == 0
                                        ? ""
                                        : " " + String.join(",", option.originalStringValues())));
        return command.toString();
    }

    private static Path created(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    if (files.findAny().isPresent()) {
                        throw new CommandFailure("The folder " + folder
                                + " is not empty, and figures are of a new cluster; remove it, or name another with"
                                + " --folder.");
                    }
                }
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CommandFailure(
                    "The folder " + folder + " can't be written (" + e + "); name another with --folder.", e);
        }
    }
}
