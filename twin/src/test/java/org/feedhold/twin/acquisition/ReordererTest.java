package org.feedhold.twin.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.feedhold.twin.acquisition.Gate.record;
import static org.feedhold.twin.acquisition.Gate.unnumbered;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is judged when, and what becomes of what is late, double, in parts, or from a clock that was set back. */
class ReordererTest {

    private static final long T = 1_000_000;

    private final Gate gate = new Gate();

    /** The first record of a machine waits for one that may come before it; here its wait is over. */
    @BeforeEach
    void theMachineIsKnown() {
        gate.send(record(T, 1, T)).clock(T + 5_001);
        assertThat(gate.judged).containsExactly(List.of("1000000#1"));
        gate.judged.clear();
        gate.admissions.clear();
    }

    // ---- waiting ---------------------------------------------------------------------------------------------------

    @Test
    void whatRunsOnIsJudgedAtOnce() {
        gate.send(record(T + 2_000, 2, T + 6_000)).send(record(T + 4_000, 3, T + 6_000));

        assertThat(gate.judged).containsExactly(List.of("1002000#2"), List.of("1004000#3"));
        assertThat(gate.waiting.isEmpty()).isTrue();
    }

    @Test
    void whatFollowsAGapWaitsUntilTheGapIsFilled() {
        gate.send(record(T + 4_000, 3, T + 6_000)).send(record(T + 5_000, 4, T + 6_100));
        assertThat(gate.judged).isEmpty();

        gate.send(record(T + 2_000, 2, T + 6_200));

        assertThat(gate.judged).containsExactly(List.of("1002000#2"), List.of("1004000#3"), List.of("1005000#4"));
    }

    @Test
    void whatFollowsAGapWaitsNoLongerThanTheBound() {
        gate.send(record(T + 4_000, 3, T + 6_000)).send(record(T + 5_000, 4, T + 7_000));

        gate.clock(T + 11_000);
        assertThat(gate.judged).isEmpty();
        gate.clock(T + 11_001);

        assertThat(gate.judged).containsExactly(List.of("1004000#3"), List.of("1005000#4"));
    }

    @Test
    void whatFollowsAGapWaitsUntilTheMachinesNewestTimestampIsBeyondTheBound() {
        gate.send(record(T + 4_000, 3, T + 6_000)).send(record(T + 9_000, 5, T + 6_001));
        assertThat(gate.judged).isEmpty();

        gate.send(record(T + 9_001, 6, T + 6_002));

        assertThat(gate.judged).containsExactly(List.of("1004000#3"));
    }

