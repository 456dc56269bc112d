package org.feedhold.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.models.ModelPublisher;
import org.feedhold.cli.run.LocalCluster;
import org.feedhold.cli.run.RunningJob;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.connectors.StartingOffsets;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.stream.SimulatorRun;
import org.feedhold.simulator.stream.SimulatorStatus;
import org.feedhold.simulator.stream.StreamSettings;

/** Kafka, Flink with the monitoring job, and simulated machines, all in this JVM. */
final class DemoSystem implements AutoCloseable {

    private static final Topics TOPICS = Topics.withDefaultPrefix();
    /** Enough for one laptop, and quick to create. */
    private static final int PARTITIONS = 2;

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SET_UP_TIMEOUT = Duration.ofSeconds(30);
    private static final int MACHINE_DIGITS = 2;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** A new tool every ten parts, which never gets near its limit by itself: what is found was injected. */
    private static final SimulationSettings.Wear WEAR = new SimulationSettings.Wear(16, 0.005, 10);

    private final Deque<AutoCloseable> started;
    private final EmbeddedBroker broker;
    private final LocalCluster cluster;
    private final RunningJob job;
    private final SimulatorRun simulator;

    /** @param started what is to be stopped, newest first */
    private DemoSystem(
            Deque<AutoCloseable> started,
            EmbeddedBroker broker,
            LocalCluster cluster,
            RunningJob job,
            SimulatorRun simulator) {
        this.started = started;
        this.broker = broker;
        this.cluster = cluster;
        this.job = job;
        this.simulator = simulator;
    }

    /**
     * Starts everything and returns when the machines run and the job is on its way.
     *
     * @throws Exception if something can't be started; what was started by then has been stopped
     */
    static DemoSystem start(DemoSettings settings, Path folder) throws Exception {
        // Kafka and Flink take seconds each and need nothing of each other.
        FutureTask<LocalCluster> startingCluster = new FutureTask<>(() -> LocalCluster.start(new LocalCluster.Settings(
                folder.resolve("flink"),
                settings.webPort(),
                PARTITIONS,
                CHECKPOINT_INTERVAL,
                null,
                null,
                settings.prometheusPort())));
        new Thread(startingCluster, "flink-start").start();
        Deque<AutoCloseable> started = new ArrayDeque<>();
        started.push(() -> result(startingCluster).close());
        try {
            EmbeddedBroker broker = EmbeddedBroker.start(
                    BrokerSettings.in(folder.resolve("kafka")).withPort(settings.kafkaPort()));
            // Stopped last, after Flink: a job that is still starting waits for a broker that is gone.
            started.addLast(broker);
            prepareTopics(broker);
            SimulatorRun simulator = SimulatorRun.start(
                    simulation(settings), new StreamSettings(broker.bootstrapServers(), TOPICS, 1, Map.of()));
            started.push(simulator);
            LocalCluster cluster = result(startingCluster);
            StreamExecutionEnvironment environment = cluster.environment();
            MonitoringJob.define(environment, jobConfig(broker));
            return new DemoSystem(started, broker, cluster, cluster.submit(environment), simulator);
        } catch (Exception e) {
            try {
                closeAll(started);
            } catch (CommandFailure alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Everything that is of interest to a spectator, from the beginning. */
    TopicReader reader() {
        return new TopicReader(
                clientSettings(broker),
                Stream.of(Topic.RECOMMENDATIONS, Topic.HEALTH, Topic.DEAD_LETTERS, Topic.SIMULATOR_TRUTH)
                        .map(TOPICS::name)
                        .toList(),
                true);
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    String webAddress() {
        return cluster.webAddress();
    }

    SimulatorStatus simulator() {
        return simulator.status();
    }

    /**
     * Throws if job or simulator have ended by themselves.
     *
     * @throws CommandFailure saying which, and why
     */
    void checkAlive() {
        job.checkAlive();
        Throwable failure = simulator.status().failure();
        if (failure != null) {
            throw new CommandFailure("The simulator has stopped: " + failure, failure);
        }
    }

    /** Stops the machines, so that nothing new is written for the job. */
    void stopMachines() {
        simulator.close();
    }

    @Override
    public void close() {
        closeAll(started);
    }

    private static void prepareTopics(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(clientSettings(broker))) {
            new TopicSetup(admin, TOPICS, new TopicSetup.Settings(PARTITIONS, (short) 1, SET_UP_TIMEOUT))
                    .createMissing();
        }
        new ModelPublisher(clientSettings(broker), TOPICS).publish(ShippedProcessModels.all());
    }

    private static SimulationSettings simulation(DemoSettings settings) {
        List<String> machineIds =
                SimulationSettings.numberedIds(MachineType.MILL.idPrefix(), settings.machines(), MACHINE_DIGITS);
        return SimulationSettings.builder()
                .machineIds(machineIds)
                .seed(settings.seed())
                .intervalMillis(settings.interval().toMillis())
                .wear(WEAR)
                .faults(DemoFaults.plan(
                        machineIds,
                        settings.faults(),
                        settings.interval(),
                        settings.duration() == null ? LONGEST : settings.duration(),
                        settings.seed()))
                .build();
    }

    private static MonitoringJobConfig jobConfig(EmbeddedBroker broker) {
        MonitoringJobConfig defaults = MonitoringJobConfig.of(broker.bootstrapServers(), TOPICS);
        return new MonitoringJobConfig(
                defaults.kafka(),
                defaults.topics(),
                defaults.groupId(),
                StartingOffsets.earliest(),
                HEALTH_INTERVAL,
                defaults.maxClockLead(),
                defaults.maxOutOfOrderness(),
                defaults.forgetAfter(),
                defaults.exactlyOnce());
    }

    private static Map<String, Object> clientSettings(EmbeddedBroker broker) {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Stops all of them, each whatever happened to the others. */
    private static void closeAll(Deque<AutoCloseable> started) {
        CommandFailure failure = null;
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                failure = new CommandFailure("Not everything stopped cleanly: " + e.getMessage(), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
