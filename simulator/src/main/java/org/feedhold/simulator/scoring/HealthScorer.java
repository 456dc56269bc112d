package org.feedhold.simulator.scoring;

import java.util.List;
import java.util.function.Predicate;
import org.feedhold.simulator.scoring.MachineRun.HealthPoint;
import org.feedhold.simulator.scoring.Timeline.Window;
import org.jspecify.annotations.Nullable;

/** Scores the health of one run. */
final class HealthScorer {

    private static final int HEALTHY = 90;
    private static final int FALL = 15;
    private static final int FALL_WITHIN_SAMPLES = 3;
    private static final int BACK_WITHIN_POINTS = 5;
    private static final long BACK_AFTER_MILLIS = 60_000;

    private final List<HealthPoint> points;
    private final Timeline timeline;
    private final ScoringSettings settings;
    private final Tally tally;
    private final Predicate<Window> alreadyActive;
    private final long oldestMillis;

    /**
     * @param alreadyActive windows whose finding stood when they began, so that the score had fallen before
     */
    HealthScorer(
            MachineRun run, Timeline timeline, ScoringSettings settings, Tally tally, Predicate<Window> alreadyActive) {
        this.points = run.health();
        this.timeline = timeline;
        this.settings = settings;
        this.tally = tally;
        this.alreadyActive = alreadyActive;
        this.oldestMillis = wholeSamples(settings.healthIntervalMillis(), timeline.intervalMillis());
    }

    void score() {
        scoreNormalSamples();
        timeline.coveredFaults().forEach(this::scoreFault);
    }

    private void scoreNormalSamples() {
        for (int i = 0; i < timeline.size(); i++) {
            if (!timeline.isNormal(i) || !timeline.hasSharpTool(i)) {
                continue;
            }
            tally.sharpSamples++;
            Integer score = scoreAt(timeline.time(i));
            if (score == null) {
                tally.sharpSamplesWithoutHealth++;
            } else if (score >= HEALTHY) {
                tally.healthySharpSamples++;
            }
        }
    }

    private void scoreFault(Window window) {
        FaultTally fault = tally.of(window.kind());
        Integer before = window.first() == 0 ? null : scoreAt(timeline.time(window.first() - 1));
        if (before == null) {
            fault.fallSkipped++;
            fault.backSkipped++;
            return;
        }
        scoreFall(window, before, fault);
        scoreReturn(window, before, fault);
    }

    private void scoreFall(Window window, int before, FaultTally fault) {
        if (alreadyActive.test(window)) {
            fault.fallSkipped++;
            return;
        }
        long start = window.truth().startMillis();
        int samples = FALL_WITHIN_SAMPLES - 1;
        long third = window.hasSamples()
                ? timeline.timeAtMost(window.first() + samples)
                : start + samples * timeline.intervalMillis();
        long deadline = third + settings.unknowableMillis(window.truth().variant());
        fault.fallJudged++;
        if (lowest(start, deadline) <= before - FALL) {
            fault.fell++;
        }
    }

    private void scoreReturn(Window window, int before, FaultTally fault) {
        long end = window.truth().endMillis();
        long due = end + BACK_AFTER_MILLIS;
        long undisturbed = Math.min(timeline.end(), disturbedAt(window) - 1);
        Integer score = scoreAt(Math.min(due, undisturbed));
        boolean back = score != null && score >= before - BACK_WITHIN_POINTS;
        if (undisturbed < due && (!back || undisturbed <= end)) {
            fault.backSkipped++;
            return;
        }
        fault.backJudged++;
        if (back) {
            fault.back++;
        }
    }

    /** Time from which something else injected after the sample before this window keeps the score down. */
    private long disturbedAt(Window window) {
        long before = timeline.time(window.first() - 1);
        long earliest = Long.MAX_VALUE;
        for (Window other : timeline.windows()) {
            boolean fault = other.kind().isFault()
                    && !other.equals(window)
                    && other.truth().endMillis() >= window.truth().startMillis();
            boolean wornSince =
                    other.kind() == FaultKind.WORN_TOOL && other.truth().startMillis() > before;
            if (fault || wornSince) {
                earliest = Math.min(earliest, other.truth().startMillis());
            }
        }
        return earliest;
    }

    private int lowest(long fromMillis, long toMillis) {
        int lowest = Integer.MAX_VALUE;
        for (int i = floor(toMillis); i >= 0 && points.get(i).timestampMillis() >= fromMillis; i--) {
            lowest = Math.min(lowest, points.get(i).score());
        }
        return lowest;
    }

    /** Newest score at a time, or null if it is older than the health interval. */
    private @Nullable Integer scoreAt(long timeMillis) {
        int position = floor(timeMillis);
        if (position < 0 || timeMillis - points.get(position).timestampMillis() > oldestMillis) {
            return null;
        }
        return points.get(position).score();
    }

    /** Position of the last point at or before a time, or -1. */
    private int floor(long timeMillis) {
        int low = 0;
        int high = points.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points.get(middle).timestampMillis() <= timeMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** An interval rounded up to whole samples: the job can only write at a sample. */
    private static long wholeSamples(long intervalMillis, long sampleMillis) {
        return sampleMillis == 0 ? intervalMillis : (intervalMillis + sampleMillis - 1) / sampleMillis * sampleMillis;
    }
}
