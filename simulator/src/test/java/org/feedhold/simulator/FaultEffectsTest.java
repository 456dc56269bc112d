package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.fault.FaultType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault draws nothing from the noise, so a run with it differs from the same run without it by its effect alone. */
final class FaultEffectsTest {

    private static final int SAMPLES = 60;
    private static final int FIRST = 40;
    private static final int LAST = 49;
    private static final String AT = "@" + FIRST + "-" + LAST;
    private static final List<String> SENSORS =
            List.of("spindle_load_pct", "vibration_rms", "temperature_c", "feed_rate_mm_min");

    private final SimulatedRun sound = Records.run(SimulationSettings.builder(), SAMPLES);

    @Test
    void chatterShakesAndLoadsTheSpindle() {
        SimulatedRun run = broken("chatter" + AT);

        for (int k = 0; k < 10; k++) {
            assertThat(rise(run, k, "vibration_rms")).isBetween(0.749, 1.351);
            assertThat(rise(run, k, "spindle_load_pct")).isBetween(3.98, 8.02);
        }
        assertThat(rise(run, 1, "vibration_rms")).isNotEqualTo(rise(run, 2, "vibration_rms"));
        assertUnchanged(run, "temperature_c", "feed_rate_mm_min", "tool_wear_pct");
    }

    @Test
    void toolWearRises() {
        SimulatedRun run = broken("tool_wear" + AT);

        for (int k = 0; k < 10; k++) {
            assertThat(rise(run, k, "spindle_load_pct")).isCloseTo(10 + 0.15 * k, within(0.011));
            assertThat(rise(run, k, "vibration_rms")).isCloseTo(0.12 + 0.005 * k, within(0.0011));
            assertThat(rise(run, k, "tool_wear_pct")).isCloseTo(18, within(0.011));
        }
        assertUnchanged(run, "temperature_c", "feed_rate_mm_min");
    }

    @Test
    void thermalDriftRises() {
        SimulatedRun run = broken("thermal_drift" + AT);

        for (int k = 0; k < 10; k++) {
            assertThat(rise(run, k, "temperature_c")).isCloseTo(9 + 0.25 * k, within(0.011));
            assertThat(rise(run, k, "spindle_load_pct")).isCloseTo(3, within(0.011));
        }
        assertUnchanged(run, "vibration_rms", "feed_rate_mm_min", "tool_wear_pct");
    }

    @Test
    void feedMismatchMultipliesTheFeed() {
        SimulatedRun run = broken("feed_mismatch" + AT);

        for (int k = 0; k < 10; k++) {
            assertThat(faulty(run, k, "feed_rate_mm_min") / faulty(sound, k, "feed_rate_mm_min"))
                    .isCloseTo(2.35, within(0.001));
            assertThat(rise(run, k, "vibration_rms")).isCloseTo(0.28, within(0.0011));
            assertThat(rise(run, k, "spindle_load_pct")).isCloseTo(8, within(0.011));
        }
    }

    @Test
    void aBrokenToolLeavesAFifthOfTheLoad() {
        SimulatedRun run = broken("broken_tool" + AT);

        for (int k = 0; k < 10; k++) {
            assertThat(faulty(run, k, "spindle_load_pct"))
                    .isCloseTo(0.2 * faulty(run, k, "expected_load_pct"), within(2.5));
        }
    }

    @Test
    void loadFaultsAddTheirPoints() {
        assertThat(rise(broken("overload" + AT), 5, "spindle_load_pct")).isCloseTo(30, within(0.011));
        assertThat(rise(broken("load_shift" + AT), 5, "spindle_load_pct")).isCloseTo(6.5, within(0.011));
    }

    @Test
    void strengthScalesTheEffect() {
        assertThat(rise(broken("overload" + AT + "*1.5"), 0, "spindle_load_pct"))
                .isCloseTo(45, within(0.011));
        assertThat(faulty(broken("feed_mismatch" + AT + "*0.5"), 0, "feed_rate_mm_min")
                        / faulty(sound, 0, "feed_rate_mm_min"))
                .isCloseTo(1.675, within(0.001));
    }

    @Test
    void faultsAtTheSameTimeAddUp() {
        SimulatedRun run = broken("overload" + AT + ",thermal_drift" + AT);

        assertThat(rise(run, 0, "spindle_load_pct")).isCloseTo(33, within(0.011));
        assertThat(rise(run, 0, "temperature_c")).isCloseTo(9, within(0.011));
    }

    @Test
    void nothingElseThanTheFaultySamplesChanges() {
        for (String kind : List.of("chatter", "sensor_dropout:stuck", "sensor_dropout:silent_machine", "broken_tool")) {
            SimulatedRun run = broken(kind + AT);
            for (int n = 0; n < SAMPLES; n++) {
                if (n < FIRST || n > LAST) {
                    assertThat(run.samples().get(n).telemetry())
                            .isEqualTo(sound.samples().get(n).telemetry());
                } else {
                    assertThat(run.samples().get(n).telemetry())
                            .isNotEqualTo(sound.samples().get(n).telemetry());
                }
            }
        }
    }

    @Test
    void aDropoutIsNullUnlessSaidOtherwise() {
        JsonNode record = first(broken("sensor_dropout" + AT));

        assertThat(SENSORS).allSatisfy(sensor -> {
            assertThat(record.has(sensor)).isTrue();
            assertThat(record.path(sensor).isNull()).isTrue();
        });
        assertThat(record.path("spindle_speed_rpm").isNumber()).isTrue();
        assertThat(record.path("expected_load_pct").isNumber()).isTrue();
    }

