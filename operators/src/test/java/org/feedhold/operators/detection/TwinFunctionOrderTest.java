package org.feedhold.operators.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.operators.fixture.TextWire.bytes;
import static org.feedhold.operators.fixture.TextWire.model;

import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.operators.fixture.ControlRecords;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records out of order, in parts, and from a clock that was set back, in Flink: waiting records are state with a timer. */
class TwinFunctionOrderTest {

    private static final String MACHINE = "MILL-1";
    private static final long FORGET_AFTER = 7 * 86_400_000L;
    private static final long BOUND = 5_000;
    private static final long NONE = MachineRecord.NO_SEQUENCE;

    private KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> harness =
            open(null);

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    // ---- waiting ---------------------------------------------------------------------------------------------------

    @Test
    void whatWaitsIsJudgedWhenItsWaitIsOverThoughNothingMoreComes() throws Exception {
        send(2_000, 2, 2_000, "load=60");
        send(1_000, 1, 2_500, "load=60");
        assertThat(timestamps()).isEmpty();

        clock(7_001);

        assertThat(timestamps()).containsExactly(1_000L, 2_000L);
    }

    @Test
    void nothingIsLeftWhenNothingWaits() throws Exception {
        send(2_000, 1, 2_000, "load=60");
        assertThat(stateEntries()).as("the twin, and what waits").isEqualTo(2);
        assertThat(harness.numEventTimeTimers())
                .as("silence, the end, and the wait")
                .isEqualTo(3);

        clock(7_001);
        send(8_000, 2, 8_000, "load=60");

        assertThat(stateEntries()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);
        assertThat(timestamps()).containsExactly(2_000L, 8_000L);
    }

    @Test
    void whatIsJudgedDoesNotDependOnWhetherTheTimerRanBeforeTheNextRecord() throws Exception {
        course(true);
        List<Evidence> byTimer = evidence();
        harness.close();
        harness = open(null);

        course(false);

        assertThat(evidence()).isEqualTo(byTimer);
        assertThat(timestamps()).containsExactly(1_000L, 2_000L, 4_000L, 15_000L, 16_000L, 26_000L, 24_000L);
    }

    private void course(boolean timersRun) throws Exception {
        send(1_000, NONE, 1_000, "load=60");
        send(4_000, NONE, 1_500, "load=90");
        send(2_000, NONE, 2_000, "load=90");
        if (timersRun) {
            clock(6_500);
            clock(6_501);
        }
        send(15_000, NONE, 7_000, "load=60");
        if (timersRun) {
            clock(7_500);
            clock(12_000);
        }
        send(16_000, NONE, 12_000, "load=60");
        if (timersRun) {
            clock(17_000);
            clock(17_001);
        }
        send(24_000, NONE, 23_000, "load=60");
        clock(28_001);
    }

    @Test
    void whatWaitsIsJudgedBeforeTheMachineFallsSilent() throws Exception {
        harness.close();
        harness = open(null, model(0, "name=milling limit=80 effective=0 silence=3000"));
        send(1_000, 1, 1_000, "load=60");
        clock(6_001);
        send(8_000, 3, 8_000, "load=90");

        clock(11_000);

        assertThat(timestamps()).containsExactly(1_000L, 4_000L, 8_000L, 11_000L);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
    }

    @Test
    void aRecordThatWaitsIsASignOfLife() throws Exception {
        send(1_000, 1, 1_000, "load=60");
        send(9_000, 9, 9_000, "load=60");

        clock(18_999);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        clock(19_000);

        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(newest().timestamp()).isEqualTo(19_000);
    }

    @Test
    void theEndOfABoundedLogEndsTheWait() throws Exception {
        send(2_000, 2, 2_000, "load=60");

        clock(Long.MAX_VALUE);

        assertThat(timestamps()).containsExactly(2_000L);
        assertThat(stateEntries()).isEqualTo(1);
    }

    @Test
    void whatWaitsSurvivesARestore() throws Exception {
        send(4_000, 4, 4_000, "load=60");
        send(3_000, 3, 4_100, "load=60");

        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = open(snapshot);
        send(3_000, 3, 4_200, "load=60");
        clock(9_001);

        assertThat(timestamps()).containsExactly(3_000L, 4_000L);
    }

    // ---- records of one instant ------------------------------------------------------------------------------------

    @Test
    void recordsOfOneInstantAreOneSample() throws Exception {
        send(1_000, 1, 1_000, "load=60");
        clock(6_001);

        send(7_000, 2, 7_000, "execution=ACTIVE");
        send(7_000, 3, 7_000, "load=90");
        send(8_000, 4, 8_000, "load=60");

        assertThat(timestamps()).containsExactly(1_000L, 7_000L);
        assertThat(evidence().get(1).signals().get(0).quality()).isEqualTo(SignalQuality.GOOD);
        assertThat(kinds(evidence().get(1))).containsExactly(EdgeKind.BEGAN, EdgeKind.BREACH);
    }

