package org.feedhold.cli.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.feedhold.cli.BuildVersion;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.bench.FleetFigures.Recovery;
import org.feedhold.cli.bench.FleetFigures.Samples;
import org.feedhold.cli.bench.FleetFigures.SetUp;
import org.feedhold.cli.cluster.ClusterFolder;
import org.feedhold.cli.cluster.ClusterSettings;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.cluster.LocalProcesses;
import org.feedhold.cli.cluster.NodeState;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.twin.status.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * One benchmark: a cluster of its own, the job on it, and a simulator in a process of its own. What was started is stopped
 * again, however it ends.
 */
final class FleetBench {

    private static final String GROUP = "feedhold";
    private static final Topics TOPICS = Topics.withDefaultPrefix();
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String KILLED = "taskmanager-1";
    private static final Pattern SIMULATOR_SAID = Pattern.compile("(\\d+) samples sent, (\\d+) lost, (\\d+) skipped.*");

    private final FleetSettings settings;
    private final ClusterSettings clusterSettings;
    private final Path folder;
    private final boolean killing;
    private final String command;
    private final Distribution distribution;
    private final LocalProcesses processes;
    private final Interruption interruption;
    private final PrintWriter progress;

    FleetBench(
            FleetSettings settings,
            ClusterSettings clusterSettings,
            Path folder,
            boolean killing,
            String command,
            Interruption interruption,
            PrintWriter progress) {
        this.settings = settings;
        this.clusterSettings = clusterSettings;
        this.folder = folder;
        this.killing = killing;
        this.command = command;
        this.distribution = Distribution.ofThisCommand();
        this.processes = new LocalProcesses(new ClusterFolder(folder.resolve("cluster")), distribution);
        this.interruption = interruption;
        this.progress = progress;
    }

    /** What the simulator said of itself. */
    private record Simulated(long sent, long lost, long skipped) {}

    FleetFigures run() throws Exception {
        try {
            tell("starting Kafka, Flink and the job in " + folder);
            processes.start(clusterSettings, interruption::isAsked);
            submit();
            publishModel();
            return measure();
        } finally {
            processes.stop();
        }
    }

    private void submit() throws Exception {
        List<String> arguments = List.of(
                "submit",
                "--bootstrap-servers",
                address("kafka"),
                "--jobmanager",
                address("jobmanager"),
                "--parallelism",
                Integer.toString(settings.parallelism()));
        runToItsEnd(arguments);
    }

    /** Before the first sample: it counts for all of them. */
    private void publishModel() throws Exception {
        String model = PacedModel.yaml(settings.interval());
        if (model != null) {
            Path file = Files.writeString(folder.resolve("process-model.yaml"), model);
            tell("publishing a process model for machines that report less often than the shipped one expects: "
                    + file);
            runToItsEnd(List.of("models", "publish", file.toString(), "--bootstrap-servers", address("kafka")));
        }
    }

    private void runToItsEnd(List<String> arguments) throws Exception {
        Path output = folder.resolve(arguments.get(0) + ".log");
        try (FeedholdProcess process = FeedholdProcess.start(distribution, List.of(), arguments, output)) {
            require("'feedhold " + arguments.get(0) + "' ended", PATIENCE, () -> !process.isAlive());
            process.checkSucceeded();
        }
    }

    private FeedholdProcess simulate() throws Exception {
        List<String> arguments = List.of(
                "simulate",
                "--bootstrap-servers",
                address("kafka"),
                "--machines",
                Integer.toString(settings.machines()),
                "--interval",
                settings.interval().toMillis() + "ms",
                "--faults",
                "all",
                "--fault-rate",
                Double.toString(settings.faultsPerHour()),
                "--faulty-share",
                String.format(Locale.ROOT, "%.4f%%", settings.faultyShare() * 100));
        return FeedholdProcess.start(
                distribution, List.of("-Xmx1g", "-XX:+UseSerialGC"), arguments, folder.resolve("simulator.log"));
    }

    private FleetFigures measure() throws Exception {
        try (FleetTopics topics = new FleetTopics(address("kafka"), TOPICS, GROUP);
                Heartbeats heartbeats = new Heartbeats(address("kafka"), TOPICS);
                FeedholdProcess simulator = simulate()) {
            JobPage page = new JobPage(address("jobmanager"));
            require("the job is heard", PATIENCE, () -> !heartbeats.all().isEmpty());
            tell("%d machines begin, a sample each %d ms; warming up for %d s"
                    .formatted(
                            settings.machines(),
                            settings.interval().toMillis(),
                            settings.warmUp().toSeconds()));
            pause(settings.warmUp(), simulator);
            tell("measuring for " + settings.duration().toSeconds() + " s");
            MeasuredWindow window = new MeasuredWindow(
                    settings, topics, heartbeats, page, () -> taskManagers(), node("kafka"), simulator.handle());
            while (!window.isOver()) {
                simulator.checkAlive();
                pauseOnce();
                window.look();
            }
            window.end();
            Recovery recovery = killing ? recovery(topics, heartbeats) : null;
            tell("stopping the simulator; waiting until everything is read");
            Simulated simulated = stop(simulator);
            long inKafka = topics.records().getOrDefault(Topic.TELEMETRY, 0L);
            waitUntil(PATIENCE.plus(settings.duration()), () -> topics.secured() >= inKafka);
            long processed = topics.secured();
            return new FleetFigures(
                    FleetFigures.SCHEMA,
                    Instant.now(),
                    command,
                    window.computer(),
                    new SetUp(
                            BuildVersion.read(),
                            settings.machines(),
                            settings.interval().toMillis() / 1_000.0,
                            settings.faultyShare(),
                            settings.faultsPerHour(),
                            settings.stateBackend().toString(),
                            taskManagers().size(),
                            settings.parallelism(),
                            window.seconds()),
                    new Samples(
                            settings.samplesPerSecond(),
                            window.inPerSecond(),
                            window.processedPerSecond(),
                            simulated.sent(),
                            inKafka,
                            processed,
                            processed < inKafka ? null : simulated.sent() - processed,
                            simulated.skipped()),
                    window.lag(),
                    window.checkpoints(),
                    window.checkpoints().bytes() / settings.machines(),
                    window.cpu(),
                    recovery,
                    window.topics());
        }
    }

