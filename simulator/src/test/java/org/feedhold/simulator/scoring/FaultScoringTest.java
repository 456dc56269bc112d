package org.feedhold.simulator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.feedhold.simulator.scoring.HandMadeRun.fault;
import static org.feedhold.simulator.scoring.HandMadeRun.finding;
import static org.feedhold.simulator.scoring.HandMadeRun.millis;
import static org.feedhold.simulator.scoring.HandMadeRun.score;

import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultScoringTest {

    private static final Finding CHATTER = finding("chatter_risk", Severity.WARNING, 10);

    @Test
    void measuresTheDelayFromTheFirstFaultySampleToTheFirstRecommendationThatListsTheFinding() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("chatter", 10, 18)
                .says(0, Decision.PROCEED)
                .says(11, Decision.HUMAN_REVIEW, CHATTER)
                .says(20, Decision.PROCEED);

        FaultScore chatter = fault(score(run), FaultKind.CHATTER);

        assertThat(chatter.windows()).isEqualTo(1);
        assertThat(chatter.found()).isEqualTo(1);
        assertThat(chatter.alreadyActive()).isZero();
        assertThat(chatter.delayMedianSeconds()).isEqualTo(2.0);
        assertThat(chatter.delayMaximumSeconds()).isEqualTo(2.0);
        assertThat(chatter.samples()).isEqualTo(9);
        assertThat(chatter.promisedSamples()).isEqualTo(8);
        assertThat(chatter.exactSamples()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"21, 1", "22, 0"})
    void acceptsAFindingUpToThreeSamplesAfterTheFault(int found, int windowsFound) {
        HandMadeRun run = new HandMadeRun(40)
                .injected("chatter", 10, 18)
                .says(0, Decision.PROCEED)
                .says(found, Decision.HUMAN_REVIEW, CHATTER);

        assertThat(fault(score(run), FaultKind.CHATTER).found()).isEqualTo(windowsFound);
    }

    @Test
    void aDecisionAtTheTimestampOfASampleIsInForceAtThatSampleAndOneAMillisecondLaterIsNot() {
        HandMadeRun exact =
                new HandMadeRun(30).injected("chatter", 10, 10).saysAt(millis(10), Decision.HUMAN_REVIEW, CHATTER);
        HandMadeRun later = new HandMadeRun("RUN-002", 30)
                .injected("chatter", 10, 10)
                .saysAt(millis(10) + 1, Decision.HUMAN_REVIEW, CHATTER);

        assertThat(fault(score(exact), FaultKind.CHATTER).promisedSamples()).isEqualTo(1);
        assertThat(fault(score(later), FaultKind.CHATTER).promisedSamples()).isZero();
    }

    @Test
    void aStrongerDecisionKeepsThePromiseButIsNotExactlyIt() {
        HandMadeRun run = new HandMadeRun(30)
                .injected("chatter", 10, 13)
                .says(10, Decision.HUMAN_REVIEW, CHATTER)
                .says(12, Decision.DO_NOT_PROCEED, CHATTER, finding("feed_mismatch", Severity.CRITICAL, 12));

        FaultScore chatter = fault(score(run), FaultKind.CHATTER);

        assertThat(chatter.promisedSamples()).isEqualTo(4);
        assertThat(chatter.exactSamples()).isEqualTo(2);
    }

    @Test
    void theRightDecisionForAnotherReasonKeepsNoPromise() {
        HandMadeRun run = new HandMadeRun(30)
                .injected("chatter", 10, 13)
                .says(10, Decision.HUMAN_REVIEW, finding("thermal_drift", Severity.WARNING, 10));

        FaultScore chatter = fault(score(run), FaultKind.CHATTER);

        assertThat(chatter.found()).isZero();
        assertThat(chatter.promisedSamples()).isZero();
        assertThat(chatter.delayMedianSeconds()).isNull();
    }

    @Test
    void aWeakerDecisionKeepsNoPromiseThoughTheFindingIsListed() {
        HandMadeRun run = new HandMadeRun(30).injected("chatter", 10, 13).says(10, Decision.WATCH, CHATTER);

        FaultScore chatter = fault(score(run), FaultKind.CHATTER);

        assertThat(chatter.found()).isEqualTo(1);
        assertThat(chatter.promisedSamples()).isZero();
    }

    @Test
    void aFalseFindingThatStoodBeforeTheFaultDoesNotFindIt() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("chatter", 20, 28)
                .says(5, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 5));

        FaultScore chatter = fault(score(run), FaultKind.CHATTER);

        assertThat(chatter.found()).isZero();
        assertThat(chatter.promisedSamples()).isEqualTo(9);
    }

    @Test
    void aWearFaultOnAToolThatIsWornAndSaidToBeCountsAsFoundAtOnce() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("worn_tool", 5, 39)
                .injected("tool_wear", 20, 28)
                .says(6, Decision.SCHEDULE_INTERVENTION, finding("tool_wear", Severity.WARNING, 5));

        FaultScore wear = fault(score(run), FaultKind.TOOL_WEAR);

        assertThat(wear.found()).isEqualTo(1);
        assertThat(wear.alreadyActive()).isEqualTo(1);
        assertThat(wear.delayMaximumSeconds()).isZero();
        assertThat(wear.exactSamples()).isEqualTo(9);
    }

    @Test
    void aFaultThatSpansAChangeOfPhaseIsOneFault() {
        HandMadeRun run = new HandMadeRun(40)
                .phaseFrom(14, "finishing")
                .injected("chatter", 10, 18)
                .says(11, Decision.HUMAN_REVIEW, CHATTER)
                .says(20, Decision.PROCEED);

        Score score = score(run);

        assertThat(fault(score, FaultKind.CHATTER).windows()).isEqualTo(1);
        assertThat(fault(score, FaultKind.CHATTER).promisedSamples()).isEqualTo(8);
        assertThat(score.falseAlarms().phaseChangeFindings()).isZero();
    }

    @Test
    void withoutAnyRecommendationNothingIsFoundAndNothingIsFalse() {
        Score score = score(new HandMadeRun(40).injected("chatter", 10, 18));

        assertThat(fault(score, FaultKind.CHATTER).found()).isZero();
        assertThat(fault(score, FaultKind.CHATTER).samples()).isEqualTo(9);
        assertThat(fault(score, FaultKind.CHATTER).promisedSamples()).isZero();
        assertThat(score.falseAlarms()).isEqualTo(new FalseAlarms(0, 0, 0, 0, 0, 0));
    }

    @Test
    void noDecisionKeepsNoPromise() {
        HandMadeRun run = new HandMadeRun(30).injected("chatter", 10, 13).says(10, null, CHATTER);

        assertThat(fault(score(run), FaultKind.CHATTER).promisedSamples()).isZero();
    }

    @Test
    void takesTheMedianAndTheMaximumOfTheDelaysOfAllRuns() {
        HandMadeRun[] runs = new HandMadeRun[4];
        int[] foundAt = {10, 11, 12, 16};
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new HandMadeRun("RUN-" + i, 30)
                    .injected("chatter", 10, 18)
                    .says(foundAt[i], Decision.HUMAN_REVIEW, CHATTER);
        }

        FaultScore chatter = fault(score(runs), FaultKind.CHATTER);

        assertThat(chatter.windows()).isEqualTo(4);
        assertThat(chatter.delayMedianSeconds()).isEqualTo(3.0);
        assertThat(chatter.delayMaximumSeconds()).isEqualTo(12.0);
    }

    @ParameterizedTest
    @CsvSource({
        "tool_wear, tool_wear, SCHEDULE_INTERVENTION, WARNING",
        "thermal_drift, thermal_drift, HUMAN_REVIEW, WARNING",
        "feed_mismatch, feed_mismatch, DO_NOT_PROCEED, CRITICAL",
        "sensor_dropout, sensor_dropout, DO_NOT_PROCEED, CRITICAL",
        "sensor_dropout, gateway_silent, DO_NOT_PROCEED, CRITICAL",
        "broken_tool, load_low, HUMAN_REVIEW, WARNING",
        "overload, load_residual, HUMAN_REVIEW, WARNING",
        "load_shift, load_residual, WATCH, WATCH"
    })
    void everyKindOfFaultHasItsCodeAndItsDecision(String kind, String code, Decision decision, Severity severity) {
        HandMadeRun run = new HandMadeRun(30)
                .injected(kind, 10, 15)
                .says(0, Decision.PROCEED)
                .says(10, decision, finding(code, severity, 10))
                .says(17, Decision.PROCEED);

        Score score = score(run);

        FaultScore fault = score.faults().stream()
                .filter(one -> one.windows() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(fault.kind().text()).isEqualTo(kind);
        assertThat(fault.found()).isEqualTo(1);
        assertThat(fault.exactSamples()).isEqualTo(6);
        assertThat(score.falseAlarms()).isEqualTo(new FalseAlarms(0, 0, 0, 0, 0, 0));
    }

    @Test
    void aMachineThatIsSilentHasNoFaultySamplesButItsSilenceMustBeFound() {
        HandMadeRun run = new HandMadeRun(60)
                .injected("sensor_dropout", "silent_machine", 20, 29)
                .silentAt(20, 29)
                .says(0, Decision.PROCEED)
                .saysAt(millis(19) + 10_000, Decision.DO_NOT_PROCEED, finding("sensor_dropout", Severity.CRITICAL, 24))
                .says(32, Decision.PROCEED);

        Score score = score(run);

        FaultScore dropout = fault(score, FaultKind.SENSOR_DROPOUT);
        assertThat(dropout.found()).isEqualTo(1);
        assertThat(dropout.delayMaximumSeconds()).isEqualTo(8.0);
        assertThat(dropout.samples()).isZero();
        assertThat(dropout.promisedShare()).isNull();
        assertThat(score.normalSamples()).isEqualTo(45);
        assertThat(score.falseAlarms().reviewSamples()).isZero();
    }

    @Test
    void leavesOutAFaultThatTheSamplesDoNotCover() {
        HandMadeRun run = new HandMadeRun(40).injected("chatter", 35, 45).injected("tool_wear", -8, 2);

        Score score = score(run);

        assertThat(score.windowsLeftOut()).isEqualTo(2);
        assertThat(fault(score, FaultKind.CHATTER).windows()).isZero();
        assertThat(score.normalSamples()).isEqualTo(27);
    }

    @Test
    void leavesOutTheFaultsOfAMachineWithoutSamples() {
        Score score = score(new HandMadeRun(0).injected("chatter", 3, 5).says(3, Decision.HUMAN_REVIEW, CHATTER));

        assertThat(score.runs()).isZero();
        assertThat(score.windowsLeftOut()).isEqualTo(1);
    }

    @Test
    void refusesATruthWindowOfAKindThatItDoesNotKnow() {
        HandMadeRun run = new HandMadeRun(10).injected("earthquake", 2, 3);

        assertThatThrownBy(() -> score(run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RUN-001")
                .hasMessageContaining("'earthquake'")
                .hasMessageContaining("score with the version that simulated");
    }
}
