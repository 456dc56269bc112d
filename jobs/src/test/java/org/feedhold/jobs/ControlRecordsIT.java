package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.testing.Await;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and releases count for the same records in every run, and none is missing at a start or a restore. */
class ControlRecordsIT {

    private static final String MILLING = "adaptive_cnc_milling";
    private static final List<String> MACHINES = SimulationSettings.numberedIds("LIVE-", 10, 2);
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MANY = 5_000;

    /** The model of one machine; its name and the machine's are replaced. */
    private static final String GRINDING = """
            schema: feedhold.process_model/v1
            name: template
            version: 1
            effective_from: 2020-01-01T00:00:00Z
            applies_to: {operation: grinding, machines: [TEMPLATE]}
            silence_after: 1h
            signals:
              wheel_power_w: {unit: W, range: [0, 9000], required: true}
            phases:
              grind: {limits: {wheel_power_w: {high: 4000}}}
            rules:
              wheel_loaded: {signal: wheel_power_w, high: human_review, hits: 1, of: 1, required_check: Look at the wheel.}
            """;

    private static Installation installation;

    @BeforeAll
    static void startsBrokerAndCluster(@TempDir Path folder) throws Exception {
        installation = Installation.in(folder);
    }

    @AfterAll
    static void stopsEverything() throws Exception {
        installation.close();
    }

    @AfterEach
    void endsTheJobs() throws Exception {
        installation.cancelAll();
    }

    @Tag("long")
    @Test
    void aModelAndReleasesThatArePublishedWhileMachinesCutCountTheSameInAReplay() throws Exception {
        Topics live = installation.topics("live.", 3);
        for (ProcessModel model : ShippedProcessModels.all()) {
            publish(live, model);
        }
        installation.flush();
        installation.start(live, 2, null);
        Map<String, Long> newest = new HashMap<>();
        try (OutputTopics written = installation.read(live, EnumSet.of(Topic.ANOMALIES))) {
            cut(live, 15, newest);
            publish(live, stricter());
            publish(live, review(MACHINES.get(1), null));
            cut(live, 5, newest);
            awaitApplied(written, MILLING + "@2", 1);
            awaitApplied(written, MACHINES.get(1) + "/BRACKET-1", 1);
            cut(live, 15, newest);
            publish(live, review(MACHINES.get(1), "J. Ortiz"));
            cut(live, 5, newest);
            awaitApplied(written, MACHINES.get(1) + "/BRACKET-1", 2);
            cut(live, 20, newest);
        }
        installation.flush();

        Results first = results(live, newest);
        installation.cancelAll();

        Topics replayed = installation.topics("replayed.", 1);
        copy(live, replayed);
        installation.start(replayed, 4, null);

        Results second = results(replayed, newest);
        second.assertSameAs(first.byMachine());
        assertThat(recommendations(live, MACHINES.get(0)))
                .extracting(Recommendation::processModel)
                .contains(MILLING + "@1", MILLING + "@2");
        assertThat(recommendations(live, MACHINES.get(1)))
                .anySatisfy(each -> assertThat(each.findings())
                        .extracting(finding -> finding.code())
                        .contains("not_released"));
    }

    /** Every machine sends a sample each tick. */
    private static void cut(Topics topics, int ticks, Map<String, Long> newest) {
        for (int i = 0; i < ticks; i++) {
            long now = Instant.now().toEpochMilli();
            for (String machineId : MACHINES) {
                long number = newest.getOrDefault(machineId + '#', 0L) + 1;
                newest.put(machineId + '#', number);
                newest.put(machineId, now);
                installation.send(topics.name(Topic.TELEMETRY), machineId, sample(machineId, now, number), null);
            }
            LockSupport.parkNanos(TICK);
        }
    }

    private static byte[] sample(String machineId, long timestamp, long number) {
        double wave = 0.1 * Math.sin((double) number);
        return Trial.json(Map.ofEntries(
                Map.entry("machine_id", machineId),
                Map.entry("timestamp", timestamp),
                Map.entry("sequence", number),
                Map.entry("operation", MILLING),
                Map.entry("process_phase", "roughing"),
                Map.entry("part_id", "BRACKET-1"),
                Map.entry("spindle_load_pct", 62 + wave),
                Map.entry("vibration_rms", 0.6 + 0.1 * wave),
                Map.entry("temperature_c", 43 + wave),
                Map.entry("feed_rate_mm_min", 820 + wave)));
    }

    private static ProcessModel stricter() {
        String yaml = ShippedProcessModels.yaml(MILLING);
        String stricter = yaml.replaceFirst("version: 1", "version: 2").replace("{high: 0.82", "{high: 0.5");
        assertThat(stricter).contains("high: 0.5").contains("version: 2");
        return ProcessModelFile.parse(stricter, "stricter.yaml");
    }

    private static Release review(String machineId, @Nullable String approvedBy) {
        return new Release(
                machineId,
                "BRACKET-1",
                MILLING,
                ReleaseDecision.NEEDS_ENGINEERING_REVIEW,
                approvedBy,
                "First part from a new casting.",
                List.of());
    }

    private static void publish(Topics topics, ProcessModel model) {
        installation.send(topics.name(Topic.PROCESS_MODELS), model.key(), ProcessModelCodec.toJson(model), null);
    }

