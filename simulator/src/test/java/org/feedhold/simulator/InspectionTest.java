package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.fault.FaultPlan;
import org.junit.jupiter.api.Test;

final class InspectionTest {

    private static final int RUNS = 200;

    @Test
    void soundPartsAreInToleranceUpToTheMeasurementNoise() {
        Spread deviations = deviations("");

        assertThat(deviations.mean()).isCloseTo(0, within(1.0));
        assertThat(deviations.deviation()).isCloseTo(3, within(0.6));
        assertThat(inspections("")).allMatch(Inspection::inTolerance);
    }

    @Test
    void faultsWhileThePartIsFinishedSpoilIt() {
        assertThat(deviations("chatter@110-119").mean()).isBetween(24.0, 32.0);
        assertThat(deviations("thermal_drift@120-139").mean()).isBetween(22.0, 45.0);
        assertThat(deviations("feed_mismatch@120-129").mean()).isBetween(30.0, 50.0);
        assertThat(deviations("broken_tool@120-129").mean()).isBetween(40.0, 70.0);
        assertThat(inspections("chatter@110-125").stream().filter(Inspection::inTolerance))
                .isEmpty();
    }

    @Test
    void theSameFaultWeighsLessInRoughingAndNothingWhereNothingIsCut() {
        double finishing = deviations("chatter@110-119").mean();
        double roughing = deviations("chatter@60-69").mean();

        assertThat(roughing).isBetween(finishing / 6, finishing / 3);
        assertThat(deviations("feed_mismatch@160-170").mean()).isCloseTo(0, within(1.0));
    }

    @Test
    void theOutcomeIsKnownFromTheCutAndNotFromThePartsLastRow() {
        List<SimulatedRun> sound = runs("");
        List<SimulatedRun> shaken = runs("chatter@110-125");
        List<SimulatedRun> hot = runs("thermal_drift@165-179");

        for (int i = 0; i < RUNS; i++) {
            assertThat(shaken.get(i).samples().get(179).telemetry())
                    .isEqualTo(sound.get(i).samples().get(179).telemetry());
            assertThat(inspection(shaken.get(i)).inTolerance()).isFalse();
            assertThat(inspection(hot.get(i)).inTolerance()).isTrue();
        }
    }

    @Test
    void aLostSensorDoesThePartNoHarm() {
        assertThat(runs("sensor_dropout@100-150"))
                .extracting(InspectionTest::inspection)
                .isEqualTo(runs("").stream().map(InspectionTest::inspection).toList());
    }

    @Test
    void aWornToolSpoilsTheParts() {
        SimulatedRun run = Records.run(SimulatedRuns.settings(1, 3), 540);

        assertThat(run.samples().get(179).inspection()).matches(Inspection::inTolerance);
        assertThat(run.samples().get(539).inspection()).matches(inspection -> !inspection.inTolerance());
    }

    @Test
    void thermalLagAndEngagementOfAHardMachineSpoilNothing() {
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulatedRuns.settings(RUNS, 6).profile(Profile.HARD).build(), 180);

        assertThat(runs.stream().filter(run -> !inspection(run).inTolerance())).hasSizeLessThan(RUNS / 50);
    }

    @Test
    void theInspectionNamesPartAndTimeOfItsLastSample() {
        Inspection inspection = inspection(Records.run(SimulationSettings.builder(), 180));

        assertThat(inspection.partId()).isEqualTo("BRACKET-6305");
        assertThat(inspection.machineId()).isEqualTo("SEAS-CNC-01");
        assertThat(inspection.workOrder()).isEqualTo("WO-1041");
        assertThat(inspection.timestampMillis()).isEqualTo(SimulationSettings.DEFAULT_START_MILLIS + 179 * 2000);
        assertThat(inspection.toleranceMicrometres()).isEqualTo(25);
    }

    private static Spread deviations(String script) {
        Spread spread = new Spread();
        inspections(script).forEach(inspection -> spread.add(inspection.deviationMicrometres()));
        return spread;
    }

    private static List<Inspection> inspections(String script) {
        return runs(script).stream().map(InspectionTest::inspection).toList();
    }

    private static List<SimulatedRun> runs(String script) {
        FaultPlan plan = Records.script(script);
        return SimulatedRuns.generate(
                SimulatedRuns.settings(RUNS, 12).faults(plan).build(), 180);
    }

    private static Inspection inspection(SimulatedRun run) {
        return Objects.requireNonNull(run.samples().get(179).inspection());
    }
}
