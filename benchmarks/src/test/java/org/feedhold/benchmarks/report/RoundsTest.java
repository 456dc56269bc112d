package org.feedhold.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FEEDHOLD;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FLOOR_FLINK;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FLOOR_JAVA;

import java.util.List;
import java.util.Map;
import org.feedhold.benchmarks.system.Measurement;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void comparesSystemsWithinARoundAndTakesTheMedianOfTheRatios() {
        Rounds rounds = new Rounds(List.of(
                Map.of(FEEDHOLD, using(2), FLOOR_FLINK, using(1)),
                Map.of(FEEDHOLD, using(40), FLOOR_FLINK, using(10)),
                Map.of(FEEDHOLD, using(3), FLOOR_FLINK, using(3))));

        Spread ratio = rounds.ratio(FEEDHOLD, FLOOR_FLINK);

        assertThat(ratio).isEqualTo(new Spread(0.25, 0.5, 1));
    }

    @Test
    void takesTheMeanOfTheTwoMiddleValuesOfAnEvenNumber() {
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(1, 2.5, 4));
    }

    @Test
    void refusesTheMedianOfNothing() {
        assertThatThrownBy(Spread::of).hasMessageContaining("measure one round");
    }

    @Test
    void letsAnotherSystemBeginEachRound() {
        assertThat(Rounds.order(List.of(FLOOR_JAVA, FLOOR_FLINK, FEEDHOLD), 1))
                .containsExactly(FLOOR_FLINK, FEEDHOLD, FLOOR_JAVA);
    }

    private static Measurement using(double cpuSeconds) {
        return new Measurement(1_000_000, 1, cpuSeconds + 5, 5, 0, 0);
    }
}