    private Recovery recovery(FleetTopics topics, Heartbeats heartbeats) throws Exception {
        tell("kill -9 of " + KILLED + ", and the start of another");
        Instant killed = Instant.now();
        ProcessHandle process = node(KILLED);
        process.destroyForcibly();
        process.onExit().get();
        OutputGap gap = new OutputGap(killed.toEpochMilli(), health(topics));
        // As a supervisor does: Flink waits for a slot meanwhile.
        Thread restart = new Thread(this::restart, "restart");
        restart.start();
        try {
            waitUntil(PATIENCE, () -> {
                gap.look(Instant.now().toEpochMilli(), health(topics));
                return inTime(heartbeats.all(), killed) != null;
            });
        } finally {
            // Who stops the cluster must not meet one who starts a part of it. After Ctrl-C that one gives up by
            // itself.
            restart.join();
        }
        Heartbeat inTime = inTime(heartbeats.all(), killed);
        return new Recovery(
                gap.firstOutputMillis() / 1_000.0,
                inTime == null
                        ? null
                        : Duration.between(killed, inTime.timestamp()).toMillis() / 1_000.0,
                settings.lagBound().toMillis() / 1_000.0);
    }

    private void restart() {
        try {
            processes.start(clusterSettings, interruption::isAsked);
        } catch (CommandFailure e) {
            tell("the TaskManager was not started again: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long health(FleetTopics topics) throws Exception {
        return topics.records().getOrDefault(Topic.HEALTH, 0L);
    }

    /** The first heartbeat of a job that was started after a moment, and is in time again; null while there is none. */
    private @Nullable Heartbeat inTime(List<Heartbeat> heartbeats, Instant after) {
        double bound = settings.lagBound().toMillis() / 1_000.0;
        for (Heartbeat each : heartbeats) {
            Double lag = each.lagSeconds();
            if (each.start().isAfter(after) && lag != null && lag <= bound) {
                return each;
            }
        }
        return null;
    }

    private static Simulated stop(FeedholdProcess simulator) throws InterruptedException {
        simulator.stop();
        Matcher said = SIMULATOR_SAID.matcher(simulator.lastLine());
        if (!said.matches()) {
            throw new CommandFailure("The simulator did not end well: " + simulator.lastLine());
        }
        return new Simulated(
                Long.parseLong(said.group(1)), Long.parseLong(said.group(2)), Long.parseLong(said.group(3)));
    }

    private List<ProcessHandle> taskManagers() {
        List<ProcessHandle> handles = new ArrayList<>();
        for (NodeState each : processes.state()) {
            if (each.name().startsWith("taskmanager")) {
                each.process().ifPresent(handles::add);
            }
        }
        return handles;
    }

    private ProcessHandle node(String name) {
        return state(name)
                .process()
                .orElseThrow(() -> new CommandFailure(
                        name + " has ended; read " + state(name).log() + "."));
    }

    private String address(String name) {
        return state(name).address();
    }

    private NodeState state(String name) {
        Optional<NodeState> state = processes.state().stream()
                .filter(each -> each.name().equals(name))
                .findAny();
        return state.orElseThrow(() -> new CommandFailure(name + " does not run in " + folder + "; try again."));
    }

    private void tell(String text) {
        progress.println(text);
        progress.flush();
    }

    private void pause(Duration duration, FeedholdProcess simulator) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            simulator.checkAlive();
            pauseOnce();
        }
    }

    private void pauseOnce() throws InterruptedException {
        if (interruption.await(LOOK_EVERY)) {
            throw new CommandFailure("Interrupted; what had been started has been stopped.");
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private boolean waitUntil(Duration patience, Condition condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pauseOnce();
        }
        return true;
    }

    private void require(String what, Duration patience, Condition condition) throws Exception {
        if (!waitUntil(patience, condition)) {
            throw new CommandFailure("After " + patience.toSeconds() + " s it did not come true that " + what
                    + "; read the logs in " + folder + ".");
        }
    }
}
