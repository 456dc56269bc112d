package org.feedhold.cli.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.feedhold.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/**
 * Starts, finds and stops the processes of a cluster: a Kafka broker, a Flink JobManager, TaskManagers and, with high
 * availability, a ZooKeeper. They outlive the command that started them. Nothing restarts one that dies but another start.
 */
public final class LocalProcesses {

    private static final Duration STARTING = Duration.ofMinutes(3);
    private static final Duration STOPPING = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int TOLD_LINES = 3;

    private final ClusterFolder folder;
    private final Distribution distribution;

    /** The processes of a folder, which may not exist yet, started from a distribution. */
    public LocalProcesses(ClusterFolder folder, Distribution distribution) {
        this.folder = folder;
        this.distribution = distribution;
    }

    /**
     * Starts every process that does not run, and returns when all are ready for work.
     *
     * @param asked what is wished for
     * @param interrupted whether the user wants to stop meanwhile
     * @return names of those that were started; empty if all ran already
     * @throws CommandFailure if one can't be started; those that were started by then have been stopped
     */
    @SuppressWarnings("try") // the lock is only held
    public List<String> start(ClusterSettings asked, BooleanSupplier interrupted) throws InterruptedException {
        folder.prepare();
        try (FileChannel lock = folder.lock()) {
            ClusterConfiguration configuration = ClusterConfiguration.in(folder, asked);
            List<Node> missing = new Nodes(folder, configuration, distribution)
                    .all(taskManagers(asked)).stream()
                            .filter(node -> running(node.name()).isEmpty())
                            .toList();
            missing.forEach(LocalProcesses::checkPorts);
            return new Start(configuration, interrupted).run(missing);
        } catch (IOException e) {
            throw folder.cannotWrite(e);
        }
    }

    /** As many as asked for; else as many as there have been; else the default. */
    private int taskManagers(ClusterSettings asked) {
        if (asked.taskManagers() != null) {
            return asked.taskManagers();
        }
        int known = (int) known().stream()
                .filter(name -> name.startsWith(Node.TASK_MANAGER))
                .count();
        return known == 0 ? ClusterSettings.DEFAULT.taskManagers() : known;
    }

    private static void checkPorts(Node node) {
        node.ports().forEach(port -> Ports.checkFree(port.number(), port.use(), "choose another as " + port.key()));
    }

    /** How every process is that was started and not stopped, in the order of starting. */
    public List<NodeState> state() {
        if (!folder.isConfigured()) {
            return List.of();
        }
        int taskManagers = taskManagers(ClusterSettings.unsaid());
        List<String> known = known();
        return new Nodes(folder, ClusterConfiguration.read(folder), distribution)
                .all(taskManagers).stream()
                        .filter(node -> known.contains(node.name()))
                        .map(node -> new NodeState(
                                node.name(), running(node.name()), node.address(), folder.log(node.name())))
                        .toList();
    }

    /**
     * Stops every process, the last started first.
     *
     * @return names of those that ran
     */
    @SuppressWarnings("try") // the lock is only held
    public List<String> stop() throws InterruptedException {
        if (!Files.isDirectory(folder.pids())) {
            return List.of();
        }
        try (FileChannel lock = folder.lock()) {
            List<String> stopped = new ArrayList<>();
            Deque<NodeState> newestFirst = new ArrayDeque<>();
            state().forEach(newestFirst::push);
            for (NodeState each : newestFirst) {
                if (each.process().isPresent()) {
                    end(each.process().get());
                    stopped.add(each.name());
                }
                pidFile(each.name()).delete();
            }
            return stopped;
        } catch (IOException e) {
            throw folder.cannotWrite(e);
        }
    }

