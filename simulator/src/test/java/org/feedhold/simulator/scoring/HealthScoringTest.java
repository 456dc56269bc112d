package org.feedhold.simulator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.simulator.scoring.HandMadeRun.fault;
import static org.feedhold.simulator.scoring.HandMadeRun.finding;
import static org.feedhold.simulator.scoring.HandMadeRun.score;

import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoringTest {

    @Test
    void countsNormalSamplesWithASharpToolAndAScoreOfAtLeastNinety() {
        HandMadeRun run = new HandMadeRun(40)
                .injected("chatter", 10, 13)
                .injected("worn_tool", 30, 39)
                .health(0, 9, 90)
                .health(10, 18, 50)
                .health(19, 22, 89)
                .health(23, 29, 100)
                .health(30, 39, 75);

        Score score = score(run);

        assertThat(score.sharpSamples()).isEqualTo(10 + 11);
        assertThat(score.healthySharpSamples()).isEqualTo(10 + 7);
        assertThat(score.sharpSamplesWithoutHealth()).isZero();
    }

    @Test
    void aHealthRecordHoldsForTheHealthIntervalAndNoLonger() {
        HandMadeRun run = new HandMadeRun(10).health(1, 1, 100);

        Score score = score(run);

        assertThat(score.healthySharpSamples()).isEqualTo(6);
        assertThat(score.sharpSamplesWithoutHealth()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"22, 85, 1", "22, 86, 0", "23, 50, 0"})
    void mustFallByFifteenAtTheThirdFaultySampleAtTheLatest(int sample, int lower, int fell) {
        HandMadeRun run = new HandMadeRun(80)
                .injected("chatter", 20, 30)
                .health(0, sample - 1, 100)
                .health(sample, 30, lower)
                .health(31, 79, 100);

        HealthResponse health = fault(score(run), FaultKind.CHATTER).health();

        assertThat(health.fallJudged()).isEqualTo(1);
        assertThat(health.fell()).isEqualTo(fell);
    }

    @Test
    void theFallCountsFromTheScoreJustBeforeTheFault() {
        HandMadeRun run = new HandMadeRun(80)
                .injected("worn_tool", 5, 79)
                .injected("feed_mismatch", 20, 26)
                .health(0, 19, 80)
                .health(20, 21, 66)
                .health(22, 79, 65);

        assertThat(fault(score(run), FaultKind.FEED_MISMATCH).health().fell()).isEqualTo(1);
    }

    @Test
    void aSilentMachineMustFallWhenItsSilenceCanBeKnown() {
        HandMadeRun run = new HandMadeRun(80)
                .injected("sensor_dropout", "silent_machine", 20, 29)
                .silentAt(20, 29)
                .health(0, 19, 100)
                .health(24, 31, 80)
                .health(32, 79, 100);

        HealthResponse health = fault(score(run), FaultKind.SENSOR_DROPOUT).health();

        assertThat(health).isEqualTo(new HealthResponse(1, 1, 0, 1, 1, 0));
    }

    @ParameterizedTest
    @CsvSource({"95, 1", "94, 0"})
    void mustBeBackWithinFivePointsSixtySecondsAfterTheFault(int after, int back) {
        HandMadeRun run = new HandMadeRun(70)
                .injected("chatter", 20, 30)
                .health(0, 19, 100)
                .health(20, 59, 70)
                .health(60, 69, after);

        HealthResponse health = fault(score(run), FaultKind.CHATTER).health();

        assertThat(health.backJudged()).isEqualTo(1);
        assertThat(health.back()).isEqualTo(back);
    }

    @Test
    void doesNotJudgeTheReturnThatAnotherFaultCutsShort() {
        HandMadeRun run = new HandMadeRun(120)
                .injected("chatter", 20, 30)
                .injected("tool_wear", 45, 50)
                .health(0, 19, 100)
                .health(20, 60, 70)
                .health(61, 119, 100);

        HealthResponse health = fault(score(run), FaultKind.CHATTER).health();

        assertThat(health.backSkipped()).isEqualTo(1);
        assertThat(health.backJudged()).isZero();
    }

    @Test
    void acceptsAReturnThatCameBeforeAnotherFaultCutsItShort() {
        HandMadeRun run = new HandMadeRun(120)
                .injected("chatter", 20, 30)
                .injected("tool_wear", 45, 50)
                .health(0, 19, 100)
                .health(20, 40, 70)
                .health(41, 44, 96)
                .health(45, 119, 60);

        HealthResponse health = fault(score(run), FaultKind.CHATTER).health();

        assertThat(health.back()).isEqualTo(1);
        assertThat(health.backSkipped()).isZero();
    }

    @Test
    void doesNotJudgeAReturnAfterTheToolBecameWornOrTheRunEnded() {
        HandMadeRun worn = new HandMadeRun(120)
                .injected("thermal_drift", 20, 30)
                .injected("worn_tool", 33, 119)
                .health(0, 19, 100)
                .health(20, 119, 75);
        HandMadeRun ended = new HandMadeRun("RUN-002", 50)
                .injected("thermal_drift", 20, 30)
                .health(0, 19, 100)
                .health(20, 49, 75);

        HealthResponse health =
                fault(score(worn, ended), FaultKind.THERMAL_DRIFT).health();

        assertThat(health.backSkipped()).isEqualTo(2);
        assertThat(health.backJudged()).isZero();
    }

    @Test
    void judgesTheReturnOnAToolThatWasWornBeforeTheFault() {
        HandMadeRun run = new HandMadeRun(120)
                .injected("worn_tool", 5, 119)
                .injected("chatter", 20, 30)
                .health(0, 19, 80)
                .health(20, 40, 50)
                .health(41, 119, 78);

        assertThat(fault(score(run), FaultKind.CHATTER).health().back()).isEqualTo(1);
    }

    @Test
    void doesNotJudgeAFaultWithoutAScoreBeforeIt() {
        HandMadeRun run = new HandMadeRun(80)
                .injected("chatter", 0, 8)
                .injected("tool_wear", 30, 40)
                .health(31, 79, 60);

        Score score = score(run);

        assertThat(fault(score, FaultKind.CHATTER).health()).isEqualTo(new HealthResponse(0, 0, 1, 0, 0, 1));
        assertThat(fault(score, FaultKind.TOOL_WEAR).health()).isEqualTo(new HealthResponse(0, 0, 1, 0, 0, 1));
    }

    @Test
    void doesNotAskForAFallWhereTheToolWasWornAndKnownToBeSo() {
        HandMadeRun run = new HandMadeRun(120)
                .injected("worn_tool", 5, 119)
                .injected("tool_wear", 20, 30)
                .says(6, Decision.SCHEDULE_INTERVENTION, finding("tool_wear", Severity.WARNING, 5))
                .health(0, 119, 80);

        HealthResponse health = fault(score(run), FaultKind.TOOL_WEAR).health();

        assertThat(health.fallSkipped()).isEqualTo(1);
        assertThat(health.back()).isEqualTo(1);
    }
}
