package org.feedhold.twin.health;

import org.feedhold.twin.advisory.Decision;

/**
 * The health score: 100 less the penalties of the active findings, smoothed in time.
 *
 * <p>The target is {@code 100 - sum of penalties}, at least 0; the score approaches it as a first-order lag with a time
 * constant of {@value #TIME_CONSTANT_MILLIS} ms, so it is the same at any sample rate. While a required signal is not good
 * the score shown is at most {@value #MOST_WITHOUT_DATA}. A finding that another one explains has no penalty of its own.
 */
public final class HealthScore {

    /** Time constant of the smoothing, in milliseconds. */
    public static final long TIME_CONSTANT_MILLIS = 2_000;

    /** The most that is shown while a required signal is not good. */
    public static final int MOST_WITHOUT_DATA = 80;

    private HealthScore() {}

    /** Penalty of one finding by its decision, in points. */
    public static int penalty(Decision decision) {
        return switch (decision) {
            case PROCEED -> 0;
            case WATCH -> 5;
            case SCHEDULE_INTERVENTION -> 30;
            case HUMAN_REVIEW -> 40;
            case DO_NOT_PROCEED -> 50;
        };
    }

    /** The score after {@code elapsedMillis} more with the same target. */
    public static double approach(double score, double target, long elapsedMillis) {
        return target + (score - target) * Math.exp(-(double) elapsedMillis / TIME_CONSTANT_MILLIS);
    }

    /** How much of a penalty is due when its finding opens: it counts from the first breaching sample on. */
    public static double dueSince(int penalty, long elapsedMillis) {
        return penalty - approach(penalty, 0, Math.max(0, elapsedMillis));
    }

    /** The score as shown, 0 to 100. */
    public static int shown(double score, boolean requiredSignalsGood) {
        int rounded = (int) Math.round(Math.max(0, Math.min(100, score)));
        return requiredSignalsGood ? rounded : Math.min(rounded, MOST_WITHOUT_DATA);
    }
}