    @Test
    void withoutASequenceEverythingWaits() {
        gate.send(unnumbered(T + 2_000, T + 6_000, "b")).send(unnumbered(T + 1_000, T + 6_500, "a"));
        assertThat(gate.judged).isEmpty();

        gate.clock(T + 11_001);

        assertThat(gate.judged).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void aTimestampThatGoesBackWhileTheSequenceRunsOnIsLate() {
        gate.send(record(T + 4_000, 2, T + 6_000)).send(record(T + 3_999, 3, T + 6_001));

        assertThat(gate.admissions).containsExactly(Admission.TIMELY, Admission.LATE);
    }

    @Test
    void ofAGapThatWasGivenUpTheMissingRecordIsLate() {
        gate.send(record(T + 4_000, 3, T + 6_000)).send(record(T + 2_000, 2, T + 11_001));

        assertThat(gate.admissions).containsExactly(Admission.TIMELY, Admission.LATE);
    }

    @Test
    void noMoreWaitsThanTheBoundInNumberAndTheFirstGoesEarly() {
        for (int i = 0; i < Reorderer.MOST_RECORDS; i++) {
            gate.send(record(T + 10 + i, 10 + 2 * i, T + 6_000));
        }
        assertThat(gate.judged).isEmpty();

        gate.send(record(T + 1_000, 9_999, T + 6_000));

        assertThat(gate.judged).containsExactly(List.of("1000010#10"));
        assertThat(gate.waiting.size()).isEqualTo(Reorderer.MOST_RECORDS);
    }

    @Test
    void noMoreWaitsThanTheBoundInBytes() {
        String large = "x".repeat(60_000);
        for (int i = 0; i < 10; i++) {
            gate.send(record(T + 10 + i, 10 + 2 * i, T + 6_000, large));
        }

        assertThat(gate.waiting.bytes()).isLessThanOrEqualTo(Reorderer.MOST_BYTES);
        assertThat(gate.judged).hasSize(6);
    }

    @Test
    void aNegativeBoundIsRefused() {
        assertThatThrownBy(() -> new Reorderer(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the bound of disorder must not be negative: -1 ms");
    }

    // ---- late and double -------------------------------------------------------------------------------------------

    @Test
    void exactlyTheBoundIsNotLate() {
        gate.send(record(T + 6_000, 7, T + 6_000))
                .send(record(T + 1_000, 5, T + 6_001))
                .send(record(T + 999, 4, T + 6_002));

        assertThat(gate.admissions).containsExactly(Admission.TIMELY, Admission.TIMELY, Admission.LATE);
    }

    @Test
    void whatHasTheTimestampAndSequenceOfARecordWithinTheBoundIsADuplicate() {
        gate.send(record(T + 1_000, 2, T + 6_000))
                .send(record(T + 2_000, 3, T + 6_001))
                .send(record(T + 1_000, 2, T + 6_002, "other bytes"))
                .send(record(T, 1, T + 6_003));

        assertThat(gate.admissions)
                .containsExactly(Admission.TIMELY, Admission.TIMELY, Admission.DUPLICATE, Admission.DUPLICATE);
    }

    @Test
    void whatWaitsIsKnownToo() {
        gate.send(record(T + 4_000, 3, T + 6_000)).send(record(T + 4_000, 3, T + 6_001));

        assertThat(gate.admissions).containsExactly(Admission.TIMELY, Admission.DUPLICATE);
    }

    @Test
    void aRepeatFromBeyondTheBoundIsLate() {
        gate.send(record(T + 6_000, 2, T + 6_000)).send(record(T, 1, T + 6_001));

        assertThat(gate.admissions).containsExactly(Admission.TIMELY, Admission.LATE);
    }

    @Test
    void withoutASequenceOnlyTheSameBytesAreADuplicate() {
        gate.send(unnumbered(T + 1_000, T + 6_000, "a"))
                .send(unnumbered(T + 1_000, T + 6_001, "a"))
                .send(unnumbered(T + 1_000, T + 6_002, "b"))
                .send(unnumbered(T + 1_001, T + 6_003, "a"));

        assertThat(gate.admissions)
                .containsExactly(Admission.TIMELY, Admission.DUPLICATE, Admission.TIMELY, Admission.TIMELY);
    }

    // ---- records of one instant ------------------------------------------------------------------------------------

    @Test
    void partsOfAnInstantAreJudgedTogetherWhenALaterInstantBegins() {
        gate.send(record(T + 2_000, 2, T + 6_000, "part a"))
                .send(record(T + 2_000, 4, T + 6_000, "part c"))
                .send(record(T + 2_000, 3, T + 6_000, "part b"));
        assertThat(gate.judged).isEmpty();

        gate.send(record(T + 4_000, 5, T + 8_000, "part d"));

        assertThat(gate.judged).containsExactly(List.of("part a", "part b", "part c"));
    }

    @Test
    void partsOfAnInstantWaitForAMissingOne() {
        gate.send(record(T + 2_000, 2, T + 6_000, "part a")).send(record(T + 4_000, 4, T + 8_000, "part c"));
        assertThat(gate.judged).isEmpty();

        gate.send(record(T + 2_000, 3, T + 8_001, "part b"));

        assertThat(gate.judged).containsExactly(List.of("part a", "part b"));
    }

    @Test
    void partsWithoutASequenceAreJudgedTogether() {
        gate.send(unnumbered(T + 2_000, T + 6_000, "part a"))
                .send(unnumbered(T + 4_000, T + 6_000, "part c"))
                .send(unnumbered(T + 2_000, T + 6_000, "part b"))
                .clock(T + 11_001);

        assertThat(gate.judged).containsExactly(List.of("part a", "part b"), List.of("part c"));
    }

    @Test
    void aSourceThatAddsToACompleteRecordIsWaitedForFromThenOn() {
        gate.send(record(T + 2_000, 2, T + 6_000, "whole")).send(record(T + 2_000, 3, T + 6_000, "part more"));
        assertThat(gate.judged).containsExactly(List.of("whole"), List.of("part more"));

        gate.send(record(T + 4_000, 4, T + 8_000, "whole"))
                .send(record(T + 4_000, 5, T + 8_000, "part more"))
                .send(record(T + 6_000, 6, T + 10_000, "whole"))
                .send(record(T + 8_000, 7, T + 12_000, "whole"))
                .send(record(T + 10_000, 8, T + 14_000, "whole"));

        assertThat(gate.judged.subList(2, gate.judged.size()))
                .as("until an instant comes whole again")
                .containsExactly(List.of("whole", "part more"), List.of("whole"), List.of("whole"), List.of("whole"));
    }

    // ---- a clock that was set back ---------------------------------------------------------------------------------

    @Test
    void fiveLateRecordsThatRunOnSetTheClockBack() {
        sendLate(5, T - 3_600_000, 2, 1);

        assertThat(gate.admissions)
                .containsExactly(
                        Admission.LATE, Admission.LATE, Admission.LATE, Admission.LATE, Admission.CLOCK_SET_BACK);
        gate.clock(T + 100_000);
        assertThat(gate.judged).containsExactly(List.of("-2599996#6"));
    }

    @Test
    void afterAClockWasSetBackTheNewTimeCounts() {
        sendLate(8, T - 3_600_000, 2, 1);

        assertThat(gate.admissions.subList(4, 8))
                .containsExactly(Admission.CLOCK_SET_BACK, Admission.TIMELY, Admission.TIMELY, Admission.TIMELY);
    }

    @Test
    void aTimelyRecordInBetweenBeginsTheCountAnew() {
        sendLate(4, T - 3_600_000, 2, 1);
        gate.send(record(T + 1_000, 6, T + 6_100));
        sendLate(4, T - 3_590_000, 7, 1);

        assertThat(gate.admissions).doesNotContain(Admission.CLOCK_SET_BACK);
    }

    @Test
    void lateRecordsThatDoNotRiseAreNoClock() {
        for (int i = 0; i < 20; i++) {
            gate.send(record(T - 100_000 - i, 2 + i, T + 6_000 + i));
        }

        assertThat(gate.admissions).containsOnly(Admission.LATE);
    }

    @Test
    void aLogThatIsSentAgainIsNoClock() {
        for (int i = 1; i < 30; i++) {
            gate.send(record(T + 1_000L * i, 1 + i, T + 6_000 + 1_000L * i));
        }
        gate.admissions.clear();
        for (int i = 0; i < 24; i++) {
            gate.send(record(T + 1_000L * i, 1 + i, T + 40_000 + 1_000L * i));
        }

        assertThat(gate.admissions).containsOnly(Admission.LATE);
    }

    @Test
    void withoutASequenceLateRecordsAreAClockOnlyAtThePaceOfTheirArrivals() {
        for (int i = 0; i < 10; i++) {
            gate.send(unnumbered(T - 100_000 + 1_000L * i, T + 6_000 + i, "burst"));
        }
        assertThat(gate.admissions).containsOnly(Admission.LATE);

        for (int i = 0; i < 8; i++) {
            gate.send(unnumbered(T - 80_000 + 1_000L * i, T + 7_000 + 1_000L * i, "live"));
        }

        assertThat(gate.admissions).containsOnlyOnce(Admission.CLOCK_SET_BACK);
    }

    @Test
    void aNumberingThatBeganAnewWithAClockBeforeTheMachinesFirstRecordIsAClock() {
        sendLate(5, T - 3_600_000, 1, 1_000);

        assertThat(gate.admissions).endsWith(Admission.CLOCK_SET_BACK);
    }

    private void sendLate(int count, long timestamp, long sequence, long step) {
        for (int i = 0; i < count; i++) {
            gate.send(record(timestamp + i * step, sequence + i, T + 6_000 + i * step));
        }
    }

    // ---- state -----------------------------------------------------------------------------------------------------

    @Test
    void anOrderAndWhatWaitsAreTheSameWhenWrittenAndRead() throws IOException {
        gate.send(record(T + 2_000, 2, T + 6_000, "whole"))
                .send(unnumbered(T + 3_000, T + 6_001, "no number"))
                .send(new MachineRecord("M", T + 4_000, -7, T + 6_002, 3, 42, new byte[] {1, -1}, new byte[0]))
                .send(record(T - 9_000, 9, T + 6_003));
        gate.order.anyWaiting(true);
        gate.order.wakeUp(T + 11_002);

        byte[] order = written(gate.order::write);
        byte[] waiting = written(gate.waiting::write);

        assertThat(written(RecordOrder.read(in(order))::write)).isEqualTo(order);
        assertThat(written(WaitingRecords.read(in(waiting))::write)).isEqualTo(waiting);
        assertThat(WaitingRecords.read(in(waiting)).bytes()).isEqualTo(gate.waiting.bytes());
        assertThat(WaitingRecords.read(in(waiting)).get(1))
                .usingRecursiveComparison()
                .isEqualTo(gate.waiting.get(1));
    }

    @Test
    void aMachineWhoseSequenceRunsOnNeedsLessThanAHundredBytes() throws IOException {
        for (int i = 1; i < 100; i++) {
            gate.send(record(T + 2_000L * i, 1 + i, T + 6_000 + 2_000L * i));
        }

        assertThat(written(gate.order::write)).hasSizeLessThan(100);
    }

    @Test
    void whatANewerBuildWroteIsRefusedWithWhatToDo() throws IOException {
        byte[] newer = written(gate.waiting::write);
        newer[0] = 99;

        assertThatThrownBy(() -> WaitingRecords.read(in(newer)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("restore them with the build that wrote them");
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
