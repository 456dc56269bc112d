package org.feedhold.operators.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.CompiledModel;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.MachineTwin;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.detection.TwinState;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.release.ReleaseVerdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The advisor in Flink: its one value of state, no timer, and its three outputs. */
class AdvisorFunctionTest {

    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> harness = open();

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void recommendationsEpisodesAndHealthGoTheirOwnWays() throws Exception {
        for (SustainedEvidence evidence : cut("MILL-1")) {
            harness.processElement(evidence, evidence.evidence().timestamp());
        }

        assertThat(harness.extractOutputValues())
                .extracting(Recommendation::decision)
                .containsExactly(Decision.PROCEED, Decision.HUMAN_REVIEW, Decision.PROCEED);
        assertThat(side(AdvisorFunction.EPISODES))
                .extracting(EpisodeEvent::state)
                .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
        assertThat(side(AdvisorFunction.HEALTH)).hasSize(cut("MILL-1").size());
        assertThat(side(AdvisorFunction.HEALTH)).extracting(Health::machineId).containsOnly("MILL-1");
    }

    @Test
    void aMachineHasOneValueAndNoTimer() throws Exception {
        for (String machine : List.of("MILL-1", "MILL-2", "MILL-3")) {
            for (SustainedEvidence evidence : cut(machine)) {
                harness.processElement(evidence, evidence.evidence().timestamp());
            }
        }

        assertThat(harness.numKeyedStateEntries()).isEqualTo(3);
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void aRestoredAdvisorSaysWhatAnUndisturbedOneWould() throws Exception {
        List<Recommendation> undisturbed = new ArrayList<>();
        List<Recommendation> restored = new ArrayList<>();
        for (SustainedEvidence evidence : cut("MILL-1")) {
            harness.processElement(evidence, evidence.evidence().timestamp());
        }
        undisturbed.addAll(harness.extractOutputValues());
        harness.close();
        harness = open();

        for (SustainedEvidence evidence : cut("MILL-1")) {
            harness.processElement(evidence, evidence.evidence().timestamp());
            restored.addAll(harness.extractOutputValues());
            OperatorSubtaskState snapshot = harness.snapshot(1, 1);
            harness.close();
            harness = create();
            harness.initializeState(snapshot);
            harness.open();
        }

        assertThat(restored).isEqualTo(undisturbed);
    }

    @Test
    void aForgottenMachineLeavesNothingBehindAndItsEpisodesClose() throws Exception {
        for (SustainedEvidence evidence : cut("MILL-1").subList(0, 5)) {
            harness.processElement(evidence, evidence.evidence().timestamp());
        }

        harness.processElement(forgotten("MILL-1"), 0);

        assertThat(side(AdvisorFunction.EPISODES))
                .extracting(EpisodeEvent::closedBy)
                .containsExactly(null, ClosedBy.FORGOTTEN);
        List<Recommendation> said = harness.extractOutputValues();
        assertThat(said.get(said.size() - 1).decision()).isNull();
        assertThat(said.get(said.size() - 1).monitoring()).isEqualTo(Monitoring.OFFLINE);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void anOpenCheckOutlivesAForgottenMachine() throws Exception {
        for (SustainedEvidence evidence :
                cut("MILL-1", "name=m limit=80 check=yes").subList(0, 5)) {
            harness.processElement(evidence, evidence.evidence().timestamp());
        }

        harness.processElement(forgotten("MILL-1"), 0);
        harness.processElement(cut("MILL-1").get(9), 0);

        List<Recommendation> said = harness.extractOutputValues();
        assertThat(said.get(said.size() - 1).openChecks()).hasSize(1);
        assertThat(said.get(said.size() - 1).parameterChangeAllowed()).isFalse();
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    }

    private static SustainedEvidence forgotten(String machineId) {
        TextWire wire = new TextWire();
        CompiledModel model = new CompiledModel(wire.processModel(TextWire.bytes("name=m limit=80")));
        MachineTwin twin = new MachineTwin(0);
        TwinState state = new TwinState();
        Sample sample = new Sample();
        wire.decode(
                new MachineRecord(machineId, 10_000, 5, 10_000, 0, 5, null, TextWire.bytes("part=P load=90")),
                model.signalNames(),
                model.signalUnits(),
                sample);
        twin.observe(state, machineId, sample, model, ReleaseVerdict.RELEASED);
        return new SustainedEvidence(twin.forget(state, machineId, model, 600_000_000), List.of());
    }

    /** Evidence of a cut with one overload, as twin and patterns give it. */
    private static List<SustainedEvidence> cut(String machineId) {
        return cut(machineId, "name=m limit=80");
    }

    private static List<SustainedEvidence> cut(String machineId, String words) {
        TextWire wire = new TextWire();
        CompiledModel model = new CompiledModel(wire.processModel(TextWire.bytes(words)));
        MachineTwin twin = new MachineTwin(0);
        TwinState state = new TwinState();
        Sample sample = new Sample();
        List<SustainedEvidence> cut = new ArrayList<>();
        Edge began = null;
        int[] loads = {60, 60, 90, 95, 92, 60, 60, 60, 60, 60};
        for (int i = 0; i < loads.length; i++) {
            MachineRecord record = new MachineRecord(
                    machineId, 2_000L * i, i, 2_000L * i, 0, i, null, TextWire.bytes("part=P load=" + loads[i]));
            wire.decode(record, model.signalNames(), model.signalUnits(), sample);
            Evidence evidence = twin.observe(state, machineId, sample, model, ReleaseVerdict.RELEASED);
            List<EpisodeStart> starts = new ArrayList<>();
            for (Edge edge : evidence.edges()) {
                began = edge.kind() == EdgeKind.BEGAN ? edge : began;
                if (edge.isSustained() && began != null) {
                    starts.add(new EpisodeStart(
                            edge.check(), began.timestamp(), edge.breaches(), began.measurement(), edge.measurement()));
                    began = null;
                }
            }
            cut.add(new SustainedEvidence(evidence, starts));
        }
        return cut;
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> open() {
        try {
            KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> harness = create();
            harness.open();
            return harness;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> create()
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AdvisorFunction()),
                one -> one.evidence().machineId(),
                Types.STRING,
                1,
                1,
                0);
    }
}
