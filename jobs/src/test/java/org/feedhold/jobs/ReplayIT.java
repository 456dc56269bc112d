package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.jobs.replay.Explanation;
import org.feedhold.jobs.replay.Explanation.Outcome;
import org.feedhold.jobs.replay.Replay;
import org.feedhold.jobs.replay.ReplayException;
import org.feedhold.jobs.replay.ReplaySettings;
import org.feedhold.jobs.replay.ReplaySummary;
import org.feedhold.jobs.replay.Why;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.audit.Difference;
import org.feedhold.kafka.audit.Difference.Side;
import org.feedhold.kafka.audit.RunDiff;
import org.feedhold.kafka.audit.RunLog;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.testing.Await;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit trail on a real broker: what a live job wrote of machines with every fault is replayed, compared and explained,
 * after every topic has been through the broker's compaction.
 */
@Tag("long")
@SuppressWarnings("FutureReturnValueIgnored") // That records arrived is seen by what the job makes of them.
class ReplayIT {

    /** Flink starts once for all. */
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberSlotsPerTaskManager(4)
            .build());

    private static final Topics LIVE = Topics.withDefaultPrefix();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MACHINES = 4;
    private static final int SAMPLES = 300;
    private static final int REPETITIONS = 20;
    private static final String FAULTS = "chatter@46-54,tool_wear@91-108,thermal_drift@137-153,feed_mismatch@174-180,"
            + "sensor_dropout@208-213,broken_tool@222-228,sensor_dropout:silent_machine@250-262";

    private static EmbeddedBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static MonitoringJobConfig config;
    private static List<SimulatedRun> runs;

    /** One after the newest sample: what a live job writes by then does not depend on when it was stopped. */
    private static Instant end;

    @BeforeAll
    static void aLiveJobHasJudgedALogThatHasBeenCompacted(@TempDir Path folder) throws Exception {
        broker = EmbeddedBroker.start(new BrokerSettings(
                folder.resolve("kafka"),
                BrokerSettings.ANY_PORT,
                Map.of("log.cleaner.backoff.ms", "100", "log.retention.check.interval.ms", "200")));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        new TopicSetup(admin, LIVE, new TopicSetup.Settings(2, (short) 1, PATIENCE)).createMissing();
        config = MonitoringJobConfig.of(broker.bootstrapServers(), LIVE);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        write();
        JobClient job = live(folder);
        try (OutputTopics outputs = new OutputTopics(broker.bootstrapServers(), LIVE, Set.of(Topic.HEALTH))) {
            Await.until(
                    "the live job has judged all",
                    PATIENCE,
                    () -> machinesThatLeftTheirProcess(outputs.refresh().records(Topic.HEALTH))
                                    .size()
                            == MACHINES);
        }
        job.cancel().get();
        compactEverything();
    }

    private static Set<String> machinesThatLeftTheirProcess(List<ConsumerRecord<byte[], byte[]>> health) {
        Set<String> machines = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> each : health) {
            if (MessageCodec.decodeHealth(each.value()).operation().equals("warm_down")) {
                machines.add(OutputTopics.key(each));
            }
        }
        return machines;
    }

    private static void write() {
        runs = SimulatedRuns.generate(
                SimulatedRuns.settings(MACHINES, 11)
                        .faults(new FaultPlan.Scripted(FaultScript.parse(FAULTS)))
                        .build(),
                SAMPLES);
        List<SimulatedSample> samples = new ArrayList<>();
        runs.forEach(run -> samples.addAll(run.samples()));
        samples.sort(Comparator.comparingLong(SimulatedSample::timestampMillis));
        long begin = samples.get(0).timestampMillis();
        for (ProcessModel model : ShippedProcessModels.all()) {
            publish(model, begin - 60_000);
        }
        for (SimulatedSample sample : samples) {
            if (sample.telemetry() != null) {
                send(Topic.TELEMETRY, sample.machineId(), sample.telemetry(), sample.timestampMillis());
            }
        }
        long last = samples.get(samples.size() - 1).timestampMillis() + 1_000;
        end = Instant.ofEpochMilli(last + 1);
        for (SimulatedRun run : runs) {
            byte[] over =
                    Trial.json(Map.of("machine_id", run.machineId(), "timestamp", last, "operation", "warm_down"));
            send(Topic.TELEMETRY, run.machineId(), over, last);
        }
        producer.flush();
    }

    private static void publish(ProcessModel model, long arrival) {
        send(Topic.PROCESS_MODELS, model.key(), ProcessModelCodec.toJson(model), arrival);
    }

    private static void send(Topic topic, String key, byte[] value, long arrival) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(LIVE.name(topic), key.getBytes(StandardCharsets.UTF_8), value);
        record.headers().add("feedhold-arrival", Long.toString(arrival).getBytes(StandardCharsets.UTF_8));
        producer.send(record);
    }

    private static JobClient live(Path folder) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        MonitoringJob.define(environment, config);
        return environment.executeAsync("live");
    }

    /** Closes every segment and lets the broker clean at once; tells that it has by the topic that is compacted. */
    private static void compactEverything() throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> eager = new LinkedHashMap<>();
        for (Topic topic : Topic.values()) {
            List<AlterConfigOp> settings = new ArrayList<>();
            Map.of("min.cleanable.dirty.ratio", "0.0", "segment.ms", "100", "max.compaction.lag.ms", "1")
                    .forEach((name, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
            eager.put(new ConfigResource(ConfigResource.Type.TOPIC, LIVE.name(topic)), settings);
        }
        admin.incrementalAlterConfigs(eager).all().get();
        long before = states();
        Await.until("the newest state of each machine alone is left", PATIENCE, () -> {
            // A segment is closed by the next record; this one has no key that anybody reads.
            producer.send(new ProducerRecord<>(
                            LIVE.name(Topic.TWIN_STATE), 0, "nobody".getBytes(StandardCharsets.UTF_8), new byte[] {
                                '{', '}'
                            }))
                    .get();
            producer.send(new ProducerRecord<>(
                            LIVE.name(Topic.TWIN_STATE), 1, "nobody".getBytes(StandardCharsets.UTF_8), new byte[] {
                                '{', '}'
                            }))
                    .get();
            return states() < before / 2;
        });
    }

    private static long states() {
        return read(LIVE, Topic.TWIN_STATE).stream()
                .filter(each -> !OutputTopics.key(each).equals("nobody"))
                .count();
    }

    @AfterAll
    static void stopsEverything() {
        if (producer != null) {
            producer.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    // ---- replay and diff
    // ---------------------------------------------------------------------------------------------

    @Test
    void aReplayGivesWhatTheLiveJobGave() throws Exception {
        Topics to = new Topics("again.");

        ReplaySummary summary = replay(settings(LIVE, to, 0, 2, false));

        RunLog live = log(LIVE);
        assertThat(live.machines()).isEqualTo(MACHINES);
        assertThat(live.recommendations()).isGreaterThan(MACHINES * 10L);
        assertThat(RunDiff.between(live, log(to))).isEmpty();
        assertThat(summary.recommendations()).isGreaterThanOrEqualTo(live.recommendations());
        assertThat(summary.records()).isEqualTo(read(LIVE, Topic.TELEMETRY).size());
    }

    @Test
    void aReplayOfSomeMachinesGivesWhatTheLiveJobGaveOfThem() throws Exception {
        Topics to = new Topics("one.");
        String machine = runs.get(1).machineId();

        replay(new ReplaySettings(
                config, to, 0, end.toEpochMilli(), Duration.ZERO, Set.of(machine), 1, List.of(), false));

        RunLog replayed = log(to);
        assertThat(replayed.machines()).isEqualTo(1);
        assertThat(RunDiff.between(log(LIVE, Set.of(machine)), replayed)).isEmpty();
    }

    @Test
    void aWarmUpWritesNothingButWhatComesAfterIt() throws Exception {
        Topics to = new Topics("afternoon.");
        long from = runs.get(0).samples().get(120).timestampMillis();

        replay(new ReplaySettings(
                config, to, from, end.toEpochMilli(), Duration.ofHours(1), Set.of(), 2, List.of(), false));

        RunLog live = new RunLog(Instant.ofEpochMilli(from), end, Set.of());
        read(LIVE, Topic.RECOMMENDATIONS).forEach(each -> live.add(each.value()));
        read(LIVE, Topic.ANOMALIES).forEach(each -> live.add(each.value()));
        assertThat(RunDiff.between(live, log(to))).isEmpty();
        assertThat(read(to, Topic.HEALTH))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(
                                MessageCodec.decodeHealth(each.value()).timestamp())
                        .isAfterOrEqualTo(Instant.ofEpochMilli(from)));
    }

    @Test
    void aChangedLimitIsWhatTheRunsDifferIn() throws Exception {
        Topics mild = new Topics("mild.");
        ProcessModel shipped = ShippedProcessModels.load("adaptive_cnc_milling");
        String yaml = ShippedProcessModels.yaml("adaptive_cnc_milling");
        ProcessModel other = ProcessModelFile.parse(
                yaml.replaceFirst("version: 1 ", "version: 2 ")
                        .replaceFirst("limits: \\{high: 7\\}", "limits: {high: 70}"),
                "mild.yaml");
        assertThat(other.key()).isEqualTo("adaptive_cnc_milling@2");
        assertThat(other.rules()).isNotEqualTo(shipped.rules());
        Topics source = copyOfLive("trial.", other);

        replay(settings(source, mild, 0, 2, false));

        List<Difference> differences = RunDiff.between(log(LIVE), log(mild));
        assertThat(differences)
                .anySatisfy(each -> {
                    assertThat(each.side()).isEqualTo(Side.ONLY_LEFT);
                    assertThat(each.summary()).isEqualTo("thermal_drift");
                })
                .anySatisfy(each -> {
                    assertThat(each.side()).isEqualTo(Side.BOTH);
                    assertThat(each.fields())
                            .contains(new Difference.Field(
                                    "process_model", "\"adaptive_cnc_milling@1\"", "\"adaptive_cnc_milling@2\""));
                })
                .noneSatisfy(each -> assertThat(each.message()).contains("feed_mismatch"));
    }

    /** The same telemetry, and a model, under another prefix. */
    private static Topics copyOfLive(String prefix, ProcessModel model) throws Exception {
        Topics copy = new Topics(prefix);
        new TopicSetup(admin, copy, new TopicSetup.Settings(3, (short) 1, PATIENCE)).createMissing();
        for (ConsumerRecord<byte[], byte[]> each : read(LIVE, Topic.TELEMETRY)) {
            producer.send(new ProducerRecord<>(
                    copy.name(Topic.TELEMETRY), null, null, each.key(), each.value(), each.headers()));
        }
        ProducerRecord<byte[], byte[]> control = new ProducerRecord<>(
                copy.name(Topic.PROCESS_MODELS),
                model.key().getBytes(StandardCharsets.UTF_8),
                ProcessModelCodec.toJson(model));
        control.headers().add("feedhold-arrival", "0".getBytes(StandardCharsets.UTF_8));
        producer.send(control);
        producer.flush();
        return copy;
    }

    @Test
    void oneLogReplayedTwentyTimesGivesTheSameBytesEachTime() throws Exception {
        Topics to = new Topics("twenty.");
        long begin = runs.get(0).samples().get(0).timestampMillis();
        Map<String, List<String>> first = null;
        Map<String, Integer> seen = new TreeMap<>();
        for (int run = 0; run < REPETITIONS; run++) {
            replay(new ReplaySettings(config, to, 0, begin + 130_000, Duration.ZERO, Set.of(), 2, List.of(), run > 0));

            Map<String, List<String>> written = writtenSince(to, seen);
            if (first == null) {
                first = written;
                assertThat(first.keySet()).anyMatch(each -> each.startsWith("recommendations "));
                assertThat(first.keySet()).anyMatch(each -> each.startsWith("anomalies "));
            }
            assertThat(written).as("run %d", run).isEqualTo(first);
        }
    }

    /** By topic and machine, what has been written since the last time, in order. */
    private static Map<String, List<String>> writtenSince(Topics topics, Map<String, Integer> seen) {
        Map<String, List<String>> written = new TreeMap<>();
        for (Topic topic : List.of(Topic.RECOMMENDATIONS, Topic.ANOMALIES, Topic.HEALTH, Topic.DEAD_LETTERS)) {
            Map<String, List<String>> byKey = new TreeMap<>();
            for (ConsumerRecord<byte[], byte[]> each : read(topics, topic)) {
                byKey.computeIfAbsent(topic.topicName() + ' ' + OutputTopics.key(each), key -> new ArrayList<>())
                        .add(new String(each.value(), StandardCharsets.UTF_8));
            }
            byKey.forEach((key, values) -> {
                written.put(key, List.copyOf(values.subList(seen.getOrDefault(key, 0), values.size())));
                seen.put(key, values.size());
            });
        }
        return written;
    }

    // ---- why
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void aRecommendationOfEachCodeIsExplainedFromTheLog() throws Exception {
        Set<String> explained = new HashSet<>();
        String machine = runs.get(0).machineId();
        for (ConsumerRecord<byte[], byte[]> each : read(LIVE, Topic.RECOMMENDATIONS)) {
            Recommendation recommendation = MessageCodec.decodeRecommendation(each.value());
            boolean isNew = recommendation.machineId().equals(machine)
                    && recommendation.findings().stream().anyMatch(finding -> !explained.contains(code(finding)));
            if (isNew) {
                Explanation explanation = Why.explain(config, recommendation, each.timestamp(), null, 2);

                assertThat(explanation.isConfirmed()).isTrue();
                assertThat(explanation.isSame()).isTrue();
                assertThat(explanation.previous().decision()).isEqualTo(recommendation.previousDecision());
                assertThat(explanation.gate().reasons().isEmpty()).isEqualTo(recommendation.parameterChangeAllowed());
                assertThat(explanation.findings()).hasSameSizeAs(recommendation.findings());
                explanation.findings().forEach(ReplayIT::assertExplained);
                recommendation.findings().forEach(finding -> explained.add(code(finding)));
            }
        }
        assertThat(explained)
                .contains(
                        "chatter_risk",
                        "tool_wear",
                        "thermal_drift",
                        "feed_mismatch",
                        "sensor_dropout",
                        "load_low",
                        "sensor_dropout by silence");
    }

    private static String code(Finding finding) {
        return finding.rule().startsWith("silence_after") ? finding.code() + " by silence" : finding.code();
    }

    private static void assertExplained(Explanation.OfFinding of) {
        assertThat(of.rule()).as(of.finding().rule()).isNotNull();
        assertThat(of.sustained())
                .as(of.finding().rule())
                .isNotNull()
                .isAfterOrEqualTo(of.finding().since());
        if (!of.finding().rule().startsWith("silence_after")) {
            assertThat(of.steps()).as(of.finding().rule()).first().satisfies(step -> {
                assertThat(step.timestamp()).isEqualTo(of.finding().since());
                assertThat(step.hits()).isEqualTo(1);
                assertThat(step.hitsNeeded()).isPositive();
            });
            assertThat(of.steps().stream()
                            .filter(step -> step.outcome() == Outcome.BREACH || step.outcome() == Outcome.SUSTAINED)
                            .map(Explanation.Step::timestamp)
                            .distinct())
                    .as(of.finding().rule())
                    .hasSize(of.finding().samples());
        }
    }

    @Test
    void aRecommendationThatTheLogDoesNotGiveIsToldToBeWrong() throws Exception {
        ConsumerRecord<byte[], byte[]> record =
                read(LIVE, Topic.RECOMMENDATIONS).get(3);
        String forged = new String(record.value(), StandardCharsets.UTF_8)
                .replaceFirst("\"id\":\"[A-Z2-7]+\"", "\"id\":\"FORGED\"");

        Explanation explanation = Why.explain(
                config,
                MessageCodec.decodeRecommendation(forged.getBytes(StandardCharsets.UTF_8)),
                record.timestamp(),
                null,
                2);

        assertThat(explanation.isConfirmed()).isFalse();
        assertThat(explanation.again()).isNotNull();
    }

    // ---- what is refused
    // ----------------------------------------------------------------------------------------------

    @Test
    void topicsWithResultsAreNotWrittenUnlessAskedFor() throws Exception {
        Topics to = new Topics("twice.");
        replay(settings(LIVE, to, 0, 1, false));

        assertThatThrownBy(() -> replay(settings(LIVE, to, 0, 1, false)))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("twice.recommendations holds records already")
                .hasMessageContaining("--append");

        replay(settings(LIVE, to, 0, 1, true));
        RunLog both = log(to);
        assertThat(both.repeats()).isEqualTo(both.recommendations() + both.episodes());
        assertThat(both.contradictions()).isZero();
    }

    @Test
    void anEmptySpanIsToldWithTheTopic() {
        ReplaySettings settings =
                new ReplaySettings(config, new Topics("empty."), 1, 2, Duration.ZERO, Set.of(), 1, List.of(), false);

        assertThatThrownBy(() -> replay(settings))
                .isInstanceOf(ReplayException.class)
                .hasMessageContaining("feedhold.telemetry holds no record that arrived from");
    }

    // ---- help
    // -----------------------------------------------------------------------------------------------------------

    private static ReplaySettings settings(Topics from, Topics to, long begin, int parallelism, boolean append) {
        return new ReplaySettings(
                config.withTopics(from),
                to,
                begin,
                end.toEpochMilli(),
                Duration.ZERO,
                Set.of(),
                parallelism,
                List.of(),
                append);
    }

    private static ReplaySummary replay(ReplaySettings settings) throws Exception {
        try (Replay replay = Replay.start(settings)) {
            assertThat(replay.await(PATIENCE)).as("the replay has ended").isTrue();
            return replay.summary();
        }
    }

    private static RunLog log(Topics topics) {
        return log(topics, Set.of());
    }

    private static RunLog log(Topics topics, Set<String> machines) {
        RunLog log = new RunLog(Instant.EPOCH, end, machines);
        read(topics, Topic.RECOMMENDATIONS).forEach(each -> log.add(each.value()));
        read(topics, Topic.ANOMALIES).forEach(each -> log.add(each.value()));
        return log;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Topics topics, Topic topic) {
        try (OutputTopics all = new OutputTopics(broker.bootstrapServers(), topics, Set.of(topic))) {
            return all.readToEnd().records(topic);
        }
    }
}
