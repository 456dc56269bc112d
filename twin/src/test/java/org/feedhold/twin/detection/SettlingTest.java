package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.ModelBuilder.settling;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.util.Map;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A temperature that follows a change of phase slowly, or at once. */
class SettlingTest {

    private static final String TEMPERATURE = "temperature";
    private static final double MOST = 7;
    private static final double TIME_CONSTANT = 60_000;

    private final MachineUnderTest machine = new MachineUnderTest(model("m")
            .signal(signal(TEMPERATURE, "°C"))
            .phase("warmup", Map.of(TEMPERATURE, settling(28, 60_000)), Map.of())
            .phase("roughing", Map.of(TEMPERATURE, settling(43, 60_000)), Map.of())
            .phase("finishing", Map.of(TEMPERATURE, settling(38, 60_000)), Map.of())
            .rule(rule("thermal_drift", TEMPERATURE, Feature.RESIDUAL)
                    .hits(2, 3)
                    .offDelay(6_000)
                    .limit(Level.LOW, -MOST, Decision.HUMAN_REVIEW)
                    .limit(Level.HIGH, MOST, Decision.HUMAN_REVIEW))
            .build());

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 1, 10})
    void aMachineThatLagsAsItsModelSaysRaisesNothing(double hertz) {
        machine.intervalMillis = Math.round(1_000 / hertz);
        cut("warmup", 28, 60_000);

        double reached = lag("roughing", 28, 43, 120_000);
        reached = lag("warmup", reached, 28, 30_000);
        lag("finishing", reached, 38, 120_000);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void aMachineThatFollowsAtOnceRaisesNothing() {
        cut("warmup", 28, 20_000);
        cut("roughing", 43, 20_000);
        cut("finishing", 38, 20_000);
        cut("warmup", 28, 20_000);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void aMachineThatFollowsAtOnceIsJudgedAgainstTheSettledValueAtOnce() {
        cut("warmup", 28, 20_000);
        cut("roughing", 43, 4_000);

        machine.samples(TEMPERATURE, 51, 51);

        assertThat(machine.reading(TEMPERATURE).expected()).isEqualTo(43);
        assertThat(machine.opened()).containsExactly("thermal_drift");
    }

    @Test
    void whatLiesBetweenTheLaggedAndTheSettledValueIsAsExpected() {
        cut("warmup", 28, 20_000);
        machine.phase = "roughing";

        machine.sample(TEMPERATURE, 33);

        assertThat(machine.reading(TEMPERATURE).residual()).isZero();
    }

    @Test
    void aTemperatureOutsideBothIsJudgedWhileItSettles() {
        cut("roughing", 43, 20_000);
        machine.phase = "warmup";

        machine.samples(TEMPERATURE, 52, 52);

        assertThat(machine.opened()).containsExactly("thermal_drift");
    }

    @Test
    void onceSettledThereIsNoMoreLeave() {
        cut("warmup", 28, 20_000);
        cut("roughing", 43, 4_000);

        machine.samples(TEMPERATURE, 35, 35);

        assertThat(machine.reading(TEMPERATURE).residual()).isEqualTo(-8);
        assertThat(machine.opened()).containsExactly("thermal_drift");
    }

    @Test
    void aDriftThatIsInAnEpisodeDoesNotHideBehindTheNextPhase() {
        cut("roughing", 43, 20_000);
        machine.samples(TEMPERATURE, 52, 52);
        assertThat(machine.opened()).containsExactly("thermal_drift");

        cut("finishing", 47, 20_000);

        assertThat(machine.reading(TEMPERATURE).residual()).isEqualTo(9);
        assertThat(machine.closed()).isEmpty();
    }

    @Test
    void theLagRunsOnWhileTheSensorIsLost() {
        cut("warmup", 28, 20_000);
        machine.phase = "roughing";
        machine.set(TEMPERATURE, Report.NULL).repeat(60);

        machine.samples(TEMPERATURE, 28, 28);

        assertThat(machine.opened()).as("two minutes were enough to warm up").containsExactly("thermal_drift");
    }

    private void cut(String phase, double temperature, long millis) {
        machine.phase = phase;
        machine.set(TEMPERATURE, temperature).repeat((int) (millis / machine.intervalMillis));
    }

    private double lag(String phase, double from, double to, long millis) {
        machine.phase = phase;
        double now = from;
        for (long t = machine.intervalMillis; t <= millis; t += machine.intervalMillis) {
            now = to + (from - to) * Math.exp(-t / TIME_CONSTANT);
            machine.sample(TEMPERATURE, now);
        }
        return now;
    }
}