    @Test
    void whatAFurtherRecordOfAJudgedInstantDoesNotReportIsAsItWas() throws Exception {
        send(1_000, 1, 1_000, "load=60");
        clock(6_001);

        send(7_000, 2, 7_000, "load=61");
        send(7_000, 3, 7_000, "execution=ACTIVE");

        assertThat(newest().timestamp()).isEqualTo(7_000);
        assertThat(newest().signals().get(0).quality()).isEqualTo(SignalQuality.GOOD);
        assertThat(newest().dataTrusted()).isTrue();
    }

    // ---- a clock that was set back ---------------------------------------------------------------------------------

    @Test
    void aClockThatWasSetBackEndsTheOldTimeAndBeginsANewOne() throws Exception {
        long old = 10_000_000;
        for (int i = 0; i < 5; i++) {
            send(old + 1_000L * i, 1 + i, old + 1_000L * i, "load=90");
        }
        for (int i = 5; i < 16; i++) {
            send(1_000L * i, 1 + i, old + 1_000L * i, "load=60");
        }
        clock(old + 16_000);

        assertThat(deadLetters()).hasSize(4).extracting(DeadLetter::reason).containsOnly("late");
        int reset = timestamps().indexOf(9_000L) - 1;
        assertThat(kinds(evidence().get(reset))).containsExactly(EdgeKind.CONTEXT_LEFT, EdgeKind.CLOCK_SET_BACK);
        assertThat(evidence().get(reset).timestamp()).isEqualTo(old + 4_000);
        assertThat(timestamps().subList(reset + 1, timestamps().size()))
                .containsExactly(9_000L, 10_000L, 11_000L, 12_000L, 13_000L, 14_000L, 15_000L);
        assertThat(kinds(newest())).isEmpty();
        assertThat(newest().monitoring()).isEqualTo(Monitoring.MONITORED);
    }

    @Test
    void whatWaitsUnderTheOldClockIsJudgedUnderIt() throws Exception {
        long old = 10_000_000;
        send(old, NONE, old, "load=60");
        for (int i = 1; i < 6; i++) {
            send(1_000L * i, NONE, old + 500L * i, "load=60");
        }

        assertThat(timestamps()).containsExactly(old, old);
    }

    // ---- the harness -----------------------------------------------------------------------------------------------

    private void send(long timestamp, long sequence, long arrival, String words) throws Exception {
        harness.processElement(
                new MachineRecord(MACHINE, timestamp, sequence, arrival, 0, arrival, null, bytes(words)), arrival);
    }

    private void clock(long arrival) throws Exception {
        harness.processWatermark(arrival);
    }

    private static KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> open(
            OperatorSubtaskState snapshot) {
        return open(snapshot, model(0, "name=milling limit=80 effective=0"));
    }

    private static KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> open(
            OperatorSubtaskState snapshot, ControlRecord... log) {
        TextWire wire = new TextWire();
        TwinFunction function = new TwinFunction(
                new TwinSettings(0, BOUND, FORGET_AFTER, "telemetry"), wire, ControlRecords.of(log), wire);
        try {
            KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> harness =
                    new KeyedBroadcastOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(function, List.of(TwinFunction.CONTROL)),
                            MachineRecord::machineId,
                            Types.STRING,
                            1,
                            1,
                            0);
            if (snapshot != null) {
                harness.initializeState(snapshot);
            }
            harness.open();
            harness.processBroadcastWatermark(Long.MAX_VALUE);
            return harness;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int stateEntries() {
        AbstractStreamOperator<?> operator = (AbstractStreamOperator<?>) harness.getTwoInputOperator();
        return ((HeapKeyedStateBackend<?>) operator.getKeyedStateBackend()).numKeyValueStateEntries();
    }

    private List<Evidence> evidence() {
        return harness.extractOutputValues().stream()
                .map(SustainedEvidence::evidence)
                .toList();
    }

    private Evidence newest() {
        List<Evidence> all = evidence();
        return all.get(all.size() - 1);
    }

    private List<Long> timestamps() {
        return evidence().stream().map(Evidence::timestamp).toList();
    }

    private static List<EdgeKind> kinds(Evidence evidence) {
        return evidence.edges().stream().map(Edge::kind).toList();
    }

    private List<DeadLetter> deadLetters() {
        Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(ScanFunction.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }
}