    private List<String> known() {
        if (!Files.isDirectory(folder.pids())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.pids())) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.pid$", ""))
                    .toList();
        } catch (IOException e) {
            throw folder.cannotWrite(e);
        }
    }

    private Optional<ProcessHandle> running(String name) {
        return pidFile(name).running();
    }

    private PidFile pidFile(String name) {
        return new PidFile(folder.pids().resolve(name + ".pid"));
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        process.destroy();
        try {
            process.onExit().get(STOPPING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        }
    }

    /** One start: all or nothing. */
    private final class Start {

        private final ClusterConfiguration configuration;
        private final BooleanSupplier interrupted;
        private final FlinkPage page;
        private final long deadline = System.nanoTime() + STARTING.toNanos();
        private final Map<String, Process> started = new HashMap<>();
        private final Deque<String> order = new ArrayDeque<>();

        Start(ClusterConfiguration configuration, BooleanSupplier interrupted) {
            this.configuration = configuration;
            this.interrupted = interrupted;
            this.page = new FlinkPage(configuration.webPort());
        }

        List<String> run(List<Node> nodes) throws InterruptedException {
            boolean complete = false;
            try {
                // Flink needs neither Kafka nor the other way round: all of them start at once.
                for (Node node : nodes) {
                    launch(node);
                }
                for (Node node : nodes) {
                    awaitReady(node);
                }
                checkNotInterrupted();
                complete = true;
                return nodes.stream().map(Node::name).toList();
            } finally {
                if (!complete) {
                    undo();
                }
            }
        }

        private void launch(Node node) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(node.jvmOptions());
            command.add(node.mainClass());
            command.addAll(node.arguments());
            if (node.name().startsWith(Node.TASK_MANAGER)) {
                // Tells this process from the one of the same name that it follows.
                command.add("-D");
                command.add("taskmanager.resource-id=" + resourceId(node));
            }
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder.path().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.output(node.name()).toFile())
                        .start();
                started.put(node.name(), process);
                order.push(node.name());
                process.getOutputStream().close();
                pidFile(node.name()).write(process.toHandle());
            } catch (IOException e) {
                throw folder.cannotWrite(e);
            }
        }

        private String resourceId(Node node) {
            return node.name() + "-" + Long.toString(deadline, Character.MAX_RADIX);
        }

        private void awaitReady(Node node) throws InterruptedException {
            Process process = started.get(node.name());
            while (!isReady(node)) {
                checkNotInterrupted();
                if (!process.isAlive()) {
                    throw new CommandFailure(node.name() + " ended with status " + process.exitValue()
                            + " while starting: " + lastWords(node));
                }
                if (System.nanoTime() > deadline) {
                    throw new CommandFailure(node.name() + " was not ready within " + STARTING.toSeconds() + " s; read "
                            + folder.log(node.name()) + ".");
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
            }
        }

        private void checkNotInterrupted() {
            if (interrupted.getAsBoolean()) {
                throw new CommandFailure("Interrupted; what had been started has been stopped.");
            }
        }

        private boolean isReady(Node node) throws InterruptedException {
            return switch (node.name()) {
                case Node.KAFKA -> Ports.isListening(configuration.kafkaPort()) && isKafkaReady();
                case Node.ZOOKEEPER -> Ports.isListening(node.ports().get(0).number());
                case Node.JOB_MANAGER -> page.taskManagers() != null;
                default -> isRegistered(resourceId(node), page.taskManagers());
            };
        }

        private boolean isRegistered(String id, @Nullable Set<String> registered) {
            return registered != null && registered.contains(id);
        }

        private boolean isKafkaReady() throws InterruptedException {
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:" + configuration.kafkaPort(),
                    "default.api.timeout.ms",
                    "2000",
                    "request.timeout.ms",
                    "2000"))) {
                return !admin.describeCluster().nodes().get().isEmpty();
            } catch (ExecutionException | KafkaException e) {
                return false;
            }
        }

        private String lastWords(Node node) {
            List<String> words = ClusterFolder.tail(folder.output(node.name()), TOLD_LINES);
            return (words.isEmpty() ? "" : String.join(" ", words) + "; ") + "more is in " + folder.log(node.name());
        }

        private void undo() throws InterruptedException {
            for (String name : order) {
                end(started.get(name).toHandle());
                pidFile(name).delete();
            }
        }
    }
}
