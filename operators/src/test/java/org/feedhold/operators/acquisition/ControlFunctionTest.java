package org.feedhold.operators.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.operators.fixture.TextWire.action;
import static org.feedhold.operators.fixture.TextWire.arriving;
import static org.feedhold.operators.fixture.TextWire.bytes;
import static org.feedhold.operators.fixture.TextWire.model;
import static org.feedhold.operators.fixture.TextWire.release;

import java.time.Instant;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.feedhold.operators.fixture.ControlRecords;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every control record is either applied, and sent on, or refused with the reason, and whole in the dead letters. */
class ControlFunctionTest {

    private OneInputStreamOperatorTestHarness<ControlRecord, ControlRecord> harness;

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void aValidModelIsAppliedFromItsEffectiveTime() throws Exception {
        ControlRecord model = model(0, "name=m version=2 effective=5000");

        given().processElement(model, 0);

        assertThat(harness.extractOutputValues())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(model);
        assertThat(events())
                .containsExactly(new ControlEvent(true, "process_model", "m@2", Instant.ofEpochMilli(5_000), null));
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void aModelIsAppliedWhenEveryTwinKnowsItThoughItsEffectiveTimeIsPastOrNotSaid() throws Exception {
        given();
        harness.processElement(arriving(1_000, model(0, "name=m")), 0);
        harness.processElement(arriving(2_000, model(1, "name=n effective=0")), 0);

        assertThat(events())
                .extracting(ControlEvent::at)
                .containsExactly(Instant.ofEpochMilli(3_000), Instant.ofEpochMilli(4_000));
    }

    @Test
    void aReleaseIsAppliedFromItsArrivalAndOneThatReplacesItWhenEveryTwinKnowsIt() throws Exception {
        ControlRecord first =
                arriving(1_000, release(0, "MILL-1/P", "machine=MILL-1 part=P decision=RELEASE_TO_BUILD"));
        ControlRecord second =
                arriving(9_000, release(1, "MILL-1/P", "machine=MILL-1 part=P decision=REDESIGN_REQUIRED"));

        given();
        harness.processElement(first, 0);
        harness.processElement(second, 0);

        assertThat(harness.extractOutputValues())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(first, second);
        assertThat(events())
                .containsExactly(
                        new ControlEvent(true, "release", "MILL-1/P", Instant.ofEpochMilli(1_000), null),
                        new ControlEvent(true, "release", "MILL-1/P", Instant.ofEpochMilli(11_000), null));
    }

    @Test
    void theSameModelAgainIsAppliedAgainWithoutHarm() throws Exception {
        given(model(0, "name=m")).processElement(model(0, "name=m"), 0);

        assertThat(events()).extracting(ControlEvent::applied).containsExactly(true);
    }

    @Test
    void theSameKeyWithOtherContentIsRefusedWhetherItCameNowOrBeforeTheStart() throws Exception {
        given(model(0, "name=m limit=80"));
        harness.processElement(arriving(1_000, model(1, "name=m limit=90")), 0);
        harness.processElement(model(2, "name=n limit=80"), 0);
        harness.processElement(model(3, "name=n limit=90"), 0);

        assertThat(events()).extracting(ControlEvent::applied).containsExactly(false, true, false);
        assertThat(events().get(0).reason()).isEqualTo("m@1 is taken by other content: publish it under a new version");
        assertThat(events().get(0).at()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void aKeyThatIsNotThatOfTheContentIsRefused() throws Exception {
        given();
        harness.processElement(model(0, "m@7", "name=m version=1"), 0);
        harness.processElement(release(0, "P", "machine=MILL-1 part=P decision=RELEASE_TO_BUILD"), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(events())
                .extracting(ControlEvent::reason)
                .containsExactly(
                        "the key is m@7, but the content is m@1: use name@version as key",
                        "the key is P, but the content is for MILL-1/P: use machine_id/part_id as key");
    }

    @Test
    void aRefusedKeyIsNotTaken() throws Exception {
        given(model(0, "wrong", "name=m limit=80")).processElement(model(1, "name=m limit=90"), 0);

        assertThat(events()).extracting(ControlEvent::applied).containsExactly(true);
    }

    @Test
    void aRecordWithoutAKeyIsRefused() throws Exception {
        given().processElement(model(0, null, "name=m"), 0);

        assertThat(events().get(0).applied()).isFalse();
        assertThat(events().get(0).key()).isEmpty();
        assertThat(deadLetters().get(0).key()).isNull();
    }

    @Test
    void aTombstoneIsRefused() throws Exception {
        given().processElement(
                        new ControlRecord(ControlRecord.Kind.RELEASE, "MILL-1/P", null, 1_000, "releases", 2, 9), 0);

        assertThat(events().get(0).reason()).isEqualTo("the value is null: nothing can be deleted from this topic");
        assertThat(deadLetters().get(0).value()).isNull();
    }

    @Test
    void whatIsRefusedIsADeadLetterWhole() throws Exception {
        given().processElement(model(17, "key", "no name"), 0);

        DeadLetter letter = deadLetters().get(0);
        assertThat(letter.reason()).isEqualTo("refused_process_model");
        assertThat(letter.detail()).isEqualTo("the model has no name: give it one");
        assertThat(letter.key()).isEqualTo(bytes("key"));
        assertThat(letter.value()).isEqualTo(bytes("no name"));
        assertThat(letter.sourceTopic()).isEqualTo("process-models");
        assertThat(letter.sourceOffset()).isEqualTo(17);
    }

    @Test
    void aValidActionGoesToItsMachineAndIsNotBroadcast() throws Exception {
        ControlRecord check = action(1_000, 7, "action=CHECK_COMPLETED episode=E");

        given().processElement(check, 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(events()).as("its machine's twin answers").isEmpty();
        assertThat(side(ControlFunction.ACTIONS)).singleElement().satisfies(sent -> {
            assertThat(sent.isAction()).isTrue();
            assertThat(sent.machineId()).isEqualTo("MILL-1");
            assertThat(sent.actionRecord()).usingRecursiveComparison().isEqualTo(check);
        });
    }

    @Test
    void anActionWithoutEffectIsRefusedUnderItsOwnIdAndKeptWhole() throws Exception {
        ControlRecord shelved = action(1_000, 7, "action=SHELVE id=S-1 episode=E");

        given().processElement(shelved, 0);
        harness.processElement(action(2_000, 8, "nonsense"), 0);

        assertThat(side(ControlFunction.ACTIONS)).isEmpty();
        assertThat(events()).extracting(ControlEvent::applied).containsExactly(false, false);
        assertThat(events()).extracting(ControlEvent::key).containsExactly("MILL-1/S-1", "MILL-1");
        assertThat(events().get(0).reason()).contains("this version keeps no alarm states");
        assertThat(deadLetters())
                .extracting(DeadLetter::reason)
                .containsExactly("refused_operator_action", "refused_operator_action");
        assertThat(deadLetters().get(0).value()).isEqualTo(shelved.value());
    }

    @Test
    void theKeyOfARefusedRecordIsKeptByteForByte() throws Exception {
        byte[] key = {'m', (byte) 0xff, 0, '@', '1'};

        given().processElement(
                        new ControlRecord(
                                ControlRecord.Kind.PROCESS_MODEL, key, bytes("name=m"), 1_000, "process-models", 0, 0),
                        0);

        assertThat(deadLetters().get(0).key()).isEqualTo(key);
    }

    @Test
    void whatIsSaidOfAHugeRefusedRecordIsShort() throws Exception {
        String huge = "n".repeat(1 << 20);

        given().processElement(model(0, huge, "name=" + huge), 0);
        harness.processElement(model(1, huge, "name=other"), 0);

        assertThat(events()).extracting(ControlEvent::applied).containsExactly(false, false);
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.key()).hasSizeLessThan(300).startsWith("nnn").endsWith("…");
            assertThat(event.reason()).hasSizeLessThan(4_100).startsWith("the key is nnn");
        });
        assertThat(deadLetters()).allSatisfy(letter -> {
            assertThat(letter.detail()).hasSizeLessThan(4_100);
            assertThat(letter.key()).isEqualTo(bytes(huge));
        });
    }

    private OneInputStreamOperatorTestHarness<ControlRecord, ControlRecord> given(ControlRecord... log)
            throws Exception {
        harness = ProcessFunctionTestHarnesses.forProcessFunction(
                new ControlFunction(ControlRecords.of(log), new TextWire()));
        return harness;
    }

    private List<ControlEvent> events() {
        return side(ControlFunction.EVENTS);
    }

    private List<DeadLetter> deadLetters() {
        return side(ScanFunction.DEAD_LETTERS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }
}
