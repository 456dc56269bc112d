package org.feedhold.twin.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.feedhold.twin.advisory.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreTest {

    @ParameterizedTest
    @CsvSource({"PROCEED, 0", "WATCH, 5", "SCHEDULE_INTERVENTION, 30", "HUMAN_REVIEW, 40", "DO_NOT_PROCEED, 50"})
    void aFindingCostsMoreTheSoonerAPersonMustRespond(Decision decision, int penalty) {
        assertThat(HealthScore.penalty(decision)).isEqualTo(penalty);
    }

    @Test
    void theScoreComesThreeFifthsNearerInOneTimeConstant() {
        assertThat(HealthScore.approach(100, 60, HealthScore.TIME_CONSTANT_MILLIS))
                .isCloseTo(60 + 40 / Math.E, within(1e-12));
        assertThat(HealthScore.approach(100, 60, 0)).isEqualTo(100);
        assertThat(HealthScore.approach(100, 60, 3_600_000)).isEqualTo(60);
    }

    @ParameterizedTest
    @CsvSource({"1", "5", "20", "50"})
    void theScoreDoesNotDependOnTheSampleRate(int parts) {
        double score = 100;
        for (int i = 0; i < parts; i++) {
            score = HealthScore.approach(score, 50, 5_000 / parts);
        }

        assertThat(score).isCloseTo(HealthScore.approach(100, 50, 5_000), within(1e-9));
    }

    @Test
    void aPenaltyThatOpensLateIsDueAsIfItHadCountedFromTheFirstBreachingSample() {
        double early = HealthScore.approach(100, 60, 3_000);
        double late = 100 - HealthScore.dueSince(40, 3_000);

        assertThat(late).isCloseTo(early, within(1e-12));
        assertThat(HealthScore.dueSince(40, -1)).isZero();
    }

    @Test
    void aScoreIsShownAsAWholeNumberFrom0To100AndAtMost80WithoutData() {
        assertThat(HealthScore.shown(99.6, true)).isEqualTo(100);
        assertThat(HealthScore.shown(-3, true)).isZero();
        assertThat(HealthScore.shown(140, true)).isEqualTo(100);
        assertThat(HealthScore.shown(99.6, false)).isEqualTo(80);
        assertThat(HealthScore.shown(42, false)).isEqualTo(42);
    }
}