    private static void publish(Topics topics, Release release) {
        installation.send(
                topics.name(Topic.RELEASES), ReleaseCodec.key(release), ReleaseCodec.encode(release, null), null);
    }

    private static void awaitApplied(OutputTopics written, String key, int times) {
        Await.until(
                key + " is applied",
                Installation.PATIENCE,
                () -> written.refresh().controlEvents(key).stream()
                                .filter(ControlEvent::applied)
                                .count()
                        >= times);
    }

    /**
     * The same records with the same arrivals, and in their order, as a log has them: several partitions become one. All of
     * them are there before a job reads the first.
     */
    private static void copy(Topics from, Topics to) {
        try (OutputTopics inputs =
                installation.read(from, EnumSet.of(Topic.TELEMETRY, Topic.PROCESS_MODELS, Topic.RELEASES))) {
            Await.until(
                    "everything is read",
                    Installation.PATIENCE,
                    () -> inputs.refresh().isAtEnd());
            for (Topic topic : List.of(Topic.PROCESS_MODELS, Topic.RELEASES, Topic.TELEMETRY)) {
                inputs.records(topic).stream()
                        .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                        .forEach(each -> installation.send(
                                to.name(topic), OutputTopics.key(each), each.value(), each.timestamp()));
            }
        }
        installation.flush();
    }

    /** What was said up to each machine's last record, when all machines have fallen silent after it. */
    private static Results results(Topics topics, Map<String, Long> newest) {
        Results results = new Results(MACHINES, newest::get);
        try (OutputTopics written = installation.read(topics, EnumSet.of(Topic.RECOMMENDATIONS, Topic.ANOMALIES))) {
            Await.until("every machine has fallen silent", Installation.PATIENCE, () -> {
                written.refresh();
                return MACHINES.stream().allMatch(machineId -> {
                    List<Recommendation> all = written.recommendations(machineId);
                    return !all.isEmpty()
                            && all.get(all.size() - 1).monitoring() == Monitoring.SILENT
                            && all.get(all.size() - 1).timestamp().toEpochMilli() > newest.get(machineId);
                });
            });
            Await.until(
                    "everything is read",
                    Installation.PATIENCE,
                    () -> written.refresh().isAtEnd());
            written.records(Topic.RECOMMENDATIONS).forEach(each -> results.recommendation(each.value()));
            written.records(Topic.ANOMALIES).forEach(each -> results.anomaly(each.value()));
        }
        return results;
    }

    private static List<Recommendation> recommendations(Topics topics, String machineId) {
        try (OutputTopics written = installation.read(topics, EnumSet.of(Topic.RECOMMENDATIONS))) {
            Await.until(
                    "everything is read",
                    Installation.PATIENCE,
                    () -> written.refresh().isAtEnd());
            return written.recommendations(machineId);
        }
    }

    @Test
    void withThousandsOfModelsAndABacklogNoSampleIsJudgedWithoutItsModel() throws Exception {
        Topics topics = installation.topics("grinding.", 3);
        ProcessModel template = ProcessModelFile.parse(GRINDING, "grinding.yaml");
        String json = new String(ProcessModelCodec.toJson(template), StandardCharsets.UTF_8);
        for (int i = 0; i < MANY; i++) {
            installation.send(
                    topics.name(Topic.PROCESS_MODELS),
                    "grinding_" + i + "@1",
                    json.replace("template", "grinding_" + i)
                            .replace("TEMPLATE", "GRINDER-" + i)
                            .getBytes(StandardCharsets.UTF_8),
                    null);
        }
        installation.flush();
        grind(topics, 1);
        grind(topics, 2);

        JobID job = installation.start(topics, 2, null);
        try (OutputTopics written = installation.read(topics, EnumSet.of(Topic.HEALTH, Topic.RECOMMENDATIONS))) {
            awaitHealth(written, 2 * MANY);
            String savepoint = installation.stop(job);
            grind(topics, 3);
            installation.start(topics, 4, savepoint);
            awaitHealth(written, 3 * MANY);

            assertThat(written.records(Topic.HEALTH))
                    .extracting(each -> MessageCodec.decodeHealth(each.value()))
                    .extracting(Health::monitoring)
                    .containsOnly(Monitoring.MONITORED);
            Set<String> models = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> each : written.records(Topic.RECOMMENDATIONS)) {
                models.add(OutputTopics.key(each)
                        + ' '
                        + MessageCodec.decodeRecommendation(each.value()).processModel());
            }
            assertThat(models).hasSize(MANY).contains("GRINDER-0 grinding_0@1", "GRINDER-4999 grinding_4999@1");
        }
    }

    private static void grind(Topics topics, int number) {
        long now = Instant.now().toEpochMilli();
        for (int i = 0; i < MANY; i++) {
            String machineId = "GRINDER-" + i;
            installation.send(
                    topics.name(Topic.TELEMETRY),
                    machineId,
                    Trial.json(Map.of(
                            "machine_id",
                            machineId,
                            "timestamp",
                            now,
                            "sequence",
                            number,
                            "operation",
                            "grinding",
                            "process_phase",
                            "grind",
                            "wheel_power_w",
                            1_000 + number)),
                    null);
        }
        installation.flush();
    }

    private static void awaitHealth(OutputTopics written, int samples) {
        Await.until(
                samples + " samples are judged",
                Installation.PATIENCE,
                () -> written.refresh().records(Topic.HEALTH).size() >= samples);
    }
}
