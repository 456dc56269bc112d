package org.feedhold.simulator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.simulator.scoring.HandMadeRun.score;

import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.Test;

class WorkloadScoringTest {

    @Test
    void countsEachRiseFromWatchOrBelowToAboveWatchAsOneMachineAlarm() {
        HandMadeRun run = new HandMadeRun(40)
                .says(0, Decision.PROCEED)
                .says(2, Decision.WATCH)
                .says(4, Decision.SCHEDULE_INTERVENTION)
                .says(6, Decision.DO_NOT_PROCEED)
                .says(8, Decision.HUMAN_REVIEW)
                .says(10, Decision.WATCH)
                .says(12, Decision.HUMAN_REVIEW)
                .says(14, Decision.PROCEED);

        assertThat(score(run).machineAlarmsPerRun().total()).isEqualTo(2);
    }

    @Test
    void aMachineThatIsNotJudgedHasNoStandingAlarm() {
        HandMadeRun run =
                new HandMadeRun(40).says(0, Decision.HUMAN_REVIEW).says(5, null).says(10, Decision.HUMAN_REVIEW);

        assertThat(score(run).machineAlarmsPerRun().total()).isEqualTo(2);
    }

    @Test
    void anAlarmThatStoodBeforeTheFirstSampleIsNoRise() {
        HandMadeRun run = new HandMadeRun(40).says(-3, Decision.HUMAN_REVIEW).says(5, Decision.DO_NOT_PROCEED);

        assertThat(score(run).machineAlarmsPerRun().total()).isZero();
    }

    @Test
    void countsOpenedEpisodesOnceAndGivesMeanAndMaximumOfTheRuns() {
        HandMadeRun busy = new HandMadeRun("RUN-001", 20)
                .episode(2, "a", EpisodeState.OPENED)
                .episode(2, "a", EpisodeState.OPENED)
                .episode(4, "a", EpisodeState.ESCALATED)
                .episode(6, "a", EpisodeState.CLOSED)
                .episode(8, "b", EpisodeState.OPENED)
                .episode(9, "c", EpisodeState.OPENED)
                .episode(25, "after the run", EpisodeState.OPENED);
        HandMadeRun quiet = new HandMadeRun("RUN-002", 20);

        Score.PerRun episodes = score(busy, quiet).episodesPerRun();

        assertThat(episodes).isEqualTo(new Score.PerRun(3, 1.5, 3));
    }

    @Test
    void theOrderInWhichRecordsArriveDoesNotMatter() {
        Score inOrder = score(eventful());
        Score backwards = score(eventful().backwards());

        assertThat(backwards).isEqualTo(inOrder);
        assertThat(inOrder.machineAlarmsPerRun().total()).isEqualTo(2);
    }

    @Test
    void repeatedRecordsCountOnce() {
        RunLog log = new RunLog();
        eventful().addTo(log);
        eventful().addTo(log);

        assertThat(Scorer.score(log, ScoringSettings.DEFAULT)).isEqualTo(score(eventful()));
    }

    @Test
    void aLogWithoutAnythingGivesAnEmptyScore() {
        Score score = Scorer.score(new RunLog(), ScoringSettings.DEFAULT);

        assertThat(score.runs()).isZero();
        assertThat(score.measures())
                .allSatisfy(measure -> assertThat(measure.value())
                        .satisfiesAnyOf(
                                value -> assertThat(value).isNull(),
                                value -> assertThat(value).isZero()));
    }

    private static HandMadeRun eventful() {
        return new HandMadeRun(120)
                .phaseFrom(60, "finishing")
                .injected("chatter", 10, 18)
                .injected("worn_tool", 100, 119)
                .says(0, Decision.PROCEED)
                .says(11, Decision.HUMAN_REVIEW, HandMadeRun.finding("chatter_risk", Severity.WARNING, 10))
                .says(20, Decision.PROCEED)
                .says(101, Decision.SCHEDULE_INTERVENTION, HandMadeRun.finding("tool_wear", Severity.WARNING, 100))
                .episode(11, "chatter_risk-10", EpisodeState.OPENED)
                .episode(101, "tool_wear-100", EpisodeState.OPENED)
                .health(0, 10, 100)
                .health(11, 18, 70)
                .health(19, 99, 97)
                .health(100, 119, 80);
    }
}
