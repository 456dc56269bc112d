package org.feedhold.twin.advisory;

/** The five graded answers, lowest rank first: the rank is how soon a person must respond. */
public enum Decision {
    PROCEED,
    WATCH,
    SCHEDULE_INTERVENTION,
    HUMAN_REVIEW,
    DO_NOT_PROCEED;

    /** The higher ranked of two. */
    public static Decision max(Decision a, Decision b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Severity on the one scale used everywhere. */
    public Severity severity() {
        return switch (this) {
            case PROCEED -> Severity.NORMAL;
            case WATCH -> Severity.WATCH;
            case SCHEDULE_INTERVENTION, HUMAN_REVIEW -> Severity.WARNING;
            case DO_NOT_PROCEED -> Severity.CRITICAL;
        };
    }

    /** Whether a finding with this decision is an alarm; {@code watch} is an event. */
    public boolean isAlarm() {
        return compareTo(WATCH) > 0;
    }
}
