package org.feedhold.benchmarks.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FEEDHOLD;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FEEDHOLD_ROCKSDB;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.KAFKA_STREAMS;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EqualityTest {

    private static final Finding CHATTER = new Finding("chatter_risk", "CNC-1", 5_000, 13_000L);
    private static final Finding CHATTER_THAT_ENDS_LATER = new Finding("chatter_risk", "CNC-1", 5_000, 13_100L);
    private static final Finding OPEN_OVERLOAD = new Finding("load_residual", "CNC-2", 9_000, null);

    private final Equality equality = new Equality();

    @Test
    void holdsForASystemThatFindsTheSameInAnotherOrder() {
        equality.take(FEEDHOLD, List.of(CHATTER, OPEN_OVERLOAD));

        assertThat(equality.take(KAFKA_STREAMS, List.of(OPEN_OVERLOAD, CHATTER)).isNone())
                .isTrue();
        assertThat(equality.differences()).isEmpty();
    }

    @Test
    void tellsAnEpisodeThatEndsLaterAsOneMissingAndOneTooMany() {
        equality.take(FEEDHOLD, List.of(CHATTER));

        Difference difference = equality.take(KAFKA_STREAMS, List.of(CHATTER_THAT_ENDS_LATER));

        assertThat(difference)
                .isEqualTo(new Difference(1, 1, List.of(CHATTER), List.of(CHATTER_THAT_ENDS_LATER)))
                .hasToString(
                        "1 missing (first: chatter_risk of CNC-1 from 1970-01-01T00:00:05Z to 1970-01-01T00:00:13Z), "
                                + "1 too many (first: chatter_risk of CNC-1 from 1970-01-01T00:00:05Z to 1970-01-01T00:00:13.100Z)");
        assertThat(equality.differences()).isEqualTo(Map.of(KAFKA_STREAMS, difference));
    }

    @Test
    void countsAFindingThatIsRepeatedAsTooMany() {
        equality.take(FEEDHOLD, List.of(OPEN_OVERLOAD));

        assertThat(equality.take(KAFKA_STREAMS, List.of(OPEN_OVERLOAD, OPEN_OVERLOAD)))
                .isEqualTo(new Difference(0, 1, List.of(), List.of(OPEN_OVERLOAD)));
    }

    @Test
    void showsTheFirstThreeOfMany() {
        List<Finding> many = List.of(
                new Finding("load_low", "CNC-3", 1, null),
                new Finding("load_low", "CNC-1", 2, null),
                new Finding("load_low", "CNC-1", 1, null),
                new Finding("load_low", "CNC-2", 1, null));
        equality.take(FEEDHOLD, many);

        Difference difference = equality.take(KAFKA_STREAMS, List.of());

        assertThat(difference.missing()).isEqualTo(4);
        assertThat(difference.firstMissing()).containsExactly(many.get(2), many.get(1), many.get(3));
    }

    @Test
    void holdsALaterRunOfTheJobItselfAgainstItsFirst() {
        equality.take(FEEDHOLD, List.of(CHATTER));

        equality.take(FEEDHOLD, List.of());
        equality.take(FEEDHOLD_ROCKSDB, List.of(CHATTER, OPEN_OVERLOAD));

        assertThat(equality.differences()).containsOnlyKeys(FEEDHOLD, FEEDHOLD_ROCKSDB);
    }

    @Test
    void keepsADifferenceThatALaterRunDoesNotShow() {
        equality.take(FEEDHOLD, List.of(CHATTER));

        equality.take(KAFKA_STREAMS, List.of());
        equality.take(KAFKA_STREAMS, List.of(CHATTER));

        assertThat(equality.differences()).containsOnlyKeys(KAFKA_STREAMS);
    }

    @Test
    void comparesNothingUntilTheJobHasRun() {
        assertThat(equality.take(KAFKA_STREAMS, List.of(CHATTER)).isNone()).isTrue();
        assertThat(equality.golden()).isNull();
    }

    @Test
    void countsTheEpisodesOfTheGoldenSetByCode() {
        equality.take(FEEDHOLD, List.of(CHATTER, OPEN_OVERLOAD, new Finding("chatter_risk", "CNC-2", 1, 2L)));

        assertThat(equality.golden()).isEqualTo(Map.of("chatter_risk", 2L, "load_residual", 1L));
    }

    @Test
    void readsAFindingAsItWasWritten() {
        assertThat(FindingsTopic.decode(FindingsTopic.encode(OPEN_OVERLOAD))).isEqualTo(OPEN_OVERLOAD);
    }
}
