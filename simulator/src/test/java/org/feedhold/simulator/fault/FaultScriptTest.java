package org.feedhold.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultScriptTest {

    @Test
    void readsKindVariantSamplesAndStrengthInOrderOfTime() {
        List<Fault> faults = FaultScript.parse("overload@300-310*1.5, chatter@46-54,sensor_dropout:stuck@60-60");

        assertThat(faults)
                .containsExactly(
                        new Fault(FaultType.parse("chatter"), 46, 9, 1),
                        new Fault(new FaultType(FaultKind.SENSOR_DROPOUT, FaultVariant.STUCK), 60, 1, 1),
                        new Fault(FaultType.parse("overload"), 300, 11, 1.5));
    }

    @Test
    void aDropoutIsOfNullsUnlessSaidOtherwise() {
        assertThat(FaultScript.parse("sensor_dropout@1-2").get(0).type().variant())
                .isEqualTo(FaultVariant.NULL_VALUE);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        String text = "chatter@46-54,sensor_dropout:stuck@60-60,overload@300-310*1.5";

        assertThat(FaultScript.parse(text)).extracting(Fault::toString).containsExactly(text.split(",", -1));
    }

    @Test
    void anEmptyScriptHasNoFaults() {
        assertThat(FaultScript.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chater@46-54 | unknown fault \"chater\"; use one of chatter, tool_wear",
                "chatter@46 | not written as kind[:variant]@first-last[*strength], for example chatter@46-54",
                "chatter@54-46 | the last sample 46 lies before the first 54",
                "chatter:stuck@1-2 | chatter has no variants",
                "sensor_dropout:gone@1-2 | unknown variant \"gone\" of sensor_dropout; use one of null_value, absent",
                "chatter@1-2*0 | strength must be greater than 0",
                "chatter@1-2*11 | at most 10",
                "chatter@1-2,,chatter@3-4 | fault \"\" is not written as",
            })
    void aMistakeIsNamedWithItsEntry(String script, String message) {
        assertThatThrownBy(() -> FaultScript.parse(script))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("fault \"");
    }

    @Test
    void theSameSeedShiftsTheWholeScriptAlike() {
        List<Fault> shifted = FaultScript.shifted(FaultScript.REFERENCE, 25, 3);

        assertThat(shifted).isEqualTo(FaultScript.shifted(FaultScript.REFERENCE, 25, 3));
        long offset = shifted.get(0).firstSample() - 46;
        assertThat(offset).isBetween(-25L, 25L);
        for (int i = 0; i < shifted.size(); i++) {
            assertThat(shifted.get(i)).isEqualTo(FaultScript.REFERENCE.get(i).shifted(offset));
        }
    }

    @Test
    void aShiftThatCouldLeaveTheRunIsRefused() {
        assertThatThrownBy(() -> FaultScript.shifted(FaultScript.REFERENCE, 47, 3))
                .hasMessageContaining("chatter@46-54 before sample 0; give a shift from 0 to 46");
    }
}
