package org.feedhold.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.action.OperatorActionCodec;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.kafka.release.Handoff;
import org.feedhold.kafka.release.Handoff.Options;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.testing.MessageSchema;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.action.Verdict;
import org.feedhold.twin.advisory.AlarmState;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Priority;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What the job writes over a log with every fault, with a gateway that falls silent, with releases, operator actions and
 * input that can't be used: it has the documented shape, and nothing is documented that is never written.
 */
class WrittenMessagesTest {

    private static final FleetLog FLEET =
            FleetLog.recorded().of(FleetLog.recorded().machines().subList(0, 3));
    private static final long START = SimulationSettings.DEFAULT_START_MILLIS;
    private static final long HEALTH_INTERVAL = 10_000;
    private static final long LONGER_THAN_MACHINES_ARE_REMEMBERED = 8 * 86_400_000L;
    /** Has a part that must not be cut, a check and a tool change. */
    private static final String OPERATED = FLEET.machines().get(0);

    private static final MessageSchema TELEMETRY = MessageSchema.of("telemetry");
    private static final MessageSchema PROCESS_MODEL = MessageSchema.of("process-model");
    private static final MessageSchema RELEASE = MessageSchema.of("release");
    private static final MessageSchema OPERATOR_ACTION = MessageSchema.of("operator-action");
    private static final MessageSchema RECOMMENDATION = MessageSchema.of("recommendation");
    private static final MessageSchema ANOMALY = MessageSchema.of("anomaly");
    private static final MessageSchema HEALTH = MessageSchema.of("health");
    private static final MessageSchema DEAD_LETTER = MessageSchema.of("dead-letter-headers");

    private static List<RawRecord> simulated;
    private static List<ControlRecord> control;
    private static Backtest.Result result;

    @BeforeAll
    static void judgesAShiftInWhichEverythingHappens() throws Exception {
        simulated = new ArrayList<>(FLEET.telemetry());
        simulated.addAll(aGatewayThatFallsSilent());
        List<RawRecord> log = new ArrayList<>(simulated);
        long end = START;
        for (RawRecord raw : simulated) {
            end = Math.max(end, raw.arrival());
        }
        for (MalformedRecords.Malformed malformed : MalformedRecords.draw(16, 1)) {
            log.add(new RawRecord("telemetry", 0, log.size(), end, new byte[0], malformed.value()));
        }
        long later = end + LONGER_THAN_MACHINES_ARE_REMEMBERED;
        Map<String, Object> sample = Map.of(
                "machine_id", "LATER",
                "timestamp", later,
                "part_revision", "B",
                "operation", "adaptive_cnc_milling",
                "process_phase", "roughing");
        log.add(new RawRecord("telemetry", 0, log.size(), later, "LATER".getBytes(UTF_8), Trial.json(sample)));
        log.sort(Comparator.comparingLong(RawRecord::arrival));
        control = new ArrayList<>(FLEET.control());
        control.add(release(handedOver("advisor_redesign_required.json", OPERATED)));
        control.add(OperatorActionsTest.record(
                OperatorActionsTest.check(OPERATED, "slip", "NOSUCHEPISODE", START), START, control.size()));
        long wornSince = START + 60 * 2_000;
        control.add(OperatorActionsTest.record(
                OperatorActionsTest.toolChange(OPERATED, "tool", wornSince), wornSince, control.size()));
        result = SharedFlink.call(
                () -> Backtest.run(log, control, new ProcessModelCodec(), HEALTH_INTERVAL, new Configuration()));
    }

    private static List<RawRecord> aGatewayThatFallsSilent() {
        List<RawRecord> records = new ArrayList<>();
        SimulationSettings settings = SimulationSettings.builder()
                .machineIds(List.of("EDGE-A", "EDGE-B"))
                .gatewayIds(List.of("EDGE-1"))
                .faults(new FaultPlan.Scripted(FaultScript.parse("sensor_dropout:silent_gateway@30-45")))
                .seed(8)
                .build();
        for (SimulatedRuns.SimulatedRun run : SimulatedRuns.generate(settings, 80)) {
            run.samples().stream()
                    .filter(sample -> sample.telemetry() != null)
                    .map(sample -> new RawRecord(
                            "telemetry",
                            0,
                            sample.timestampMillis(),
                            sample.timestampMillis(),
                            run.machineId().getBytes(UTF_8),
                            sample.telemetry()))
                    .forEach(records::add);
        }
        return records;
    }

