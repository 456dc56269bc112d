package org.feedhold.cli.cluster;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.Values;
import org.feedhold.cli.run.PrometheusOption;
import org.feedhold.cli.run.StateBackend;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold cluster}: Kafka and Flink on this machine, each in processes of its own. */
@Command(name = "cluster", description = "Kafka and Flink on this machine, in processes of their own.")
public final class ClusterCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    static final class FolderOption {

        @Option(
                names = "--folder",
                paramLabel = "FOLDER",
                defaultValue = "feedhold-cluster",
                description = "Where configuration, logs and data of the cluster are (default: ${DEFAULT-VALUE}).")
        private Path folder;

        ClusterFolder get() {
            return new ClusterFolder(folder);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(
            description = "Start what does not run yet: a Kafka broker, a Flink JobManager and TaskManagers. What the"
                    + " options say is written into the folder's conf/ the first time; from then on those files count.")
    int start(
            @Mixin FolderOption folder,
            @Option(
                            names = "--taskmanagers",
                            paramLabel = "N",
                            description = "TaskManagers (default: 2, or as many as there were).")
                    @Nullable
                    Integer taskManagers,
            @Option(names = "--slots", paramLabel = "N", description = "Slots of each TaskManager (default: 2).")
                    @Nullable
                    Integer slots,
            @Option(
                            names = "--kafka-port",
                            paramLabel = "PORT",
                            description = "Port of Kafka on 127.0.0.1, 0 for any free one (default: 9092).")
                    @Nullable
                    Integer kafkaPort,
            @Option(
                            names = "--web-port",
                            paramLabel = "PORT",
                            description = "Port of Flink's page on 127.0.0.1, 0 for any free one (default: 8081).")
                    @Nullable
                    Integer webPort,
            @Option(
                            names = "--ha",
                            description = "With a ZooKeeper, so that a new JobManager goes on with the jobs of one that"
                                    + " has died.")
                    boolean highAvailability,
            @Option(
                            names = "--state-backend",
                            paramLabel = "WHERE",
                            description = "Where jobs keep their state: heap, or rocksdb with incremental checkpoints"
                                    + " (default: heap).")
                    @Nullable
                    String stateBackend,
            @Option(
                            names = "--taskmanager-memory",
                            paramLabel = "SIZE",
                            description =
                                    "Memory of each TaskManager process, like 2048m (default: 1024m); with rocksdb"
                                            + " a quarter of it is RocksDB's.")
                    @Nullable
                    String taskManagerMemory,
            @Mixin PrometheusOption prometheus)
            throws InterruptedException {
        ClusterSettings settings = Values.accepted(
                spec,
                () -> new ClusterSettings(
                        taskManagers,
                        slots,
                        kafkaPort,
                        webPort,
                        highAvailability ? true : null,
                        stateBackend == null ? null : StateBackend.of(stateBackend),
                        taskManagerMemory == null ? null : MemorySize.parse(taskManagerMemory),
                        prometheus.port()));
        Interruption interruption = Interruption.install();
        int status = 1;
        try {
            List<String> started = processes(folder).start(settings, interruption::isAsked);
            if (started.isEmpty()) {
                out().println("The cluster in " + folder.get().path() + " runs already.");
            }
            print(folder);
            status = 0;
        } finally {
            out().flush();
            interruption.finished(status);
        }
        return status;
    }

    @Command(description = "Tell which processes run. Exit code 1 if one that was started does not.")
    int status(@Mixin FolderOption folder) {
        List<NodeState> state = processes(folder).state();
        if (state.isEmpty()) {
            out().println("No cluster runs in " + folder.get().path() + "; start it with: feedhold cluster start.");
            return 1;
        }
        print(folder);
        return state.stream().allMatch(node -> node.process().isPresent()) ? 0 : 1;
    }

    @Command(description = "Print the end of a process's log; without a name, say where each log is.")
    int logs(
            @Mixin FolderOption folder,
            @Parameters(
                            paramLabel = "NAME",
                            arity = "0..1",
                            description = "kafka, zookeeper, jobmanager or taskmanager-N.")
                    @Nullable
                    String name,
            @Option(
                            names = "--lines",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "At most this many lines (default: ${DEFAULT-VALUE}).")
                    int lines) {
        if (name == null) {
            processes(folder).state().forEach(node -> out().printf("%-14s %s%n", node.name(), node.log()));
            return 0;
        }
        Path log = folder.get().log(name);
        if (!Files.isRegularFile(log)) {
            throw new CommandFailure("There is no log of " + name + " in " + log.getParent()
                    + "; see 'feedhold cluster logs' for the names.");
        }
        ClusterFolder.tail(log, lines).forEach(out()::println);
        return 0;
    }

    @Command(description = "Stop every process. Topics, checkpoints and logs stay.")
    int stop(@Mixin FolderOption folder) throws InterruptedException {
        List<String> stopped = processes(folder).stop();
        out().println(
                        stopped.isEmpty()
                                ? "No cluster runs in " + folder.get().path() + "."
                                : "Stopped " + String.join(", ", stopped) + ".");
        return 0;
    }

    private void print(FolderOption folder) {
        for (NodeState node : processes(folder).state()) {
            out().printf(
                            "%-14s %-22s %s%n",
                            node.name(),
                            node.process()
                                    .map(process -> "running, pid " + process.pid())
                                    .orElse("NOT RUNNING"),
                            node.address());
        }
    }

    private static LocalProcesses processes(FolderOption folder) {
        return new LocalProcesses(folder.get(), Distribution.ofThisCommand());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
