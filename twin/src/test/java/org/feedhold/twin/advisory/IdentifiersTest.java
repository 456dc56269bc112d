package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Pins the ids that readers use to drop repeats. The vectors were computed by other means:
 *
 * <pre>{@code printf 'machine\ncode\nsignal\n0' | sha256sum | cut -c1-20 | xxd -r -p | base32 | tr A-Z a-z}</pre>
 */
class IdentifiersTest {

    private static final String MACHINE = "SEAS-CNC-01";
    private static final long START = 1_783_350_571_000L;
    private static final long TIMESTAMP = 1_783_350_573_000L;
    private static final List<String> EPISODES = List.of("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb");
    private static final List<String> ALARM_STATES = List.of("unacknowledged", "acknowledged");

    @Test
    void theIdOfAnEpisodeIsTheHashOfMachineCodeSignalAndStart() {
        assertThat(Identifiers.episode(MACHINE, "chatter_risk", "vibration_rms", START))
                .isEqualTo("4O5NVXQWBSKW7FBY");
    }

    @Test
    void anEpisodeAboutTheWholeMachineHasAnEmptySignal() {
        assertThat(Identifiers.episode(MACHINE, "sensor_dropout", null, START)).isEqualTo("O3HMP7ORA4G5AUQM");
    }

    @Test
    void namesAreHashedAsUtf8() {
        assertThat(Identifiers.episode("Fräse-ö", "tool_wear", "tool_wear_pct", 0))
                .isEqualTo("D2WDHXUIJMFLW7U4");
    }

    @Test
    void theIdOfARecommendationIsTheHashOfWhatAReaderSeesInIt() {
        assertThat(Identifiers.recommendation(MACHINE, TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES, false, ALARM_STATES))
                .isEqualTo("NAD3K57LPVN36G2L");
    }

    @Test
    void aRecommendationWithoutFindingsHasEmptyLists() {
        assertThat(Identifiers.recommendation(MACHINE, TIMESTAMP, Decision.PROCEED, List.of(), true, List.of()))
                .isEqualTo("2R3OM2L7QVDRVFF3");
    }

    @Test
    void aRecommendationWithoutADecisionHasAnEmptyDecision() {
        assertThat(Identifiers.recommendation(MACHINE, TIMESTAMP, null, List.of(), false, List.of()))
                .isEqualTo("H6F3YPJVBMUZOOAO");
    }

    @Test
    void everyPartOfARecommendationEntersItsId() {
        List<String> ids = List.of(
                Identifiers.recommendation(MACHINE, TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES, false, ALARM_STATES),
                Identifiers.recommendation(
                        "SEAS-CNC-02", TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES, false, ALARM_STATES),
                Identifiers.recommendation(
                        MACHINE, TIMESTAMP + 1, Decision.HUMAN_REVIEW, EPISODES, false, ALARM_STATES),
                Identifiers.recommendation(MACHINE, TIMESTAMP, Decision.WATCH, EPISODES, false, ALARM_STATES),
                Identifiers.recommendation(
                        MACHINE, TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES.subList(0, 1), false, ALARM_STATES),
                Identifiers.recommendation(MACHINE, TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES, true, ALARM_STATES),
                Identifiers.recommendation(
                        MACHINE, TIMESTAMP, Decision.HUMAN_REVIEW, EPISODES, false, ALARM_STATES.subList(0, 1)));

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void idsAreSixteenLowerCaseBase32CharactersAndDifferFromStartToStart() {
        List<String> ids = IntStream.range(0, 10_000)
                .mapToObj(start -> Identifiers.episode(MACHINE, "chatter_risk", "vibration_rms", start))
                .toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Z2-7]{16}"));
    }
}
