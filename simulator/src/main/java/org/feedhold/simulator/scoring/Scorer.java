package org.feedhold.simulator.scoring;

/** Joins what was injected with what the job wrote. */
public final class Scorer {

    private Scorer() {}

    /**
     * Scores every machine of a log that has samples as one run. Of what the job wrote, only what falls between the first
     * and the last sample of a run counts; the order in which it was gathered does not matter.
     *
     * @throws IllegalArgumentException if a truth window has an unknown kind
     */
    public static Score score(RunLog log, ScoringSettings settings) {
        Tally tally = new Tally();
        for (MachineRun run : log.runs()) {
            Timeline timeline = new Timeline(run.samples(), run.windows());
            tally.windowsLeftOut += timeline.faultsNotCovered();
            if (timeline.size() > 0) {
                JudgementScorer judgements = new JudgementScorer(run, timeline, settings, tally);
                judgements.score();
                new HealthScorer(run, timeline, settings, tally, judgements::wasAlreadyActive).score();
            }
        }
        return tally.toScore();
    }
}
