package org.feedhold.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.advisory.Advice;
import org.feedhold.twin.advisory.AdvisorState;
import org.feedhold.twin.advisory.Advisory;
import org.feedhold.twin.advisory.AlarmState;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.MachineAdvisory;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.OpenCheck;
import org.feedhold.twin.advisory.OpenEpisode;
import org.feedhold.twin.advisory.Peak;
import org.feedhold.twin.advisory.Priority;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.detection.CheckCard;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.GatewayLink;
import org.feedhold.twin.detection.MachineContext;
import org.feedhold.twin.detection.Measurement;
import org.feedhold.twin.detection.Presence;
import org.feedhold.twin.detection.PresenceChange;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.release.ReleaseVerdict;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that travels between operators, or lies in their state, has a serializer of Flink's own and comes back whole. */
class TypesWithoutKryoTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_783_350_571_123L);
    private static final byte[] BYTES = {0, 1, -1};

    static Stream<Arguments> values() {
        Measurement measurement = new Measurement("load", 90.5, "%", 60.0, 80.0, null);
        Edge edge = new Edge(EdgeKind.BREACH, "r/high", true, 7, 2_000, 1_000, 2, 3, 2, 500, measurement);
        Edge bare = new Edge(EdgeKind.SILENT, "", false, 7, 2_000, 1_000, 0, 0, 0, 0, null);
        CheckCard card = new CheckCard(
                "r/high",
                "overload",
                "r@m@1",
                "load",
                Decision.WATCH,
                false,
                true,
                true,
                List.of("wear"),
                "a",
                null,
                "c");
        Evidence evidence = new Evidence(
                "MILL-1",
                2_000,
                new MachineContext("P", null, "A", "milling", "cut", "T1", null, true),
                "m@1",
                Monitoring.MONITORED,
                null,
                true,
                List.of(new SignalReading("load", 90.5, "%", 60.0, 30.5, null, null, 80.0, SignalQuality.GOOD)),
                List.of("wear: missing"),
                List.of(edge, bare),
                List.of(card),
                new ReleaseVerdict(Decision.HUMAN_REVIEW, "why", List.of("load")),
                new GatewayLink("EDGE-1", 2_500),
                true,
                new ArrivedAction(action(), 1, 2, 3));
        EpisodeStart start = new EpisodeStart("r/high", 1_000, 2, measurement, null);
        return Stream.of(
                        new RawRecord("telemetry", 1, 2, 3, BYTES, null),
                        new MachineRecord("MILL-1", 1, MachineRecord.NO_SEQUENCE, 3, 4, 5, null, BYTES),
                        new ArrivedAction(action(), 1, 2, 3),
                        new DeadLetter(null, BYTES, "late", "why", "telemetry", 1, 2),
                        new ControlRecord(ControlRecord.Kind.RELEASE, (byte[]) null, BYTES, 1, "releases", 2, 3),
                        new ControlEvent(false, "release", "M/P", NOW, null),
                        edge,
                        bare,
                        evidence,
                        new SustainedEvidence(evidence, List.of(start)),
                        new PresenceChange("EDGE-1", "MILL-1", Presence.QUIET, 1, 2, 3, true),
                        new MachineAdvisory(
                                "EDGE-1",
                                "MILL-1",
                                1,
                                true,
                                new Advisory(List.of(episode()), recommendation(), null, null),
                                null,
                                "before",
                                "now",
                                false),
                        episode(),
                        recommendation(),
                        health(),
                        advisorState())
                .map(value -> Arguments.of(Named.of(value.getClass().getSimpleName(), value)));
    }

    private static OperatorAction action() {
        return new OperatorAction(
                ActionKind.CHECK_COMPLETED,
                "A-1",
                "MILL-1",
                "E-1",
                null,
                "ann",
                NOW,
                null,
                CheckResult.OK,
                null,
                "sound");
    }

    @ParameterizedTest
    @MethodSource("values")
    void itIsSerializedWithoutKryo(Object value) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(value.getClass());
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatIsWrittenIsReadAgainWhole(Object value) throws Exception {
        @SuppressWarnings("unchecked")
        TypeSerializer<Object> serializer = (TypeSerializer<Object>)
                TypeInformation.of(value.getClass()).createSerializer(new SerializerConfigImpl());

        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        Object read = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(read).usingRecursiveComparison().isEqualTo(value);
        assertThat(serializer.copy(value)).usingRecursiveComparison().isEqualTo(value);
    }

    private static EpisodeEvent episode() {
        return new EpisodeEvent(
                "id",
                "MILL-1",
                "overload",
                EpisodeState.CLOSED,
                NOW,
                Severity.WARNING,
                NOW,
                null,
                5,
                6,
                new Peak("load", 90.5, "%", 80.0, null),
                null,
                ClosedBy.TOOL_CHANGE,
                "milling",
                null,
                "P",
                "T1",
                "r@m@1",
                true,
                List.of("MILL-1"));
    }

    private static Recommendation recommendation() {
        Finding finding = new Finding(
                "overload",
                "id",
                Severity.WATCH,
                Priority.LOW,
                AlarmState.UNACKNOWLEDGED,
                NOW,
                "load",
                90.5,
                "%",
                null,
                80.0,
                null,
                3,
                "cause",
                "r@m@1");
        return new Recommendation(
                "id",
                "MILL-1",
                "P",
                null,
                null,
                "milling",
                "cut",
                NOW,
                Monitoring.SILENT,
                null,
                Decision.PROCEED,
                Basis.MISSING_DATA,
                AppliesTo.AUTOMATION,
                List.of(new Advice("overload", "look")),
                List.of(),
                "why",
                0.25,
                null,
                true,
                false,
                List.of(),
                List.of(finding),
                List.of(new OpenCheck("id", "overload", null, "look", NOW)),
                78,
                null,
                "m@1",
                null,
                true,
                "EDGE-1",
                List.of());
    }

    private static Health health() {
        return new Health(
                "MILL-1",
                NOW,
                Monitoring.IDLE,
                "why",
                "READY",
                null,
                null,
                null,
                null,
                100,
                Severity.NORMAL,
                null,
                List.of(new SignalReading("load", null, "%", null, null, null, null, null, SignalQuality.STUCK)),
                List.of("overload"),
                false,
                false,
                null,
                null,
                false,
                "EDGE-1");
    }

    private static AdvisorState advisorState() {
        OpenEpisode episode = new OpenEpisode();
        episode.id = "id";
        episode.code = "overload";
        episode.signal = "load";
        episode.checks.add("r/high");
        episode.decisions.add(Decision.WATCH);
        episode.consequenceOf = new ArrayList<>(List.of("wear"));
        episode.alarmState = AlarmState.SHELVED;
        episode.value = 90.5;
        AdvisorState state = new AdvisorState();
        state.episodes.add(episode);
        state.openChecks.add(new OpenCheck("id", "overload", "P", "look", NOW));
        state.toggles.addAll(Arrays.asList(1L, 2L));
        state.decision = Decision.HUMAN_REVIEW;
        state.monitoring = Monitoring.MONITORED;
        state.score = 61.25;
        return state;
    }
}
