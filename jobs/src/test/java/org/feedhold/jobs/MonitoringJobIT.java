package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.jobs.MalformedRecords.Malformed;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.testing.Await;
import org.feedhold.testing.MessageSchema;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.feedhold.twin.status.Heartbeat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real job on a real broker: one run, in which everything happens that a day brings. Nothing restarts it: the first
 * failure would end it.
 */
class MonitoringJobIT {

    private static final Topics TOPICS = Topics.withDefaultPrefix();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RUNS = 12;
    private static final int SAMPLES = 240;
    private static final int MALFORMED = 500;
    private static final long INTERVAL = 2_000;
    private static final String LATE_REASON = "late";

    private static final String GRINDING = """
            schema: feedhold.process_model/v1
            name: grinding
            version: 1
            effective_from: 2020-01-01T00:00:00Z
            applies_to: {operation: grinding}
            signals:
              wheel_power_w: {unit: W, range: [0, 9000], required: true}
            phases:
              grind: {limits: {wheel_power_w: {high: 4000}}}
            rules:
              wheel_loaded: {signal: wheel_power_w, high: human_review, hits: 1, of: 1, required_check: Look at the wheel.}
            """;

    private static Instant begun;
    private static EmbeddedBroker broker;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;
    private static MiniCluster cluster;
    private static JobID job;
    private static OutputTopics outputs;
    private static List<SimulatedRun> runs;
    private static final List<Future<RecordMetadata>> SENT = new ArrayList<>();
    /** Unusable records by where they lie. */
    private static final Map<String, Malformed> MALFORMED_BY_PLACE = new HashMap<>();

    @BeforeAll
    static void runsTheJobThroughADay(@TempDir Path folder) throws Exception {
        begun = Instant.now();
        broker = EmbeddedBroker.start(BrokerSettings.in(folder.resolve("kafka")));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        new TopicSetup(admin, TOPICS, new TopicSetup.Settings(3, (short) 1, PATIENCE)).createMissing();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        for (ProcessModel model : ShippedProcessModels.all()) {
            publish(model);
        }
        publish(release("REVIEWED", null));
        producer.flush();
        submit(folder);
        outputs = new OutputTopics(broker.bootstrapServers(), TOPICS, EnumSet.allOf(Topic.class));

        produceSamplesAmongMalformedRecords();
        refuseBadControlRecords();
        publishAModelWhileTheJobRuns();
        approveAPartWhileItIsCut();
        for (Future<RecordMetadata> each : SENT) {
            each.get();
        }
        Await.until("every machine has fallen silent", PATIENCE, () -> {
            outputs.refresh();
            return runs.stream().allMatch(run -> {
                List<Recommendation> written = outputs.recommendations(run.machineId());
                return !written.isEmpty() && written.get(written.size() - 1).monitoring() == Monitoring.SILENT;
            });
        });
        Await.until(
                "every unusable record has become a dead letter",
                PATIENCE,
                () -> outputs.refresh().deadLetters().count() >= MALFORMED_BY_PLACE.size() + REFUSED);
    }

