package org.feedhold.operators.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.operators.fixture.TextWire.action;
import static org.feedhold.operators.fixture.TextWire.arriving;
import static org.feedhold.operators.fixture.TextWire.bytes;
import static org.feedhold.operators.fixture.TextWire.model;
import static org.feedhold.operators.fixture.TextWire.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.feedhold.operators.acquisition.ControlFunction;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.operators.fixture.ControlRecords;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.action.MachineActions;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The twin in Flink: its one value of state, its one timer, its clock, and what it does with what comes late or twice. */
class TwinFunctionTest {

    private static final String MACHINE = "MILL-1";
    private static final String OTHER = "MILL-2";
    private static final long FORGET_AFTER = 7 * 86_400_000L;
    private static final ControlRecord MILLING = model(0, "name=milling limit=80 effective=0");

    private KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> harness =
            harness(MILLING);

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    // ---- state and timers ------------------------------------------------------------------------------------------

    @Test
    void aMachineHasOneValueAndATimerForItsSilenceAndOneForItsEndHoweverManySamplesItSends() throws Exception {
        for (int i = 0; i < 50; i++) {
            send(MACHINE, i * 2_000L, "load=60");
            send(OTHER, i * 2_000L, "load=60");
            clock(i * 2_000L + 2);
        }

        assertThat(stateEntries()).isEqualTo(2);
        assertThat(harness.numEventTimeTimers()).isEqualTo(4);
        assertThat(harness.numProcessingTimeTimers()).isZero();
    }

    @Test
    void aSilentMachineHasNoTimerButTheOneForItsEnd() throws Exception {
        send(MACHINE, 0, "load=60");

        clock(10_000);

        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
        send(MACHINE, 20_000, "load=60");
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    }

    @Test
    void aRestoredMachineGoesOnAsIfNothingHadHappened() throws Exception {
        List<Evidence> undisturbed = new ArrayList<>();
        List<Evidence> restored = new ArrayList<>();
        String[] course = {"load=60", "load=60", "load=90", "load=", "load=90", "load=60", "load=60", "load=60"};

        for (String words : course) {
            send(MACHINE, 2_000L * undisturbed.size(), words);
            undisturbed.add(newest());
        }
        harness.close();
        harness = harness(MILLING);
        for (String words : course) {
            send(MACHINE, 2_000L * restored.size(), words);
            restored.add(newest());
            restore();
        }

        assertThat(restored).isEqualTo(undisturbed);
        assertThat(stateEntries()).isEqualTo(1);
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    }

    @Test
    void aSilenceThatBeganBeforeARestoreIsFoundAfterIt() throws Exception {
        send(MACHINE, 0, "load=60");
        restore();

        clock(10_000);

        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(newest().timestamp()).isEqualTo(10_000);
    }

    // ---- late and double -------------------------------------------------------------------------------------------

