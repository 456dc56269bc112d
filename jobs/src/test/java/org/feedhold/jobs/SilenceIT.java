package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.testing.Await;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ProcessModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a silence and what is none: the real job at parallelism 2, and a broker in a process of its own. */
@Tag("long")
@SuppressWarnings("try") // A gateway's close() may be interrupted, and so may the test.
class SilenceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TIME_OUT = Duration.ofSeconds(4);
    private static final Duration LATEST = TIME_OUT.plusSeconds(2);
    private static final int PARTITIONS = 4;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final String YAML = """
            schema: feedhold.process_model/v1
            name: grinding
            version: 1
            effective_from: 2020-01-01T00:00:00Z
            applies_to: {operation: grinding}
            silence_after: 4s
            evaluate_when: {execution: [ACTIVE]}
            signals:
              wheel_power_w: {unit: W, range: [0, 9000], required: true}
            phases:
              grind: {limits: {wheel_power_w: {high: 4000}}}
            rules:
              wheel_loaded: {signal: wheel_power_w, high: human_review, hits: 1, of: 1, required_check: Look at the wheel.}
            """;

    private static final ProcessModel GRINDING = ProcessModelFile.parse(YAML, "grinding.yaml");
    private static final ProcessModel PATIENT_GRINDING = ProcessModelFile.parse(
            YAML.replace(" grinding", " patient_grinding").replace("silence_after: 4s", "silence_after: 2m"),
            "patient.yaml");

    @TempDir
    private static Path folder;

    private static BrokerUnderTest broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static MiniCluster cluster;

    private Topics topics;
    private OutputTopics outputs;
    private Gateway gateway;
    private @Nullable JobID job;

    @BeforeAll
    static void start() throws Exception {
        broker = new BrokerUnderTest(folder);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink())
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
        cluster.start();
    }

    private static Configuration flink() {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        return flink;
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        producer.close(Duration.ZERO);
        admin.close();
        broker.close();
    }

    @BeforeEach
    void startAJobOfItsOwn() throws Exception {
        topics = new Topics("silence-" + COUNT.incrementAndGet() + ".");
        new TopicSetup(admin, topics, new TopicSetup.Settings(PARTITIONS, (short) 1, PATIENCE)).createMissing();
        publish(GRINDING);
        publish(PATIENT_GRINDING);
        outputs = new OutputTopics(broker.bootstrapServers(), topics, EnumSet.allOf(Topic.class));
        gateway = new Gateway(producer, topics.name(Topic.TELEMETRY), null);
        submit(null, flink(), Map.of());
    }

    /** As if it had been there for ever: a recorded log tells of times before this test. */
    private void publish(ProcessModel model) throws Exception {
        ProducerRecord<byte[], byte[]> control = new ProducerRecord<>(
                topics.name(Topic.PROCESS_MODELS),
                model.key().getBytes(StandardCharsets.UTF_8),
                ProcessModelCodec.toJson(model));
        control.headers().add("feedhold-arrival", "0".getBytes(StandardCharsets.UTF_8));
        producer.send(control).get();
    }

    @AfterEach
    void endAll() throws Exception {
        gateway.close();
        outputs.close();
        endTheJob();
    }

    private void endTheJob() throws Exception {
        if (job != null) {
            JobID running = job;
            job = null;
            cluster.cancelJob(running).get();
            Await.until(
                    "the job has ended",
                    PATIENCE,
                    () -> cluster.getJobStatus(running).get().isGloballyTerminalState());
        }
    }

    private void submit(@Nullable String savepoint, Configuration flink, Map<String, String> kafka) throws Exception {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(flink);
        MonitoringJobConfig defaults = MonitoringJobConfig.of(broker.bootstrapServers(), topics);
        Map<String, String> clients = new HashMap<>(defaults.kafka());
        clients.putAll(kafka);
        MonitoringJob.define(environment, defaults.withKafka(clients));
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        job = cluster.submitJob(graph).get().getJobID();
    }

    // ---- found -----------------------------------------------------------------------------------------------------

    @Test
    void aMachineAPartitionAndTheWholeSourceAreFoundInTimeEachAsOneEpisodeUntilDataReturn() {
        gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1).cut("B-2", 1).cut("C-1", 2);
        awaitMonitored("A-1", "A-2", "B-1", "B-2", "C-1");

        gateway.silence("A-1");
        awaitSilent("A-1");
        gateway.cut("A-1", 0);
        awaitMonitored("A-1");
        gateway.silence("B-1", "B-2");
        awaitSilent("B-1", "B-2");
        gateway.cut("B-1", 1).cut("B-2", 1);
        awaitMonitored("B-1", "B-2");
        gateway.silence("A-1", "A-2", "B-1", "B-2", "C-1");
        awaitSilent("A-1", "A-2", "B-1", "B-2", "C-1");
        gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1).cut("B-2", 1).cut("C-1", 2);
        awaitMonitored("A-1", "A-2", "B-1", "B-2", "C-1");

        Map<String, Integer> silences = Map.of("A-1", 2, "A-2", 1, "B-1", 2, "B-2", 2, "C-1", 1);
        silences.forEach((machineId, count) -> {
            assertFoundInTime(machineId, count);
            assertThat(episodes(machineId))
                    .as(machineId)
                    .extracting(EpisodeEvent::state)
                    .containsExactlyElementsOf(openedAndClosed(count));
        });
    }

    @Test
    void aGatewayThatPausesAndThenDeliversWhatItKeptIsJudgedAsInAReplay() throws Exception {
        try (Gateway other = new Gateway(producer, topics.name(Topic.TELEMETRY), null)) {
            gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1);
            other.cut("A-3", 0);
            awaitMonitored("A-1", "A-2", "A-3", "B-1");

            gateway.pause();
            awaitSilent("A-1", "A-2", "B-1");
            gateway.goOn();
            awaitMonitored("A-1", "A-2", "B-1");

            for (String machineId : List.of("A-1", "A-2", "B-1")) {
                assertFoundInTime(machineId, 1);
                assertThat(episodes(machineId))
                        .as(machineId)
                        .extracting(EpisodeEvent::state)
                        .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
            }
            assertThat(episodes("A-3")).isEmpty();
            assertLikeAReplay(Map.of(), "A-1", "A-2", "A-3", "B-1");
        }
    }

    @Test
    void aGatewayThatFallsSilentIsFoundOnceAndItsMachinesShowItWhileOneAloneIsFoundForItself() throws Exception {
        try (Gateway edge = new Gateway(producer, topics.name(Topic.TELEMETRY), "EDGE-1");
                Gateway other = new Gateway(producer, topics.name(Topic.TELEMETRY), "EDGE-2")) {
            edge.cut("A-1", 0).cut("A-2", 1).cut("A-3", 2);
            other.cut("B-1", 0).cut("B-2", 3);
            awaitMonitored("A-1", "A-2", "A-3", "B-1", "B-2");

            edge.pause();
            awaitShown("EDGE-1", "A-1", "A-2", "A-3");
            edge.goOn();
            awaitMonitored("A-1", "A-2", "A-3");
            other.silence("B-2");
            awaitSilent("B-2");

            assertThat(episodes("EDGE-1"))
                    .extracting(EpisodeEvent::state)
                    .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
            assertThat(episodes("EDGE-1").get(0).machines()).containsExactly("A-1", "A-2", "A-3");
            for (String machineId : List.of("A-1", "A-2", "A-3", "B-1", "EDGE-2")) {
                assertThat(episodes(machineId)).as(machineId).isEmpty();
            }
            assertThat(episodes("B-2")).extracting(EpisodeEvent::code).containsExactly("sensor_dropout");
            assertGatewayIsFoundInTime("EDGE-1", "A-1", "A-2", "A-3");
            assertFoundInTime("B-2", 1);
            assertLikeAReplay(Map.of(), "EDGE-1", "EDGE-2", "A-1", "A-2", "A-3", "B-1", "B-2");
        }
    }

    private void awaitShown(String gatewayId, String... machineIds) {
        for (String machineId : machineIds) {
            Await.until(machineId + " shows that " + gatewayId + " is silent", PATIENCE, () -> {
                List<ConsumerRecord<byte[], byte[]>> states = of(machineId, Topic.TWIN_STATE);
                return gatewayId.equals(MessageCodec.decodeRecommendation(
                                states.get(states.size() - 1).value())
                        .silentGateway());
            });
        }
    }

    /** Between the last record of the machine that was heard least lately and the word that the gateway is silent. */
    private void assertGatewayIsFoundInTime(String gatewayId, String... machineIds) {
        long found = of(gatewayId, Topic.RECOMMENDATIONS).get(0).timestamp();
        long lastHeard = Stream.of(machineIds)
                .mapToLong(machineId -> of(machineId, Topic.TELEMETRY).stream()
                        .mapToLong(ConsumerRecord::timestamp)
                        .filter(arrival -> arrival <= found)
                        .max()
                        .orElseThrow())
                .min()
                .orElseThrow();
        assertThat(Duration.ofMillis(found - lastHeard)).isBetween(TIME_OUT, LATEST);
    }

    // ---- not taken for a silence -----------------------------------------------------------------------------------

    @Test
    void aBrokerThatStandsStillForThreeTimeOutsMakesNobodySilent() throws Exception {
        gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1).cut("C-1", 2);
        awaitMonitored("A-1", "A-2", "B-1", "C-1");

        broker.standStill();
        long since = System.nanoTime();
        Await.until(
                "three time-outs have passed",
                PATIENCE,
                () -> System.nanoTime() - since > TIME_OUT.multipliedBy(3).toNanos());
        broker.goOn();

        assertOnlyTheOneThatReallyStopsIsSilent();
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgainMakesNobodySilent() throws Exception {
        gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1).cut("C-1", 2);
        awaitMonitored("A-1", "A-2", "B-1", "C-1");

        broker.kill();
        long since = System.nanoTime();
        Await.until(
                "a time-out has passed",
                PATIENCE,
                () -> System.nanoTime() - since > TIME_OUT.multipliedBy(2).toNanos());
        broker.startAgain();

        assertOnlyTheOneThatReallyStopsIsSilent();
    }

    @Test
    void aJobThatFailsBecauseKafkaIsAwayTakesNobodyForSilentWhenItGoesOn() throws Exception {
        endTheJob();
        Configuration restarting = flink();
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1_000);
        restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        // So that nothing but the coordinator can know of the outage.
        restarting.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofHours(1));
        submit(null, restarting, Map.of("request.timeout.ms", "2500", "delivery.timeout.ms", "4000"));
        gateway.cut("A-1", 0).cut("A-2", 0).cut("B-1", 1).cut("C-1", 2);
        awaitMonitored("A-1", "A-2", "B-1", "C-1");

        broker.standStill();
        JobID running = Objects.requireNonNull(job);
        Await.until(
                "the job has failed",
                PATIENCE,
                () -> cluster.getJobStatus(running).get() == JobStatus.RESTARTING);
        long since = System.nanoTime();
        Await.until("a time-out has passed", PATIENCE, () -> System.nanoTime() - since > TIME_OUT.toNanos());
        broker.goOn();

        assertOnlyTheOneThatReallyStopsIsSilent();
    }

    private void assertOnlyTheOneThatReallyStopsIsSilent() {
        long given = gateway.given();
        Await.until("what had to wait is delivered", PATIENCE, () -> gateway.delivered() > given);
        gateway.silence("A-2");
        awaitSilent("A-2");
        awaitOutages();

        for (String machineId : List.of("A-1", "B-1", "C-1")) {
            assertThat(episodes(machineId)).as(machineId).isEmpty();
        }
        assertThat(episodes("A-2")).extracting(EpisodeEvent::state).containsExactly(EpisodeState.OPENED);
        Map<Integer, Outages> outages = outages();
        assertThat(outages).containsOnlyKeys(0, 1, 2);
        assertLikeAReplay(outages, "A-1", "A-2", "B-1", "C-1");
        assertThat(replay(Map.of()).recommendations("A-1"))
                .as("without knowing of the outage")
                .extracting(Recommendation::monitoring)
                .contains(Monitoring.SILENT);
    }

    @Test
    void anIdleMachineThatIsNotHeardIsOfflineAndAPartitionThatWakesHarmsNobody() {
        gateway.cut("A-1", 0).wait("B-1", 1);
        awaitMonitored("A-1");
        Await.until("the idle machine is seen", PATIENCE, () -> newest("B-1") == Monitoring.IDLE);

        gateway.silence("B-1");
        Await.until("it is offline", PATIENCE, () -> newest("B-1") == Monitoring.OFFLINE);
        gateway.cut("D-1", 3);
        awaitMonitored("D-1");
        gateway.silence("D-1");
        awaitSilent("D-1");

        assertThat(episodes("B-1")).isEmpty();
        assertThat(episodes("A-1")).isEmpty();
        assertFoundInTime("D-1", 1);
    }

    @Test
    void tenMinutesWithoutTheJobMakeNobodySilentWhoWasHeardInThem() throws Exception {
        long begin = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        sendRecorded(begin, 0, 60);
        awaitMonitored("A-1", "B-1");
        Await.until("all of it is judged", PATIENCE, () -> newestHealth("A-1") >= begin + 50_000);
        JobID running = Objects.requireNonNull(job);
        String savepoint = cluster.stopWithSavepoint(
                        running, folder.resolve("savepoints").toString(), false, SavepointFormatType.CANONICAL)
                .get();
        Await.until(
                "the job has ended",
                PATIENCE,
                () -> cluster.getJobStatus(running).get() == JobStatus.FINISHED);

        sendRecorded(begin, 60, 660);
        submit(savepoint, flink(), Map.of());
        Await.until(
                "it has caught up",
                PATIENCE,
                () -> newestHealth("A-1") >= begin + 650_000 && newestHealth("B-1") >= begin + 650_000);

        assertThat(silentSince("A-1")).isEmpty();
        assertThat(silentSince("B-1")).containsExactly(begin + 200_000 + PATIENT_GRINDING.silenceAfterMillis());
        assertThat(episodes("B-1"))
                .extracting(EpisodeEvent::state)
                .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
    }

    /** Two machines; one is not heard from second 201 to 399. */
    private void sendRecorded(long begin, int fromSecond, int toSecond) {
        for (int second = fromSecond; second < toSecond; second++) {
            long at = begin + second * 1_000L;
            sendRecorded("A-1", 0, at, second);
            if (second <= 200 || second >= 400) {
                sendRecorded("B-1", 1, at, second);
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // That it arrived is seen by what the job makes of it.
    private void sendRecorded(String machineId, int partition, long at, int second) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topics.name(Topic.TELEMETRY),
                partition,
                machineId.getBytes(StandardCharsets.UTF_8),
                Trial.json(Map.of(
                        "machine_id",
                        machineId,
                        "timestamp",
                        at,
                        "sequence",
                        second,
                        "operation",
                        "patient_grinding",
                        "process_phase",
                        "grind",
                        "wheel_power_w",
                        2_000 + second % 7)));
        record.headers().add("feedhold-arrival", Long.toString(at).getBytes(StandardCharsets.UTF_8));
        producer.send(record);
    }

    // ---- what is seen ----------------------------------------------------------------------------------------------

    private void awaitMonitored(String... machineIds) {
        for (String machineId : machineIds) {
            Await.until(machineId + " is judged", PATIENCE, () -> newest(machineId) == Monitoring.MONITORED);
        }
    }

    private void awaitSilent(String... machineIds) {
        for (String machineId : machineIds) {
            Await.until(machineId + " is silent", PATIENCE, () -> newest(machineId) == Monitoring.SILENT);
            // A reader may see the topic of the recommendation later than that of the health record.
            Await.until("that " + machineId + " is silent is written", PATIENCE, () -> {
                List<Recommendation> written = outputs.refresh().recommendations(machineId);
                return written.get(written.size() - 1).monitoring() == Monitoring.SILENT;
            });
        }
    }

    private @Nullable Monitoring newest(String machineId) {
        List<ConsumerRecord<byte[], byte[]>> health = health(machineId);
        return health.isEmpty()
                ? null
                : MessageCodec.decodeHealth(health.get(health.size() - 1).value())
                        .monitoring();
    }

    private long newestHealth(String machineId) {
        List<ConsumerRecord<byte[], byte[]>> health = health(machineId);
        return health.isEmpty()
                ? Long.MIN_VALUE
                : MessageCodec.decodeHealth(health.get(health.size() - 1).value())
                        .timestamp()
                        .toEpochMilli();
    }

    private List<ConsumerRecord<byte[], byte[]>> health(String machineId) {
        return of(machineId, Topic.HEALTH);
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String machineId, Topic topic) {
        return outputs.refresh().records(topic).stream()
                .filter(each -> OutputTopics.key(each).equals(machineId))
                .toList();
    }

    private List<EpisodeEvent> episodes(String machineId) {
        return of(machineId, Topic.ANOMALIES).stream()
                .map(each -> MessageCodec.decodeEpisodeEvent(each.value()))
                .toList();
    }

    private static List<EpisodeState> openedAndClosed(int times) {
        List<EpisodeState> states = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            states.add(EpisodeState.OPENED);
            states.add(EpisodeState.CLOSED);
        }
        return states;
    }

    private List<Long> silentSince(String machineId) {
        return outputs.recommendations(machineId).stream()
                .filter(each -> each.monitoring() == Monitoring.SILENT)
                .map(each -> each.timestamp().toEpochMilli())
                .toList();
    }

    /** Between the machine's last record and the word that it is silent, both as the broker stamped them. */
    private void assertFoundInTime(String machineId, int silences) {
        List<Long> heard = of(machineId, Topic.TELEMETRY).stream()
                .map(ConsumerRecord::timestamp)
                .toList();
        List<Duration> found = of(machineId, Topic.RECOMMENDATIONS).stream()
                .filter(each -> MessageCodec.decodeRecommendation(each.value()).monitoring() == Monitoring.SILENT)
                .map(each -> {
                    long lastHeard = heard.stream()
                            .filter(arrival -> arrival <= each.timestamp())
                            .max(Long::compare)
                            .orElseThrow();
                    return Duration.ofMillis(each.timestamp() - lastHeard);
                })
                .toList();
        assertThat(found)
                .as(machineId)
                .hasSize(silences)
                .allSatisfy(delay -> assertThat(delay).isBetween(TIME_OUT, LATEST));
    }

    private void awaitOutages() {
        Await.until("each partition that is read tells of the outage", PATIENCE, () -> {
            outputs.refresh();
            return outages().size() == 3;
        });
    }

    private Map<Integer, Outages> outages() {
        Map<Integer, Outages> outages = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Outage> told = outputs.controlEvents(topics.name(Topic.TELEMETRY) + "-" + partition).stream()
                    .map(ControlEvent::outage)
                    .toList();
            if (!told.isEmpty()) {
                outages.put(partition, Outages.of(told));
            }
        }
        return outages;
    }

    /** Recommendations, up to where the recorded log ends: the live one goes on in silence. */
    private void assertLikeAReplay(Map<Integer, Outages> outages, String... machineIds) {
        Trial.Outcome replay = replay(outages);
        for (String machineId : machineIds) {
            List<Recommendation> recorded = replay.recommendations(machineId);
            List<Recommendation> live =
                    outputs.recommendations(machineId).stream().distinct().toList();
            assertThat(live.size() - recorded.size()).as(machineId).isBetween(0, 1);
            assertThat(live.subList(0, recorded.size())).as(machineId).isEqualTo(recorded);
        }
    }

    private Trial.Outcome replay(Map<Integer, Outages> outages) {
        Trial trial = new Trial().model(GRINDING);
        outputs.refresh()
                .records(Topic.TELEMETRY)
                .forEach(each -> trial.record(new RawRecord(
                                each.topic(),
                                each.partition(),
                                each.offset(),
                                each.timestamp(),
                                each.key(),
                                each.value())
                        .after(outages.getOrDefault(each.partition(), Outages.NONE))));
        return trial.run(Duration.ofHours(1).toMillis(), 1);
    }
}
