package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.junit.jupiter.api.Test;

final class HardProfileTest {

    private static final int SAMPLES = 180;
    private static final List<SimulatedRun> RUNS = SimulatedRuns.generate(
            SimulatedRuns.settings(400, 9).profile(Profile.HARD).build(), SAMPLES);

    @Test
    void temperatureFollowsAChangeOfPhaseWithinAMinute() {
        // Roughing ends at sample 99 with 43 + 1.2 w, finishing begins with 38 + 0.8 w; half a minute is 15 samples.
        double before = 43 + 1.2 * Math.sin(99 / 11.0);
        double step = before - (38 + 0.8 * Math.sin(100 / 11.0));
        double lagBefore = meanResidual(99, "temperature_c", "expected_temperature_c");

        for (int k : new int[] {1, 8, 15, 30, 50}) {
            assertThat(meanResidual(99 + k, "temperature_c", "expected_temperature_c"))
                    .as("after " + k + " samples")
                    .isCloseTo((step + lagBefore) * Math.exp(-2.0 * k / 60), within(0.3));
        }
    }

    @Test
    void noiseIsCorrelatedFromSampleToSampleWithTheSameSpread() {
        Spread all = new Spread();
        double products = 0;
        int pairs = 0;
        for (SimulatedRun run : RUNS) {
            double[] residuals = new double[90];
            Spread own = new Spread();
            for (int i = 0; i < residuals.length; i++) {
                SimulatedSample sample = run.samples().get(60 + i);
                residuals[i] = Records.signal(sample, "tool_wear_pct") - (4 + 0.18 * (60 + i));
                own.add(residuals[i]);
                all.add(residuals[i]);
            }
            for (int i = 1; i < residuals.length; i++) {
                products += residuals[i] * residuals[i - 1];
                pairs++;
            }
        }

        assertThat(all.deviation()).isCloseTo(0.45, within(0.02));
        assertThat(products / pairs / (all.deviation() * all.deviation())).isCloseTo(0.6, within(0.03));
    }

    @Test
    void everyMachineHasAnOffsetOfItsOwn() {
        Spread offsets = new Spread();
        for (SimulatedRun run : RUNS) {
            Spread own = new Spread();
            for (int n = 110; n < 156; n++) {
                if (run.samples().get(n).began().isEmpty()) {
                    own.add(residual(run, n, "spindle_load_pct", "expected_load_pct"));
                }
            }
            offsets.add(own.mean());
        }

        // What the autocorrelated noise leaves in a mean of 46 samples adds to the offsets' own 2 points.
        assertThat(offsets.mean()).isCloseTo(0, within(0.4));
        assertThat(offsets.deviation()).isCloseTo(Math.hypot(2.0, 2.2 * Math.sqrt(4.0 / 46)), within(0.25));
    }

    @Test
    void oneSampleInAHundredSpikesInOneSignal() {
        long spikes = RUNS.stream()
                .mapToLong(run -> Records.truth(run, "spike").size())
                .sum();

        assertThat(spikes / (double) (RUNS.size() * SAMPLES)).isCloseTo(0.01, within(0.0015));
    }

    @Test
    void aSpikeStandsInOneSignalAlone() {
        Spread load = new Spread();
        Spread temperature = new Spread();
        Spread sound = new Spread();
        int inVibration = 0;
        int spikes = 0;
        for (SimulatedRun run : RUNS) {
            for (int n = 0; n < SAMPLES; n++) {
                List<TruthWindow> spike = run.samples().get(n).ended();
                double nominal = n < 28 ? 0.18 : n < 100 ? 0.42 : n < 156 ? 0.28 : 0.12;
                double vibration = Records.signal(run.samples().get(n), "vibration_rms") - nominal;
                if (spike.isEmpty() || vibration > 0.5) {
                    assertThat(vibration > 0.5).isEqualTo(!spike.isEmpty());
                }
                if (spike.isEmpty()) {
                    sound.add(residual(run, n, "temperature_c", "expected_temperature_c"));
                } else {
                    assertThat(spike)
                            .allMatch(window ->
                                    window.kind().equals("spike") && window.startMillis() == window.endMillis());
                    spikes++;
                    inVibration += vibration > 0.5 ? 1 : 0;
                    if (vibration < 0.5) {
                        load.add(residual(run, n, "spindle_load_pct", "expected_load_pct"));
                        temperature.add(residual(run, n, "temperature_c", "expected_temperature_c"));
                    }
                }
            }
        }

        // Half of the spikes that are not in vibration are in load, by 25 points on average, half in temperature, by
        // 12.5.
        assertThat(inVibration / (double) spikes).isCloseTo(1 / 3.0, within(0.06));
        assertThat(load.mean()).isCloseTo(25 / 2.0, within(2.0));
        assertThat(temperature.mean() - sound.mean()).isCloseTo(12.5 / 2, within(1.0));
    }

    @Test
    void theToolEntersTheMaterialWithAShock() {
        double engaging = meanResidual(101, "spindle_load_pct", "expected_load_pct");
        double engaged = meanResidual(103, "spindle_load_pct", "expected_load_pct");

        assertThat(engaging - engaged).isCloseTo(5, within(0.8));
        assertThat(mean(101, "vibration_rms") - mean(103, "vibration_rms")).isCloseTo(0.1, within(0.06));
    }

    private static double meanResidual(int n, String signal, String expected) {
        Spread spread = new Spread();
        for (SimulatedRun run : RUNS) {
            if (run.samples().get(n).began().isEmpty()) {
                spread.add(residual(run, n, signal, expected));
            }
        }
        return spread.mean();
    }

    private static double mean(int n, String signal) {
        Spread spread = new Spread();
        for (SimulatedRun run : RUNS) {
            if (run.samples().get(n).began().isEmpty()) {
                spread.add(Records.signal(run.samples().get(n), signal));
            }
        }
        return spread.mean();
    }

    private static double residual(SimulatedRun run, int n, String signal, String expected) {
        return Records.signal(run.samples().get(n), signal)
                - Records.signal(run.samples().get(n), expected);
    }
}