    private static void submit(Path folder) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        flink.set(CoreOptions.TMP_DIRS, folder.resolve("flink").toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(2)
                .withRandomPorts()
                .build());
        cluster.start();
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(flink);
        MonitoringJob.define(environment, MonitoringJobConfig.of(broker.bootstrapServers(), TOPICS));
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        job = cluster.submitJob(graph).get().getJobID();
    }

    @AfterAll
    static void stopsEverything() throws Exception {
        if (outputs != null) {
            outputs.close();
        }
        if (cluster != null) {
            cluster.close();
        }
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

    // ---- what happens ---------------------------------------------------------------------------------------------

    private static void produceSamplesAmongMalformedRecords() throws Exception {
        runs = SimulatedRuns.generate(
                SimulatedRuns.settings(RUNS, 11)
                        .faults(new FaultPlan.Scripted(FaultScript.parse(
                                "chatter@46-54,tool_wear@91-108,thermal_drift@137-153,feed_mismatch@174-180,"
                                        + "sensor_dropout:nan@208-213,broken_tool@222-228")))
                        .build(),
                SAMPLES);
        List<Malformed> malformed = new ArrayList<>(MalformedRecords.draw(MALFORMED, 12));
        List<Malformed> unusable = new ArrayList<>();
        List<Future<RecordMetadata>> places = new ArrayList<>();
        for (int n = 0; n < SAMPLES; n++) {
            for (SimulatedRun run : runs) {
                send(Topic.TELEMETRY, run.machineId(), run.samples().get(n).telemetry());
            }
            for (int i = 0; i < 3 && !malformed.isEmpty(); i++) {
                Malformed one = malformed.remove(0);
                // Among the samples of a machine, so that it would be harmed if anybody were.
                unusable.add(one);
                places.add(produce(Topic.TELEMETRY, runs.get(i).machineId(), one.value()));
            }
        }
        for (SimulatedRun run : runs) {
            SimulatedSample first = run.samples().get(0);
            Map<String, Object> late = Map.of(
                    "machine_id",
                    run.machineId(),
                    "timestamp",
                    first.timestampMillis() - 3_600_000,
                    "operation",
                    "adaptive_cnc_milling");
            unusable.add(new Malformed(Trial.json(late), LATE_REASON));
            places.add(produce(Topic.TELEMETRY, run.machineId(), Trial.json(late)));
        }
        assertThat(malformed).isEmpty();
        for (int i = 0; i < unusable.size(); i++) {
            RecordMetadata place = places.get(i).get();
            MALFORMED_BY_PLACE.put(place.partition() + "/" + place.offset(), unusable.get(i));
        }
    }

    /** Number of control records that are refused. */
    private static final int REFUSED = 3;

    private static void refuseBadControlRecords() {
        ProcessModel milling = ShippedProcessModels.load("adaptive_cnc_milling");
        ProcessModel other = ProcessModelFile.parse(
                ShippedProcessModels.yaml("adaptive_cnc_milling").replace("silence_after: 10s", "silence_after: 30s"),
                "other.yaml");
        send(Topic.PROCESS_MODELS, milling.key(), ProcessModelCodec.toJson(other));
        send(Topic.PROCESS_MODELS, "broken@1", "{\"schema\": 7}".getBytes(StandardCharsets.UTF_8));
        send(Topic.RELEASES, "nobody/nothing", Trial.json(Map.of("decision", "release_to_build")));
    }

    private static void publishAModelWhileTheJobRuns() {
        long before = Instant.now().toEpochMilli();
        send(Topic.TELEMETRY, "GRINDER", grinding("GRINDER", before, 5000));
        Await.until(
                "a machine without a model is seen",
                PATIENCE,
                () -> outputs.refresh().records(Topic.HEALTH).stream()
                        .anyMatch(each -> OutputTopics.key(each).equals("GRINDER")));
        publish(ProcessModelFile.parse(GRINDING, "grinding.yaml"));
        awaitWhileCutting(
                "the model published meanwhile counts",
                "GRINDER",
                timestamp -> grinding("GRINDER", timestamp, 5000),
                Decision.HUMAN_REVIEW);
    }

    private static void approveAPartWhileItIsCut() {
        awaitWhileCutting(
                "the part waits for its review",
                "REVIEWED",
                timestamp -> milling("REVIEWED", timestamp),
                Decision.HUMAN_REVIEW);
        publish(release("REVIEWED", "J. Ortiz"));
        awaitWhileCutting(
                "the part has been approved",
                "REVIEWED",
                timestamp -> milling("REVIEWED", timestamp),
                Decision.PROCEED);
    }

    private interface SampleAt {
        byte[] at(long timestamp);
    }

    private static void awaitWhileCutting(String what, String machineId, SampleAt sample, Decision decision) {
        Await.until(what, PATIENCE, () -> {
            send(Topic.TELEMETRY, machineId, sample.at(Instant.now().toEpochMilli()));
            List<Recommendation> written = outputs.refresh().recommendations(machineId);
            return !written.isEmpty() && written.get(written.size() - 1).decision() == decision;
        });
    }

    private static byte[] grinding(String machineId, long timestamp, double power) {
        return Trial.json(Map.of(
                "machine_id", machineId,
                "timestamp", timestamp,
                "operation", "grinding",
                "process_phase", "grind",
                "wheel_power_w", power));
    }

    private static byte[] milling(String machineId, long timestamp) {
        double wave = 0.1 * Math.sin((double) timestamp);
        return Trial.json(Map.of(
                "machine_id",
                machineId,
                "timestamp",
                timestamp,
                "operation",
                "adaptive_cnc_milling",
                "process_phase",
                "roughing",
                "part_id",
                "BRACKET-1",
                "spindle_load_pct",
                62 + wave,
                "vibration_rms",
                0.42 + 0.1 * wave,
                "temperature_c",
                43 + wave,
                "feed_rate_mm_min",
                820 + wave));
    }

    private static Release release(String machineId, @Nullable String approvedBy) {
        return new Release(
                machineId,
                "BRACKET-1",
                "adaptive_cnc_milling",
                ReleaseDecision.NEEDS_ENGINEERING_REVIEW,
                approvedBy,
                "First part from a new casting.",
                List.of());
    }

    private static void publish(ProcessModel model) {
        send(Topic.PROCESS_MODELS, model.key(), ProcessModelCodec.toJson(model));
    }

    private static void publish(Release release) {
        send(Topic.RELEASES, ReleaseCodec.key(release), ReleaseCodec.encode(release, null));
    }

    private static void send(Topic topic, String key, byte @Nullable [] value) {
        SENT.add(produce(topic, key, value));
    }

    private static Future<RecordMetadata> produce(Topic topic, String key, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(TOPICS.name(topic), key.getBytes(StandardCharsets.UTF_8), value));
    }

    // ---- what comes out ---------------------------------------------------------------------------------------------

    @Test
    void theJobStillRunsAndItsCheckpointsComplete() throws Exception {
        assertThat(cluster.getJobStatus(job).get()).isEqualTo(JobStatus.RUNNING);
        Await.until("all telemetry has been read and checkpointed", PATIENCE, () -> {
            long committed =
                    admin.listConsumerGroupOffsets("feedhold").partitionsToOffsetAndMetadata().get().values().stream()
                            .filter(Objects::nonNull)
                            .mapToLong(offset -> offset.offset())
                            .sum();
            return committed == outputs.refresh().records(Topic.TELEMETRY).size();
        });
    }

    @Test
    void everyMachineGetsWhatABacktestOfTheSameLogGives() {
        Trial trial = Trial.withShippedModels();
        Set<String> machines = runs.stream().map(SimulatedRun::machineId).collect(Collectors.toSet());
        outputs.records(Topic.TELEMETRY).stream()
                .filter(each -> machines.contains(OutputTopics.key(each)))
                .filter(each -> !MALFORMED_BY_PLACE.containsKey(each.partition() + "/" + each.offset()))
                .forEach(each -> trial.record(OutputTopics.key(each), each.timestamp(), each.value()));

        Outcome backtest = trial.run(3_600_000, 1);

        for (String machineId : machines) {
            List<Recommendation> live = outputs.recommendations(machineId);
            List<Recommendation> recorded = backtest.recommendations(machineId);
            // The log of the backtest ends with the last record; the live one goes on in silence.
            assertThat(live).as(machineId).hasSize(recorded.size() + 1);
            assertThat(live.subList(0, recorded.size())).as(machineId).isEqualTo(recorded);
        }
    }

    @Test
    void everyFaultIsAnswered() {
        for (SimulatedRun run : runs) {
            List<Recommendation> written = outputs.recommendations(run.machineId());
            assertThat(written).allMatch(Recommendation::simulated);
            assertThat(written.stream()
                            .flatMap(each -> each.findings().stream())
                            .map(Finding::code))
                    .as(run.machineId())
                    .contains(
                            "chatter_risk",
                            "tool_wear",
                            "thermal_drift",
                            "feed_mismatch",
                            "sensor_dropout",
                            "load_low");
        }
    }

    @Test
    void aSilentMachineIsReportedWithoutAFurtherRecord() {
        for (SimulatedRun run : runs) {
            List<Recommendation> written = outputs.recommendations(run.machineId());
            Recommendation newest = written.get(written.size() - 1);
            long lastHeard = run.samples().get(SAMPLES - 1).timestampMillis();
            assertThat(newest.decision()).isEqualTo(Decision.DO_NOT_PROCEED);
            assertThat(newest.timestamp().toEpochMilli()).isEqualTo(lastHeard + 5 * INTERVAL);
        }
    }

    @Test
    void theTwinStateIsTheNewestRecommendationOfEachMachine() {
        Map<String, byte[]> newest = new HashMap<>();
        outputs.records(Topic.RECOMMENDATIONS).forEach(each -> newest.put(OutputTopics.key(each), each.value()));
        Map<String, byte[]> state = new HashMap<>();
        outputs.records(Topic.TWIN_STATE).forEach(each -> state.put(OutputTopics.key(each), each.value()));

        assertThat(state).containsExactlyInAnyOrderEntriesOf(newest);
    }

    @Test
    void everyUnusableRecordBecomesADeadLetterByteForByteWithItsReason() {
        Map<String, DeadLetter> letters = outputs.deadLetters()
                .filter(letter -> letter.sourceTopic().equals(TOPICS.name(Topic.TELEMETRY)))
                .collect(Collectors.toMap(letter -> letter.sourcePartition() + "/" + letter.sourceOffset(), l -> l));

        assertThat(letters.keySet()).isEqualTo(MALFORMED_BY_PLACE.keySet());
        MALFORMED_BY_PLACE.forEach((place, malformed) -> {
            DeadLetter letter = letters.get(place);
            assertThat(letter.value()).as("%s", letter).isEqualTo(malformed.value());
            assertThat(letter.reason()).as(letter.detail()).isEqualTo(malformed.reason());
            assertThat(letter.detail()).isNotBlank();
            assertThat(runs)
                    .extracting(SimulatedRun::machineId)
                    .contains(new String(letter.key(), StandardCharsets.UTF_8));
        });
    }

    @Test
    void aModelPublishedWhileTheJobRunsCountsWithoutARestart() {
        List<Recommendation> written = outputs.recommendations("GRINDER");

        assertThat(written.get(0).previousDecision()).isNull();
        assertThat(written.get(0).processModel()).isEqualTo("grinding@1");
        assertThat(outputs.controlEvents("grinding@1")).singleElement().satisfies(event -> {
            assertThat(event.applied()).isTrue();
            assertThat(event.what()).isEqualTo("process_model");
            assertThat(event.at()).as("not before every twin knows it").isAfter(begun.plusSeconds(2));
            assertThat(event.reason()).isNull();
        });
        assertThat(outputs.controlEvents("adaptive_cnc_milling@1"))
                .filteredOn(ControlEvent::applied)
                .hasSize(1);
    }

    @Test
    void aBadModelIsRefusedWithItsReasonAndKeptAsADeadLetter() {
        assertRefused("adaptive_cnc_milling@1", "taken by other content");
        assertRefused("broken@1", "schema");
        assertRefused("nobody/nothing", "machine_id");
        assertThat(outputs.recommendations(runs.get(0).machineId()))
                .extracting(Recommendation::processModel)
                .containsOnly("adaptive_cnc_milling@1");
    }

    private static void assertRefused(String key, String reason) {
        assertThat(outputs.controlEvents(key))
                .filteredOn(event -> !event.applied())
                .singleElement()
                .satisfies(event -> assertThat(event.reason()).contains(reason));
        assertThat(outputs.deadLetters())
                .filteredOn(
                        letter -> letter.key() != null && key.equals(new String(letter.key(), StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.reason()).startsWith("refused_");
                    assertThat(letter.detail()).contains(reason);
                    assertThat(letter.value()).isNotNull();
                });
    }

    @Test
    void anApprovalCountsForThePartInTheMachine() {
        assertThat(outputs.recommendations("REVIEWED"))
                .extracting(Recommendation::decision)
                .startsWith(Decision.HUMAN_REVIEW, Decision.PROCEED);
    }

    @Test
    void everyOutputHasTheFieldsOfTheContractUnderItsKey() throws Exception {
        for (ConsumerRecord<byte[], byte[]> each : outputs.records(Topic.RECOMMENDATIONS)) {
            JsonNode tree = Json.json().readTree(each.value());
            assertFields(
                    tree,
                    "schema,id,machine_id,part_id,work_order,operation,process_phase,timestamp,monitoring,decision,"
                            + "previous_decision,basis,applies_to,actions,required_checks,rationale,evidence_strength,"
                            + "confidence,data_trusted,parameter_change_allowed,not_evaluated,findings,open_checks,"
                            + "health_score,quality_risk,process_model,quality_model,simulated");
            assertThat(tree.get("schema").asText()).isEqualTo("feedhold.recommendation/1");
            tree.get("actions").forEach(action -> assertFields(action, "code,text"));
            tree.get("required_checks").forEach(check -> assertFields(check, "code,text"));
            tree.get("findings")
                    .forEach(finding -> assertFields(
                            finding,
                            "code,episode_id,severity,priority,alarm_state,since,signal,value,unit,expected,limit,"
                                    + "z_score,samples,caused_by,rule"));
            tree.get("open_checks")
                    .forEach(check -> assertFields(check, "episode_id,code,part_id,required_check,since"));
            assertKeyAndTime(each, tree);
        }
        for (ConsumerRecord<byte[], byte[]> each : outputs.records(Topic.HEALTH)) {
            JsonNode tree = Json.json().readTree(each.value());
            assertFields(
                    tree,
                    "schema,machine_id,timestamp,monitoring,execution,part_id,operation,process_phase,tool_id,"
                            + "health_score,severity,decision,signals,active_codes,data_trusted,"
                            + "parameter_change_allowed,quality_risk,remaining_tool_life");
            assertThat(tree.get("schema").asText()).isEqualTo("feedhold.health/1");
            tree.get("signals")
                    .forEach(signal ->
                            assertFields(signal, "value,unit,expected,residual,z_score,limit_low,limit_high,quality"));
            assertKeyAndTime(each, tree);
            assertThat(MessageCodec.decodeHealth(each.value()).machineId()).isEqualTo(OutputTopics.key(each));
        }
        for (ConsumerRecord<byte[], byte[]> each : outputs.records(Topic.ANOMALIES)) {
            JsonNode tree = Json.json().readTree(each.value());
            EpisodeEvent episode = MessageCodec.decodeEpisodeEvent(each.value());
            if (episode == null) {
                assertFields(tree, "schema,type,what,key,at,reason");
                continue;
            }
            assertFields(
                    tree,
                    "schema,type,closed_by,episode_id,machine_id,code,state,severity,start,end,duration_ms,samples,"
                            + "peak,caused_by,operation,process_phase,part_id,tool_id,rule");
            assertFields(tree.get("peak"), "signal,value,unit,limit,z_score");
            assertKeyAndTime(each, tree);
        }
    }

    private static void assertFields(JsonNode tree, String names) {
        assertThat(tree.fieldNames()).toIterable().contains(names.split(","));
    }

    private static void assertKeyAndTime(ConsumerRecord<byte[], byte[]> kafka, JsonNode tree) {
        assertThat(OutputTopics.key(kafka)).isEqualTo(tree.get("machine_id").asText());
        assertThat(tree.get("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    }

    @Test
    void everyRecordIsStampedByTheBroker() {
        for (Topic topic :
                List.of(Topic.RECOMMENDATIONS, Topic.TWIN_STATE, Topic.ANOMALIES, Topic.HEALTH, Topic.DEAD_LETTERS)) {
            assertThat(outputs.records(topic)).as(topic.name()).isNotEmpty().allSatisfy(each -> {
                assertThat(each.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
                assertThat(Instant.ofEpochMilli(each.timestamp())).isAfterOrEqualTo(begun.minusMillis(1));
            });
        }
    }

    @Test
    void theJobSaysThatItLivesAndHowFarItIs() {
        List<Heartbeat> heartbeats = outputs.records(Topic.JOB_STATUS).stream()
                .filter(each -> OutputTopics.key(each).equals("feedhold"))
                .map(each -> MessageCodec.decodeHeartbeat(each.value()))
                .toList();

        assertThat(heartbeats).hasSizeGreaterThan(1).allSatisfy(status -> {
            assertThat(status.version()).isNotBlank();
            assertThat(status.start()).isAfterOrEqualTo(begun).isBeforeOrEqualTo(status.timestamp());
            assertThat(status.delivery()).isEqualTo("at-least-once");
        });
        assertThat(heartbeats).extracting(Heartbeat::timestamp).isSorted();
        Heartbeat newest = heartbeats.get(heartbeats.size() - 1);
        assertThat(newest.checkpointId()).isPositive();
        assertThat(newest.checkpointAt()).isBeforeOrEqualTo(newest.timestamp());
        assertThat(newest.lagSeconds()).isBetween(0.0, (double) PATIENCE.toSeconds());
    }

    @Test
    void everyRecordHasTheDocumentedShape() {
        assertShape(Topic.RECOMMENDATIONS, "recommendation");
        assertShape(Topic.TWIN_STATE, "recommendation");
        assertShape(Topic.ANOMALIES, "anomaly");
        assertThat(assertShape(Topic.JOB_STATUS, "job-status").neverSeen()).isEmpty();
    }

    private static MessageSchema assertShape(Topic topic, String schema) {
        MessageSchema documented = MessageSchema.of(schema);
        assertThat(outputs.records(topic))
                .as(topic.name())
                .allSatisfy(
                        each -> assertThat(documented.problems(each.value())).isEmpty());
        return documented;
    }

    @Test
    void noRecordIsRepeatedWithoutAFailure() {
        assertThat(outputs.records(Topic.RECOMMENDATIONS).stream()
                        .map(each ->
                                MessageCodec.decodeRecommendation(each.value()).id()))
                .doesNotHaveDuplicates();
    }
}
