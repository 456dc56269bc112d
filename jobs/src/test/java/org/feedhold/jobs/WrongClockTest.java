package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.feedhold.jobs.RecordedLog.Line;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Recommendation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines whose clocks are set back, or run far ahead, in one log with a machine whose clock is right. */
class WrongClockTest {

    private static final long START = SimulationSettings.DEFAULT_START_MILLIS;
    private static final long INTERVAL = 2_000;
    private static final int SAMPLES = 150;
    private static final long HOUR = 3_600_000;
    private static final String NUMBERED = "BACK-NUMBERED";
    private static final String UNNUMBERED = "BACK-UNNUMBERED";
    private static final String AWAY = "BACK-AFTER-A-SILENCE";
    private static final String AHEAD = "AHEAD";
    private static final String RIGHT = "RIGHT";

    /** In the middle of the first chatter. */
    private static final long CHANGED = START + 35 * INTERVAL;
    /** After the first chatter. */
    private static final long BACK_FROM_AWAY = START + 50 * INTERVAL;

    private static RecordedLog log;
    private static Outcome outcome;

    @BeforeAll
    static void changesTheClocks() {
        log = RecordedLog.of(SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machineIds(List.of(NUMBERED, UNNUMBERED, AWAY, AHEAD, RIGHT))
                        .faults(new FaultPlan.Scripted(FaultScript.parse("chatter@30-45,chatter@80-100")))
                        .build(),
                SAMPLES));
        outcome = log.only(line ->
                        !line.machineId().equals(AWAY) || line.arrival() < CHANGED || line.arrival() > BACK_FROM_AWAY)
                .each(WrongClockTest::withItsClock)
                .judged(Trial.withShippedModels());
    }

    private static Line withItsClock(Line line) {
        if (line.timestamp() < CHANGED || line.machineId().equals(RIGHT)) {
            return line;
        }
        long timestamp = line.timestamp() + (line.machineId().equals(AHEAD) ? HOUR : -HOUR);
        Line changed = new Line(
                line.machineId(),
                timestamp,
                line.arrival(),
                line.record().deepCopy().put("timestamp", timestamp));
        return line.machineId().equals(UNNUMBERED) ? changed.with(record -> record.without("sequence")) : changed;
    }

    @ParameterizedTest
    @ValueSource(strings = {NUMBERED, UNNUMBERED})
    void aClockThatIsSetBackEndsWhatWasOpenAndFindsWhatComesLater(String machineId) {
        assertThat(deadLetters(machineId)).hasSize(4).containsOnly("late");
        EpisodeEvent first = episodes(machineId, EpisodeState.CLOSED).get(0);
        assertThat(first.code()).isEqualTo("chatter_risk");
        assertThat(first.closedBy()).isEqualTo(ClosedBy.CONTEXT_CHANGE);
        assertThat(first.end()).isEqualTo(Instant.ofEpochMilli(CHANGED - INTERVAL));
        List<EpisodeEvent> later = episodes(machineId, EpisodeState.OPENED).stream()
                .filter(event ->
                        event.start().toEpochMilli() < START && event.code().equals("chatter_risk"))
                .toList();
        assertThat(later).hasSize(2);
        assertThat(later.get(1).start().toEpochMilli() + HOUR - START).isBetween(80 * INTERVAL, 82 * INTERVAL);
    }

    @Test
    void theFirstRecommendationOfTheNewClockTakesTheLastOneOfTheOldBack() {
        Recommendation first = outcome.recommendations(AWAY).stream()
                .filter(each -> each.timestamp().toEpochMilli() < START)
                .findFirst()
                .orElseThrow();

        assertThat(first.decision()).isEqualTo(Decision.PROCEED);
        assertThat(first.previousDecision()).isEqualTo(Decision.DO_NOT_PROCEED);
        assertThat(first.openChecks()).as("the check of the first chatter").hasSize(1);
    }

    @Test
    void whatIsAnHourAheadIsADeadLetter() {
        assertThat(deadLetters(AHEAD)).hasSize(SAMPLES - 35).containsOnly("clock_lead");
    }

    @Test
    void nobodyElseIsHarmed() {
        Outcome alone = log.only(line -> line.machineId().equals(RIGHT)).judged(Trial.withShippedModels());

        assertThat(outcome.recommendations(RIGHT)).isNotEmpty().isEqualTo(alone.recommendations(RIGHT));
        assertThat(episodes(RIGHT, EpisodeState.OPENED)).hasSize(2);
    }

    private static List<String> deadLetters(String machineId) {
        return outcome.result().deadLetters().stream()
                .filter(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(machineId))
                .map(DeadLetter::reason)
                .toList();
    }

    private static List<EpisodeEvent> episodes(String machineId, EpisodeState state) {
        return outcome.result().episodes().stream()
                .filter(event -> event.machineId().equals(machineId) && event.state() == state)
                .toList();
    }
}
