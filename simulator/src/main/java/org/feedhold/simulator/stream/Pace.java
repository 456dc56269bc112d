package org.feedhold.simulator.stream;

/**
 * When the machines make their samples: one after the other, spread evenly over the interval, at times that depend on the
 * beginning, the speed and the number of the sample alone. Times are in epoch milliseconds.
 */
final class Pace {

    /** Further off the clock than this, the pace starts afresh from now. */
    static final long MAX_LAG_MILLIS = 10_000;

    private final int machines;
    private final long intervalMillis;
    private double factor;
    private long anchor;
    private long made;

    Pace(int machines, long intervalMillis, double factor, long now) {
        this.machines = machines;
        this.intervalMillis = intervalMillis;
        this.anchor = now;
        setFactor(factor);
    }

    /** When the next sample is due. */
    long due() {
        double period = intervalMillis / factor;
        long round = made / machines;
        long place = made % machines;
        return anchor + (long) (round * period) + (long) (place * period / machines);
    }

    /** Milliseconds between two samples of one machine, at least 1. */
    long spacing() {
        return Math.max(1, Math.round(intervalMillis / factor));
    }

    double factor() {
        return factor;
    }

    /** Goes on to the next sample. */
    void advance() {
        made++;
    }

    /** Has the next sample due at {@code now}. */
    void startFrom(long now) {
        anchor = now;
        made = 0;
    }

    /**
     * Changes the speed for the time from {@code now} on.
     *
     * @throws IllegalArgumentException if two samples of a machine would fall into one millisecond
     */
    void changeSpeed(double newFactor, long now) {
        setFactor(newFactor);
        startFrom(now);
    }

    private void setFactor(double newFactor) {
        if (!(newFactor > 0 && intervalMillis / newFactor >= 1)) {
            throw new IllegalArgumentException("speed must be greater than 0 and, at an interval of " + intervalMillis
                    + " ms, at most " + intervalMillis + ": " + newFactor);
        }
        factor = newFactor;
    }
}