    @Test
    void aLateRecordIsADeadLetterWholeAndNoSignOfLife() throws Exception {
        send(MACHINE, 10_000, "load=60");
        MachineRecord late = new MachineRecord(MACHINE, 9_000, 7, 18_000, 3, 42, bytes("key"), bytes("load=500"));

        send(late);

        assertThat(deadLetters()).hasSize(1);
        DeadLetter letter = deadLetters().get(0);
        assertThat(letter.reason()).isEqualTo("late");
        assertThat(letter.detail()).startsWith("the sample is 1000 ms older than the newest one");
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).isEqualTo(bytes("load=500"));
        assertThat(letter.sourceTopic()).isEqualTo("telemetry");
        assertThat(letter.sourcePartition()).isEqualTo(3);
        assertThat(letter.sourceOffset()).isEqualTo(42);
        assertThat(evidence()).hasSize(1);
        clock(20_000);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
    }

    @Test
    void aRecordThatComesTwiceIsDropped() throws Exception {
        MachineRecord record = new MachineRecord(MACHINE, 2_000, 1, 2_000, 0, 1, null, bytes("load=90"));

        send(record);
        send(record);
        send(record);

        assertThat(evidence()).hasSize(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void withoutASequenceOnlyTheSameBytesAreARepeat() throws Exception {
        long none = MachineRecord.NO_SEQUENCE;
        for (String words : List.of("load=90", "load=90", "load=91")) {
            send(new MachineRecord(MACHINE, 2_000, none, 2_000, 0, 1, null, bytes(words)));
        }

        clock(2_002);
        assertThat(evidence()).hasSize(2);
    }

    @Test
    void historicalDataTouchNoLiveState() throws Exception {
        send(MACHINE, 1_000, "load=60");

        send(MACHINE, 2_000, "load=500 historical=true");
        send(MACHINE, 500, "load=500 historical=true");

        assertThat(evidence()).hasSize(1);
        assertThat(deadLetters()).isEmpty();
        send(MACHINE, 1_500, "load=60");
        assertThat(deadLetters()).as("the clock of the machine stood still").isEmpty();
    }

    // ---- silence ---------------------------------------------------------------------------------------------------

    @Test
    void aSilenceIsTheSameWhetherTheTimerOrTheReturningRecordFindsIt() throws Exception {
        send(MACHINE, 0, "load=60");
        clock(10_000);
        send(MACHINE, 30_000, "load=60");
        List<Evidence> byTimer = evidence();
        harness.close();
        harness = harness(MILLING);

        send(MACHINE, 0, "load=60");
        send(MACHINE, 30_000, "load=60");

        assertThat(evidence()).isEqualTo(byTimer);
        assertThat(kinds(byTimer)).containsExactly(EdgeKind.SILENT, EdgeKind.SILENCE_ENDED);
    }

    @Test
    void aGatewaysPauseAndFlushIsTheSameWhetherTheTimerOrTheFlushFindsIt() throws Exception {
        send(MACHINE, 0, "load=60");
        clock(10_000);
        flush();
        List<Evidence> byTimer = evidence();
        harness.close();
        harness = harness(MILLING);

        send(MACHINE, 0, "load=60");
        flush();

        assertThat(evidence()).isEqualTo(byTimer);
        assertThat(kinds(byTimer)).containsExactly(EdgeKind.SILENT, EdgeKind.SILENCE_ENDED);
    }

    /** What the gateway held back arrives at once, at 15 s. */
    private void flush() throws Exception {
        for (long timestamp = 2_000; timestamp < 15_000; timestamp += 2_000) {
            send(record(MACHINE, timestamp, 15_000, "load=60"));
        }
    }

    @Test
    void aMachineIsNotSilentBecauseKafkaWasAway() throws Exception {
        send(MACHINE, 1_000, "load=50");
        clock(2_000);

        harness.processElement(
                new MachineRecord(MACHINE, 3_000, 2, 63_000, 2_500, 0, 2, null, bytes("load=51")), 63_000);
        clock(72_000);

        assertThat(kinds(evidence())).doesNotContain(EdgeKind.SILENT);
    }

    @Test
    void aMachineThatWasSilentBeforeKafkaWasAwayIsFoundSilent() throws Exception {
        send(MACHINE, 1_000, "load=50");

        harness.processElement(
                new MachineRecord(MACHINE, 3_000, 2, 63_000, 11_500, 0, 2, null, bytes("load=51")), 63_000);

        assertThat(kinds(evidence())).containsOnlyOnce(EdgeKind.SILENT);
    }

    @Test
    void silenceIsMeasuredFromTheNewestArrivalOn() throws Exception {
        send(MACHINE, 0, "load=60");
        send(MACHINE, 8_000, "load=60");

        clock(17_999);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        clock(18_000);

        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(newest().timestamp()).isEqualTo(18_000);
    }

    @Test
    void aMachineWhoseClockLagsIsNotSilent() throws Exception {
        for (int i = 0; i < 20; i++) {
            send(record(MACHINE, i * 2_000L, 3_600_000 + i * 2_000L, "load=60"));
        }

        assertThat(kinds(evidence())).isEmpty();
    }

    @Test
    void theEndOfABoundedLogIsNoSilence() throws Exception {
        send(MACHINE, 0, "load=60");

        clock(Long.MAX_VALUE);

        assertThat(evidence()).hasSize(1);
    }

    @Test
    void aSilentMachineIsSpokenOfUnderTheModelOfItsNewestSample() throws Exception {
        send(MACHINE, 0, "load=60");
        harness.processBroadcastElement(model(1, "name=milling version=2 silence=60000 effective=0"), 0);
        send(OTHER, 0, "load=60 operation=turning");
        clock(2);
        harness.processBroadcastElement(model(2, "name=turning operation=turning effective=0"), 0);

        clock(10_000);

        assertThat(evidence().stream()
                        .filter(evidence -> evidence.timestamp() == 10_000)
                        .map(Evidence::processModel))
                .containsExactlyInAnyOrder("milling@1", null);
    }

    // ---- control ---------------------------------------------------------------------------------------------------

    @Test
    void modelsAndReleasesOfTheLogCountForTheFirstSample() throws Exception {
        harness.close();
        harness = harness(MILLING, release(0, "MILL-1/P", "machine=MILL-1 part=P decision=NEEDS_ENGINEERING_REVIEW"));

        send(MACHINE, 0, "load=60 part=P");

        assertThat(newest().monitoring()).isEqualTo(Monitoring.MONITORED);
        assertThat(newest().release().decision()).isEqualTo(Decision.HUMAN_REVIEW);
    }

    @Test
    void aModelThatComesWhileTheJobRunsCountsForWhatArrivesWhenEveryTwinKnowsIt() throws Exception {
        send(MACHINE, 8_000, "load=60");

        harness.processBroadcastElement(
                arriving(10_000, model(1, "name=milling version=2 limit=50 effective=1000")), 0);
        send(MACHINE, 11_999, "load=60");
        assertThat(newest().processModel()).isEqualTo("milling@1");
        send(MACHINE, 12_000, "load=60");

        assertThat(newest().processModel()).isEqualTo("milling@2");
        assertThat(kinds(evidence())).contains(EdgeKind.CONTEXT_LEFT, EdgeKind.BREACH);
    }

    @Test
    void itMakesNoDifferenceWhenATwinIsToldOfAModelOrARelease() throws Exception {
        ControlRecord first = model(1, "name=milling version=2 limit=50 effective=1000");
        ControlRecord model = arriving(10_000, model(2, "name=milling version=3 limit=90 effective=1000"));
        ControlRecord release =
                arriving(14_000, release(0, "MILL-1/P", "machine=MILL-1 part=P decision=REDESIGN_REQUIRED"));
        ControlRecord replaced =
                arriving(20_000, release(1, "MILL-1/P", "machine=MILL-1 part=P decision=RELEASE_TO_BUILD"));
        List<List<Evidence>> runs = new ArrayList<>();
        for (long delay : List.of(0L, 500L, 1_999L, Long.MIN_VALUE)) {
            harness.close();
            boolean known = delay == Long.MIN_VALUE;
            harness = known ? harness(MILLING, first, model, release, replaced) : harness(MILLING, first);
            List<ControlRecord> coming = new ArrayList<>(known ? List.of() : List.of(model, release, replaced));
            for (long now = 8_000; now < 30_000; now += 250) {
                while (!coming.isEmpty()
                        && coming.get(0).arrival() + (coming.get(0).equals(release) ? 0 : delay) <= now) {
                    harness.processBroadcastElement(coming.remove(0), 0);
                }
                send(MACHINE, now, "load=60 part=P");
            }
            runs.add(evidence());
        }

        assertThat(runs).allMatch(run -> run.equals(runs.get(0)));
        assertThat(runs.get(0)).extracting(Evidence::processModel).contains("milling@2", "milling@3");
        assertThat(runs.get(0)).extracting(one -> one.release().decision()).contains(Decision.DO_NOT_PROCEED);
    }

    @Test
    void whatIsReadFromTheLogAfterARestoreDoesNotCountBackwards() throws Exception {
        harness.close();
        harness = harness(MILLING, arriving(10_000, model(1, "name=milling version=2 limit=50 effective=0")));

        send(MACHINE, 4_000, "load=60");
        assertThat(newest().processModel()).isEqualTo("milling@1");
        send(MACHINE, 12_000, "load=60");
        assertThat(newest().processModel()).isEqualTo("milling@2");
    }

    @Test
    void aModelThatIsNotEffectiveYetWaitsForItsTime() throws Exception {
        send(MACHINE, 0, "load=60");
        harness.processBroadcastElement(model(1, "name=milling version=2 effective=4000"), 0);

        send(MACHINE, 2_000, "load=60");
        assertThat(newest().processModel()).isEqualTo("milling@1");
        send(MACHINE, 4_000, "load=60");
        assertThat(newest().processModel()).isEqualTo("milling@2");
    }

    @Test
    void aMachineWhoseOperationHasNoModelIsUnmodelledUntilOneComes() throws Exception {
        send(MACHINE, 0, "load=60 operation=turning");
        assertThat(newest().monitoring()).isEqualTo(Monitoring.UNMODELLED);

        harness.processBroadcastElement(model(1, "name=turning operation=turning effective=0"), 0);
        send(MACHINE, 2_000, "load=60 operation=turning");

        assertThat(newest().processModel()).isEqualTo("turning@1");
    }

    @Test
    void aReleaseThatComesWhileTheJobRunsCountsFromTheNextSample() throws Exception {
        send(MACHINE, 0, "load=60 part=P");
        harness.processBroadcastElement(release(0, "MILL-1/P", "machine=MILL-1 part=P decision=REDESIGN_REQUIRED"), 0);

        send(MACHINE, 2_000, "load=60 part=P");

        assertThat(newest().release().decision()).isEqualTo(Decision.DO_NOT_PROCEED);
    }

    @Test
    void machinesDoNotSeeEachOther() throws Exception {
        send(MACHINE, 0, "load=60");
        send(MACHINE, 2_000, "load=90");
        List<Evidence> alone = evidence();
        harness.close();
        harness = harness(MILLING);

        send(OTHER, 0, "load=150 operation=turning");
        send(MACHINE, 0, "load=60");
        send(record(OTHER, 500_000, 1_000, "load="));
        send(MACHINE, 2_000, "load=90");

        assertThat(evidence().stream().filter(e -> e.machineId().equals(MACHINE)))
                .containsExactlyElementsOf(alone);
    }

    // ---- forgotten -------------------------------------------------------------------------------------------------

    @Test
    void ofAMachineThatIsNotHeardForAWeekNothingIsLeft() throws Exception {
        send(MACHINE, 0, "load=60");
        send(MACHINE, 2_000, "load=90");

        clock(2_000 + FORGET_AFTER - 1);
        assertThat(stateEntries()).isEqualTo(1);
        clock(2_000 + FORGET_AFTER);

        assertThat(newest().edges()).extracting(Edge::kind).containsExactly(EdgeKind.FORGOTTEN, EdgeKind.CONTEXT_LEFT);
        assertThat(newest().timestamp()).isEqualTo(2_000 + FORGET_AFTER);
        assertThat(newest().monitoring()).isEqualTo(Monitoring.OFFLINE);
        assertThat(forgotten()).containsExactly(ControlEvent.ofForgotten(MACHINE, 2_000 + FORGET_AFTER, 2_000));
        assertThat(stateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void aMachineThatIsHeardOnceAWeekIsKept() throws Exception {
        for (int week = 0; week < 4; week++) {
            send(MACHINE, week * (FORGET_AFTER - 1), "load=60");
        }

        assertThat(forgotten()).isEmpty();
        assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    }

    @Test
    void itMakesNoDifferenceWhetherTheClockOrItsReturnTellsThatAMachineWasForgotten() throws Exception {
        send(MACHINE, 0, "load=90");
        clock(2 * FORGET_AFTER);
        harness.processElement(record(MACHINE, 2 * FORGET_AFTER, 2 * FORGET_AFTER, "load=60"), 0);
        clock(2 * FORGET_AFTER + 1);
        List<Evidence> byClock = evidence();
        harness.close();
        harness = harness(MILLING);

        send(MACHINE, 0, "load=90");
        harness.processElement(record(MACHINE, 2 * FORGET_AFTER, 2 * FORGET_AFTER, "load=60"), 0);
        clock(2 * FORGET_AFTER + 1);

        assertThat(evidence()).isEqualTo(byClock);
        assertThat(forgotten()).hasSize(1);
    }

    @Test
    void aTimerOfAMachineThatWasForgottenInTheMeantimeDoesNothing() throws Exception {
        send(MACHINE, 0, "load=60");
        restore();
        clock(FORGET_AFTER);
        int said = evidence().size();

        clock(3 * FORGET_AFTER);

        assertThat(evidence()).hasSize(said);
    }

    // ---- operator actions ------------------------------------------------------------------------------------------

    @Test
    void anActionReachesASilentMachineWhenTheClockIsTwoSecondsPastItsArrival() throws Exception {
        send(MACHINE, 0, "load=60");
        clock(20_000);
        act(action(20_000, 0, "action=CHECK_COMPLETED episode=E"));

        clock(21_999);
        assertThat(taken()).isEmpty();
        clock(22_000);

        assertThat(taken()).containsExactly("A-1");
        assertThat(newest().monitoring()).isEqualTo(Monitoring.SILENT);
    }

    @Test
    void aRecordThatTheClockHasNotComeToTakesTheActionFirst() throws Exception {
        ControlRecord check = action(1_000, 0, "action=CHECK_COMPLETED episode=E");
        send(MACHINE, 0, "load=60");
        act(check);

        harness.processElement(record(MACHINE, 2_999, 2_999, "load=60"), 2_999);
        assertThat(taken()).isEmpty();
        harness.processElement(record(MACHINE, 3_000, 3_000, "load=60"), 3_000);

        assertThat(taken()).containsExactly("A-1");
    }

    @Test
    void anActionIsTakenAtItsPlaceAmongSilencesThatTheClockHasNotComeTo() throws Exception {
        send(MACHINE, 0, "load=60");
        act(action(5_000, 0, "action=CHECK_COMPLETED id=before episode=E"));
        act(action(15_000, 1, "action=CHECK_COMPLETED id=within episode=E"));

        send(MACHINE, 30_000, "load=60");

        List<Evidence> all = evidence();
        assertThat(taken()).containsExactly("before", "within");
        assertThat(all.stream().map(Evidence::monitoring))
                .containsExactly(
                        Monitoring.MONITORED,
                        Monitoring.MONITORED,
                        Monitoring.SILENT,
                        Monitoring.SILENT,
                        Monitoring.MONITORED);
    }

    @Test
    void anActionOfTheLogIsKnownBeforeTheFirstRecordAndIsTakenOnceThoughItIsSentOnLater() throws Exception {
        ControlRecord check = action(1_000, 0, "action=CHECK_COMPLETED episode=E");
        harness.close();
        harness = harness(MILLING, check);
        send(MACHINE, 0, "load=60");
        send(MACHINE, 4_000, "load=60");
        assertThat(taken()).containsExactly("A-1");

        act(check);
        clock(9_000);

        assertThat(taken()).containsExactly("A-1");
    }

    @Test
    void whatWasTakenBeforeARestoreIsNotTakenAfterItAndWhatWasNotIs() throws Exception {
        ControlRecord first = action(1_000, 0, "action=CHECK_COMPLETED id=first episode=E");
        ControlRecord second = action(4_000, 1, "action=CHECK_COMPLETED id=second episode=E");
        send(MACHINE, 0, "load=60");
        act(first);
        act(second);
        clock(3_000);
        assertThat(taken()).containsExactly("first");

        restore(MILLING, first, second);
        clock(6_000);

        assertThat(taken()).containsExactly("second");
    }

    @Test
    void theSameIdAgainIsToldAsARepeatAndDoesNothing() throws Exception {
        send(MACHINE, 0, "load=60");
        act(action(1_000, 0, "action=TOOL_CHANGE"));
        act(action(1_500, 1, "action=TOOL_CHANGE"));

        clock(4_000);

        assertThat(answers()).extracting(ControlEvent::applied).containsExactly(true, false);
        assertThat(answers().get(1).reason()).contains("it repeats the action of 1970-01-01T00:00:01Z");
    }

    @Test
    void aToolChangeActsOnceBeforeTheFirstSampleThatIsNotOlder() throws Exception {
        send(MACHINE, 0, "load=60");
        ControlRecord change = action(1_000, 0, "action=TOOL_CHANGE at=5000");
        act(change);
        clock(3_000);
        restore(MILLING, change);

        send(MACHINE, 4_000, "load=60");
        assertThat(kinds(evidence())).doesNotContain(EdgeKind.TOOL_CHANGED);
        send(MACHINE, 6_000, "load=60");
        send(MACHINE, 8_000, "load=60");

        assertThat(kinds(evidence())).containsOnlyOnce(EdgeKind.TOOL_CHANGED);
    }

    @Test
    void aToolChangeOfAMachineThatNobodyKnowsIsRefused() throws Exception {
        act(action(1_000, 0, "action=TOOL_CHANGE"));

        clock(3_000);

        assertThat(answers()).singleElement().satisfies(answer -> {
            assertThat(answer.applied()).isFalse();
            assertThat(answer.key()).isEqualTo("MILL-1/A-1");
            assertThat(answer.reason()).contains("nothing is known of machine MILL-1");
        });
    }

    @Test
    void nothingIsLeftOfAnActionWhenItCanBeRepeatedNoMore() throws Exception {
        act(action(1_000, 0, "action=CHECK_COMPLETED episode=E"));
        clock(3_000);
        assertThat(stateEntries()).isEqualTo(1);

        clock(1_000 + FORGET_AFTER + MachineActions.REPEAT_MILLIS);

        assertThat(stateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    private void act(ControlRecord record) throws Exception {
        MachineRecord action = MachineRecord.of(new TextWire().arrivedAction(record), record);
        harness.processElement(action, action.arrival());
    }

    /** Ids of the actions that were handed to the advisor. */
    private List<String> taken() {
        return evidence().stream()
                .filter(one -> one.action() != null)
                .map(one -> one.action().action().actionId())
                .toList();
    }

    private List<ControlEvent> answers() {
        Queue<StreamRecord<ControlEvent>> answers = harness.getSideOutput(ControlFunction.EVENTS);
        return answers == null
                ? List.of()
                : answers.stream().map(StreamRecord::getValue).toList();
    }

    // ---- the harness -----------------------------------------------------------------------------------------------

    private void send(String machineId, long timestamp, String words) throws Exception {
        send(record(machineId, timestamp, timestamp, words));
    }

    /** Sends a record and lets the clock move on by so little that the record need not wait any more. */
    private void send(MachineRecord record) throws Exception {
        harness.processElement(record, record.arrival());
        harness.processWatermark(record.arrival() + 1);
    }

    private static MachineRecord record(String machineId, long timestamp, long arrival, String words) {
        return new MachineRecord(machineId, timestamp, timestamp, arrival, 0, timestamp, null, bytes(words));
    }

    private void clock(long arrival) throws Exception {
        harness.processWatermark(arrival);
    }

    private void restore() throws Exception {
        restore(MILLING);
    }

    private void restore(ControlRecord... log) throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = create(log);
        harness.initializeState(snapshot);
        harness.open();
        harness.processBroadcastWatermark(Long.MAX_VALUE);
    }

    private static KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> harness(
            ControlRecord... log) {
        try {
            KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> harness =
                    create(log);
            harness.open();
            harness.processBroadcastWatermark(Long.MAX_VALUE);
            return harness;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> create(
            ControlRecord... log) throws Exception {
        TextWire wire = new TextWire();
        TwinFunction function =
                new TwinFunction(new TwinSettings(0, 0, FORGET_AFTER, "telemetry"), wire, ControlRecords.of(log), wire);
        return new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(function, List.of(TwinFunction.CONTROL)),
                MachineRecord::machineId,
                Types.STRING,
                1,
                1,
                0);
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

    private List<ControlEvent> forgotten() {
        Queue<StreamRecord<ControlEvent>> forgotten = harness.getSideOutput(TwinFunction.FORGOTTEN);
        return forgotten == null
                ? List.of()
                : forgotten.stream().map(StreamRecord::getValue).toList();
    }

    private List<DeadLetter> deadLetters() {
        Queue<StreamRecord<DeadLetter>> letters = harness.getSideOutput(ScanFunction.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static List<EdgeKind> kinds(List<Evidence> evidence) {
        return evidence.stream()
                .flatMap(one -> one.edges().stream())
                .map(Edge::kind)
                .toList();
    }
}
