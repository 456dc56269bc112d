package org.feedhold.simulator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.simulator.scoring.HandMadeRun.finding;
import static org.feedhold.simulator.scoring.HandMadeRun.score;

import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FalseAlarmScoringTest {

    private static final Finding WATCH = finding("load_residual", Severity.WATCH, 5);

    @Test
    void aSampleIsNormalAgainFromTheSixthAfterAFaultOn() {
        Score score = score(new HandMadeRun(40).injected("chatter", 10, 18));

        assertThat(score.samples()).isEqualTo(40);
        assertThat(score.normalSamples()).isEqualTo(40 - 9 - 5);
    }

    @Test
    void spikesAndAWornToolLeaveSamplesNormal() {
        Score score = score(new HandMadeRun(40).injected("spike", 10, 10).injected("worn_tool", 20, 39));

        assertThat(score.normalSamples()).isEqualTo(40);
    }

    @Test
    void countsNormalSamplesWithAReviewThatNothingExplains() {
        HandMadeRun run = new HandMadeRun(40)
                .says(10, Decision.HUMAN_REVIEW, finding("thermal_drift", Severity.WARNING, 9))
                .says(14, Decision.PROCEED);

        Score score = score(run);

        assertThat(score.falseAlarms().reviewSamples()).isEqualTo(4);
        assertThat(score.falseAlarms().thermalDriftFindings()).isEqualTo(1);
    }

    @Test
    void aReviewThatOutlivesItsFaultByMoreThanFiveSamplesIsFalseThereThoughItsFindingIsNot() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("thermal_drift", 10, 15)
                .says(11, Decision.HUMAN_REVIEW, finding("thermal_drift", Severity.WARNING, 10))
                .says(23, Decision.PROCEED);

        Score score = score(run);

        assertThat(score.falseAlarms().reviewSamples()).isEqualTo(2);
        assertThat(score.falseAlarms().thermalDriftFindings()).isZero();
    }

    @Test
    void aReviewWithoutAnyFindingIsFalse() {
        Score score = score(new HandMadeRun(10).says(8, Decision.DO_NOT_PROCEED));

        assertThat(score.falseAlarms().reviewSamples()).isEqualTo(2);
    }

    @Test
    void aWornToolExplainsToolWearButNoReviewForAnotherReason() {
        Finding wear = finding("tool_wear", Severity.WARNING, 5);
        HandMadeRun run = new HandMadeRun(40)
                .injected("worn_tool", 5, 39)
                .says(6, Decision.HUMAN_REVIEW, wear)
                .says(20, Decision.HUMAN_REVIEW, wear, finding("chatter_risk", Severity.WARNING, 20))
                .says(23, Decision.SCHEDULE_INTERVENTION, wear);

        Score score = score(run);

        assertThat(score.falseAlarms().reviewSamples()).isEqualTo(3);
    }

    @Test
    void countsAFalseWatchFindingOnceAndItsSamplesEach() {
        HandMadeRun run = new HandMadeRun(40)
                .says(5, Decision.WATCH, WATCH)
                .says(7, Decision.WATCH, WATCH, finding("vibration_rise", Severity.WATCH, 7))
                .says(9, Decision.PROCEED)
                .says(20, Decision.WATCH, finding("load_residual", Severity.WATCH, 20))
                .says(21, Decision.PROCEED);

        Score score = score(run);

        assertThat(score.falseAlarms().watchFindings()).isEqualTo(3);
        assertThat(score.falseAlarms().watchSamples()).isEqualTo(5);
    }

    @Test
    void aWatchFindingDuringAFaultIsNotFalse() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("load_shift", 5, 12)
                .says(6, Decision.WATCH, WATCH)
                .says(18, Decision.PROCEED);

        assertThat(score(run).falseAlarms().watchFindings()).isZero();
    }

    @Test
    void aFalseFindingUnderAStrongerDecisionIsStillAFalseWatchFinding() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("worn_tool", 0, 39)
                .says(5, Decision.SCHEDULE_INTERVENTION, finding("tool_wear", Severity.WARNING, 4), WATCH);

        assertThat(score(run).falseAlarms().watchFindings()).isEqualTo(1);
    }

    @Test
    void countsARunWithFalseChatterOnceHoweverOftenASpikeRaisesIt() {
        HandMadeRun spiky = new HandMadeRun(60)
                .injected("spike", 10, 10)
                .says(10, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 10))
                .says(14, Decision.PROCEED)
                .says(30, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 30))
                .says(34, Decision.PROCEED);
        HandMadeRun quiet = new HandMadeRun("RUN-002", 60);

        Score score = score(spiky, quiet);

        assertThat(score.falseAlarms().chatterRuns()).isEqualTo(1);
    }

    @Test
    void chatterInAFaultThatShakesTheMachineIsNotFalseButInOneThatDoesNotItIs() {
        HandMadeRun shaking = new HandMadeRun(40)
                .injected("feed_mismatch", 10, 15)
                .says(11, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 10));
        HandMadeRun warm = new HandMadeRun("RUN-002", 40)
                .injected("thermal_drift", 10, 15)
                .says(11, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 10));

        assertThat(score(shaking).falseAlarms().chatterRuns()).isZero();
        assertThat(score(warm).falseAlarms().chatterRuns()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"19, 0", "20, 1", "22, 1", "23, 1", "24, 0"})
    void blamesAFalseFindingOnAChangeOfPhaseUpToThreeSamplesAfterIt(int since, int count) {
        HandMadeRun run = new HandMadeRun(60)
                .phaseFrom(20, "finishing")
                .says(26, Decision.WATCH, finding("load_residual", Severity.WATCH, since));

        assertThat(score(run).falseAlarms().phaseChangeFindings()).isEqualTo(count);
    }

    @Test
    void theFirstPhaseOfARunIsNoChangeOfPhase() {
        HandMadeRun run = new HandMadeRun(60).says(2, Decision.WATCH, finding("load_residual", Severity.WATCH, 1));

        assertThat(score(run).falseAlarms().phaseChangeFindings()).isZero();
    }

    @Test
    void doesNotBlameAChangeOfPhaseForAFaultThatBeginsThere() {
        HandMadeRun run = new HandMadeRun(60)
                .phaseFrom(20, "finishing")
                .injected("overload", 21, 30)
                .says(22, Decision.WATCH, finding("load_residual", Severity.WATCH, 21));

        assertThat(score(run).falseAlarms().phaseChangeFindings()).isZero();
    }

    @Test
    void anAlarmAfterTheLastSampleIsNoPartOfTheRun() {
        HandMadeRun run =
                new HandMadeRun(20).says(25, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 25));

        Score score = score(run);

        assertThat(score.falseAlarms().chatterRuns()).isZero();
        assertThat(score.machineAlarmsPerRun().total()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"null_value, 4", "zero, 4", "stuck, 2", "silent_machine, 0"})
    void countsProceedOnASensorThatIsNotGoodFromTheTimeAtWhichItCanBeKnown(String variant, int count) {
        HandMadeRun run =
                new HandMadeRun(40).injected("sensor_dropout", variant, 10, 15).says(0, Decision.PROCEED);

        assertThat(score(run).proceedOnBadData()).isEqualTo(count);
    }

    @Test
    void noDecisionOnBadDataIsNotProceed() {
        HandMadeRun run = new HandMadeRun(40).injected("sensor_dropout", 10, 15).says(0, null);

        assertThat(score(run).proceedOnBadData()).isZero();
    }
}