    private static Handoff.Result handedOver(String record, String machineId) throws IOException {
        try (InputStream file = Objects.requireNonNull(Handoff.class.getResourceAsStream(record), record)) {
            return Handoff.toRelease(
                    file.readAllBytes(), new Options(machineId, "adaptive_cnc_milling", false, null, null));
        }
    }

    private static ControlRecord release(Handoff.Result release) {
        return new ControlRecord(
                ControlRecord.Kind.RELEASE, release.key(), release.value(), 0, "releases", 0, control.size());
    }

    @Test
    void everyRecommendationHasTheDocumentedShapeAndEveryDocumentedFieldOccurs() {
        result.recommendations().forEach(each -> assertValid(RECOMMENDATION, MessageCodec.encode(each)));
        result.shown().forEach(each -> assertValid(RECOMMENDATION, MessageCodec.encode(each)));

        assertThat(RECOMMENDATION.neverSeen()).containsExactly("confidence", "quality_model", "quality_risk");
    }

    @Test
    void everyAnomalyHasTheDocumentedShapeAndEveryDocumentedFieldOccurs() {
        result.episodes().forEach(each -> assertValid(ANOMALY, MessageCodec.encode(each)));
        result.controlEvents().forEach(each -> assertValid(ANOMALY, MessageCodec.encode(each)));
        Outage outage = new Outage(START, START + 60_000);
        assertValid(ANOMALY, MessageCodec.encode(ControlEvent.ofOutage("feedhold.telemetry", 3, outage)));

        assertThat(ANOMALY.neverSeen()).isEmpty();
        assertThat(result.controlEvents())
                .extracting(ControlEvent::what)
                .contains("process_model", "release", ControlEvent.OPERATOR_ACTION, ControlEvent.MACHINE_FORGOTTEN);
        assertThat(result.episodes())
                .extracting(EpisodeEvent::closedBy)
                .contains(ClosedBy.RETURNED, ClosedBy.TOOL_CHANGE, ClosedBy.CONTEXT_CHANGE);
    }

    @Test
    void everyHealthRecordHasTheDocumentedShapeAndEveryDocumentedFieldOccurs() {
        result.health().forEach(each -> assertValid(HEALTH, MessageCodec.encode(each)));

        assertThat(HEALTH.neverSeen()).containsExactly("quality_risk", "remaining_tool_life");
    }

    @Test
    void everyDeadLetterHasTheDocumentedHeaders() {
        assertThat(result.deadLetters()).hasSizeGreaterThanOrEqualTo(16);
        for (DeadLetter letter : result.deadLetters()) {
            ObjectNode headers = Json.json().createObjectNode();
            DeadLetterHeaders.of(letter).forEach((name, value) -> headers.put(name, new String(value, UTF_8)));
            assertThat(DEAD_LETTER.problems(headers)).as(headers.toString()).isEmpty();
        }
        // Added where a letter is cut to what its topic takes.
        assertThat(DEAD_LETTER.neverSeen()).containsExactly("truncated");
    }

    @Test
    void whatSimulatedMachinesSendIsTelemetryAsDocumented() {
        simulated.forEach(raw -> assertValid(TELEMETRY, raw.value()));

        assertThat(TELEMETRY.problems("{\"machine_id\":\"M\"}".getBytes(UTF_8))).isNotEmpty();
        assertThat(TELEMETRY.problems("{\"payload\":{\"machine_id\":\"M\",\"timestamp\":0}}".getBytes(UTF_8)))
                .isEmpty();
    }

    /** The same keys as on the topic stand in the file, so an editor may check it by the schema. */
    @Test
    void processModelsHaveTheDocumentedShapeInTheirFilesAndOnTheirTopic() {
        for (ProcessModel model : ShippedProcessModels.all()) {
            assertValid(PROCESS_MODEL, ProcessModelCodec.toJson(model));
            Object file =
                    new Load(LoadSettings.builder().build()).loadFromString(ShippedProcessModels.yaml(model.name()));
            assertThat(PROCESS_MODEL.problems(Json.json().<JsonNode>valueToTree(file)))
                    .isEmpty();
        }
        String forSomeMachines = ShippedProcessModels.yaml("adaptive_cnc_milling")
                .replace("applies_to: {", "applies_to: {machines: [\"M-*\"], ")
                .replace("max_step: 30", "max_step: 30, stale_after: 1m");
        assertValid(PROCESS_MODEL, ProcessModelCodec.toJson(ProcessModelFile.parse(forSomeMachines, "changed.yaml")));
        SplittableRandom random = new SplittableRandom(5);
        for (int number = 0; number < 20; number++) {
            assertValid(PROCESS_MODEL, ProcessModelCodec.toJson(new RandomModel(number, random).model()));
        }

        assertThat(PROCESS_MODEL.neverSeen()).isEmpty();
    }