    @Test
    void anAbsentSensorIsNotInTheRecord() {
        JsonNode record = first(broken("sensor_dropout:absent" + AT));

        assertThat(SENSORS).allSatisfy(sensor -> assertThat(record.has(sensor)).isFalse());
    }

    @Test
    void aSensorWithoutANumberSaysSoInText() {
        JsonNode record = first(broken("sensor_dropout:nan" + AT));

        assertThat(SENSORS)
                .allSatisfy(
                        sensor -> assertThat(record.path(sensor).textValue()).isEqualTo("NaN"));
    }

    @Test
    void aGlitchingSensorIsExactlyZero() {
        JsonNode record = first(broken("sensor_dropout:zero" + AT));

        assertThat(SENSORS).allSatisfy(sensor -> {
            assertThat(record.path(sensor).isNumber()).isTrue();
            assertThat(record.path(sensor).doubleValue()).isZero();
        });
    }

    @Test
    void aStuckSensorRepeatsTheLastSoundValues() {
        SimulatedRun run = broken("sensor_dropout:stuck" + AT);

        for (String sensor : SENSORS) {
            double last = Records.signal(run.samples().get(FIRST - 1), sensor);
            for (int k = 0; k < 10; k++) {
                assertThat(faulty(run, k, sensor)).isEqualTo(last);
            }
        }
    }

    @Test
    void aWrongUnitIsNamedForVibrationAlone() {
        assertThat(first(broken("sensor_dropout:wrong_unit" + AT)).path("units").toString())
                .isEqualTo("{\"vibration_rms\":\"mm/s\"}");
        assertThat(first(sound).has("units")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent_machine", "silent_gateway"})
    void aSilentMachineSendsNothingAndItsNumbersGoOn(String variant) {
        SimulatedRun run = Records.run(
                SimulationSettings.builder()
                        .gatewayIds(List.of("GW-1"))
                        .faults(Records.script("sensor_dropout:" + variant + AT)),
                SAMPLES);

        for (int n = FIRST; n <= LAST; n++) {
            assertThat(run.samples().get(n).telemetry()).isNull();
        }
        assertThat(Records.telemetry(run.samples().get(LAST + 1))
                        .path("sequence")
                        .intValue())
                .isEqualTo(LAST + 2);
    }

    @Test
    void aSilentGatewaySilencesAllOfItsMachinesAndNoOther() {
        FaultPlan plan =
                new FaultPlan.PerMachine(Map.of("RUN-002", FaultScript.parse("sensor_dropout:silent_gateway" + AT)));
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulatedRuns.settings(4, 1)
                        .gatewayIds(List.of("GW-1", "GW-2"))
                        .faults(plan)
                        .build(),
                SAMPLES);

        assertThat(runs)
                .extracting(run -> run.samples().get(FIRST).telemetry() == null)
                .containsExactly(true, true, false, false);
        assertThat(runs.get(0).truth()).hasSize(1).allSatisfy(window -> {
            assertThat(window.variant()).isEqualTo("silent_gateway");
            assertThat(window.machineId()).isEqualTo("RUN-001");
        });
    }

    @Test
    void plansThatDoNotFitTheMachinesSayWhy() {
        assertThatThrownBy(() -> Records.run(
                        SimulationSettings.builder().faults(Records.script("sensor_dropout:silent_gateway" + AT)), 1))
                .hasMessageContaining("give gateway ids");
        FaultPlan elsewhere = new FaultPlan.PerMachine(Map.of("RUN-9", FaultScript.parse("chatter" + AT)));
        assertThatThrownBy(() -> Records.run(SimulationSettings.builder().faults(elsewhere), 1))
                .hasMessageContaining("\"RUN-9\"")
                .hasMessageContaining("not simulated");
    }

    @Test
    void anInjectedFaultBeginsWithTheNextSample() {
        SimulatedMachine machine =
                SimulatedMachine.all(SimulationSettings.builder().build()).get(0);
        machine.next();
        machine.inject(FaultType.parse("overload"), 2, 1);

        SimulatedSample first = machine.next();
        SimulatedSample second = machine.next();
        SimulatedSample third = machine.next();

        assertThat(first.began())
                .containsExactly(new TruthWindow(
                        "SEAS-CNC-01", "overload", "", first.timestampMillis(), second.timestampMillis(), 1));
        assertThat(second.ended()).isEqualTo(first.began());
        assertThat(Records.signal(second, "spindle_load_pct")).isGreaterThan(50);
        assertThat(Records.signal(third, "spindle_load_pct")).isLessThan(40);
    }

    @Test
    void aFaultOfAKindThatIsAtWorkIsRefused() {
        SimulatedMachine machine =
                SimulatedMachine.all(SimulationSettings.builder().build()).get(0);
        machine.inject(FaultType.parse("overload"), 5, 1);

        assertThatThrownBy(() -> machine.inject(FaultType.parse("overload"), 5, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SEAS-CNC-01 already has a fault overload");
    }

    private static SimulatedRun broken(String script) {
        return Records.run(SimulationSettings.builder().faults(Records.script(script)), SAMPLES);
    }

    private static JsonNode first(SimulatedRun run) {
        return Records.telemetry(run.samples().get(FIRST));
    }

    private static double faulty(SimulatedRun run, int k, String signal) {
        return Records.signal(run.samples().get(FIRST + k), signal);
    }

    private double rise(SimulatedRun run, int k, String signal) {
        return faulty(run, k, signal) - faulty(sound, k, signal);
    }

    private void assertUnchanged(SimulatedRun run, String... signals) {
        for (String signal : signals) {
            for (int k = 0; k < 10; k++) {
                assertThat(rise(run, k, signal)).as(signal).isZero();
            }
        }
    }
}
