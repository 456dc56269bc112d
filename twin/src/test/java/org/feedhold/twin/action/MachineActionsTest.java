package org.feedhold.twin.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which operator action of a machine comes next, and which repeats another. */
class MachineActionsTest {

    private final MachineActions actions = new MachineActions();
    private final ActionsTaken taken = new ActionsTaken();

    @Test
    void actionsComeInTheOrderOfTheLogHoweverTheyWereTold() {
        ArrivedAction first = arrived("a", 1_000, 0, 5);
        ArrivedAction second = arrived("b", 1_000, 1, 2);
        ArrivedAction third = arrived("c", 2_000, 0, 6);
        actions.add(third);
        actions.add(second);
        actions.add(first);

        assertThat(actions.add(second)).isFalse();
        assertThat(actions.next(taken)).isEqualTo(first);
        taken.take(first);
        assertThat(actions.next(taken)).isEqualTo(second);
        taken.take(second);
        assertThat(actions.next(taken)).isEqualTo(third);
        taken.take(third);
        assertThat(actions.next(taken)).isNull();
    }

    @Test
    void theSameIdWithinAWeekIsARepeatOfTheFirst() {
        ArrivedAction first = arrived("a", 0, 0, 1);
        ArrivedAction other = arrived("b", 10, 0, 2);
        ArrivedAction again = arrived("a", MachineActions.REPEAT_MILLIS, 0, 3);
        actions.add(first);
        actions.add(other);
        actions.add(again);

        assertThat(actions.original(first)).isNull();
        assertThat(actions.original(other)).isNull();
        assertThat(actions.original(again)).isEqualTo(first);
    }

    @Test
    void theSameIdAfterAWeekIsAnotherAction() {
        actions.add(arrived("a", 0, 0, 1));
        ArrivedAction later = arrived("a", MachineActions.REPEAT_MILLIS + 1, 0, 2);
        actions.add(later);

        assertThat(actions.original(later)).isNull();
    }

    @Test
    void whatIsDroppedIsGone() {
        actions.add(arrived("a", 1_000, 0, 1));

        actions.dropUntil(999);
        assertThat(actions.isEmpty()).isFalse();
        actions.dropUntil(1_000);
        assertThat(actions.isEmpty()).isTrue();
    }

    @Test
    void aToolChangeWaitsForTheFirstSampleThatIsNotOlder() {
        taken.awaitSample(5_000);
        taken.awaitSample(3_000);

        assertThat(taken.toolChangeFrom()).isEqualTo(3_000);
        taken.changeTool(4_999);
        assertThat(taken.toolChangeFrom()).isEqualTo(5_000);
        taken.changeTool(5_000);
        assertThat(taken.toolChangeFrom()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void thereIsABoundForWhatWaits() {
        for (int i = 0; i < ActionsTaken.MOST_TOOL_CHANGES; i++) {
            assertThat(taken.awaitSample(i)).isTrue();
        }

        assertThat(taken.awaitSample(99)).isFalse();
    }

    @Test
    void howFarActionsHaveBeenTakenIsReadAgainAsItWasWritten() throws IOException {
        taken.take(arrived("a", 1_783_350_571_123L, 5, 1_234_567));
        taken.awaitSample(1_783_350_999_000L);
        taken.awaitSample(1_783_350_000_000L);

        ActionsTaken read = read(written(taken));

        assertThat(read).usingRecursiveComparison().isEqualTo(taken);
        assertThat(read(written(new ActionsTaken()))).usingRecursiveComparison().isEqualTo(new ActionsTaken());
        assertThat(written(taken)).hasSizeLessThan(30);
    }

    @Test
    void whatANewerVersionWroteIsRefused() throws IOException {
        byte[] newer = written(taken);
        newer[0]++;

        assertThatThrownBy(() -> read(newer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("have version 2, and this build reads up to 1");
    }

    private static byte[] written(ActionsTaken taken) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        taken.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static ActionsTaken read(byte[] bytes) throws IOException {
        return ActionsTaken.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static ArrivedAction arrived(String id, long arrival, int partition, long offset) {
        OperatorAction action = new OperatorAction(
                ActionKind.TOOL_CHANGE,
                id,
                "MILL-1",
                null,
                null,
                "ann",
                Instant.ofEpochMilli(arrival),
                null,
                null,
                null,
                null);
        return new ArrivedAction(action, arrival, partition, offset);
    }
}