    @Test
    void releasesHaveTheDocumentedShape() throws IOException {
        assertValid(RELEASE, handedOver("advisor_release_to_build.json", "M").value());
        assertValid(RELEASE, handedOver("plain.json", "SEAS-CNC-01").value());
        Release approved = new Release(
                "M", "P", null, ReleaseDecision.NEEDS_ENGINEERING_REVIEW, "J. Ortiz", "It is reamed.", List.of());
        assertValid(RELEASE, ReleaseCodec.encode(approved, null));

        assertThat(RELEASE.neverSeen()).isEmpty();
    }

    @Test
    void operatorActionsHaveTheDocumentedShape() {
        for (ActionKind kind : ActionKind.values()) {
            OperatorAction full = new OperatorAction(
                    kind,
                    "1",
                    "M",
                    "77LNEOBJPW5WNP3V",
                    "vibration_rms",
                    "ann",
                    Instant.ofEpochMilli(START),
                    Instant.ofEpochMilli(START),
                    CheckResult.OK,
                    Verdict.TRUE_ALARM,
                    "Nothing to be seen.");
            assertValid(OPERATOR_ACTION, OperatorActionCodec.encode(full));
            OperatorAction bare = new OperatorAction(
                    kind, "1", "M", null, null, "ann", Instant.ofEpochMilli(START), null, null, null, null);
            assertThat(OPERATOR_ACTION
                            .problems(OperatorActionCodec.encode(bare))
                            .isEmpty())
                    .as("%s needs nothing more", kind)
                    .isEqualTo(isReadable(OperatorActionCodec.encode(bare)));
        }

        assertThat(OPERATOR_ACTION.neverSeen()).isEmpty();
    }

    private static boolean isReadable(byte[] action) {
        try {
            OperatorActionCodec.decode(action);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void everyDocumentedWordIsOneOfTheJobsAndTheOtherWayRound() {
        assertWords(RECOMMENDATION, "/$defs/decision/enum", Decision.values());
        assertWords(RECOMMENDATION, "/properties/monitoring/enum", Monitoring.values());
        assertWords(RECOMMENDATION, "/properties/basis/enum", Basis.values());
        assertWords(RECOMMENDATION, "/properties/applies_to/enum", AppliesTo.values());
        assertWords(RECOMMENDATION, "/$defs/finding/properties/severity/enum", Severity.values());
        assertWords(RECOMMENDATION, "/$defs/finding/properties/priority/enum", Priority.values());
        assertWords(RECOMMENDATION, "/$defs/finding/properties/alarm_state/enum", AlarmState.values());
        assertWords(ANOMALY, "/$defs/episode/properties/state/enum", EpisodeState.values());
        assertWords(ANOMALY, "/$defs/episode/properties/severity/enum", Severity.values());
        assertWords(ANOMALY, "/$defs/episode/properties/closed_by/enum", ClosedBy.values());
        assertWords(HEALTH, "/properties/monitoring/enum", Monitoring.values());
        assertWords(HEALTH, "/properties/severity/enum", Severity.values());
        assertWords(HEALTH, "/properties/decision/enum", Decision.values());
        assertWords(HEALTH, "/$defs/signal/properties/quality/enum", SignalQuality.values());
        assertWords(OPERATOR_ACTION, "/properties/action/enum", ActionKind.values());
        assertWords(OPERATOR_ACTION, "/properties/result/enum", CheckResult.values());
        assertWords(OPERATOR_ACTION, "/properties/verdict/enum", Verdict.values());
        assertWords(RELEASE, "/properties/decision/enum", ReleaseDecision.values());
        Feature[] writable = EnumSet.complementOf(EnumSet.of(Feature.Z_SCORE)).toArray(Feature[]::new);
        assertWords(PROCESS_MODEL, "/$defs/rule/properties/feature/enum", writable);
    }

    private static void assertWords(MessageSchema schema, String pointer, Enum<?>[] words) {
        assertThat(schema.words(pointer))
                .as(pointer)
                .containsExactlyInAnyOrderElementsOf(Stream.of(words)
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static void assertValid(MessageSchema schema, byte[] message) {
        assertThat(schema.problems(message)).as(new String(message, UTF_8)).isEmpty();
    }
}
