package org.feedhold.benchmarks.system.streams;

/**
 * One limit, and how long it has to be breached. Rules of the same code make one episode together, of which the one that
 * weighs most tells the start if two open it with the same sample.
 */
enum Rule {
    LOST_SIGNAL("sensor_dropout", Side.ABOVE, 1, 2, 2, 0, 4_000, 0),
    FEED_TOO_SLOW("feed_mismatch", Side.BELOW, 1, 2, 3, 0, 6_000, 0),
    FEED_TOO_FAST("feed_mismatch", Side.ABOVE, 1, 2, 3, 0, 6_000, 0),
    CHATTER("chatter_risk", Side.ABOVE, 1, 2, 3, 8_000, 6_000, 0.05),
    STRONG_CHATTER("chatter_risk", Side.ABOVE, 2, 2, 3, 8_000, 6_000, 0.05),
    TOO_WARM("thermal_drift", Side.ABOVE, 1, 2, 3, 0, 6_000, 0.1),
    WORN_TOOL("tool_wear", Side.ABOVE, 1, 2, 3, 0, 6_000, 0.05),
    HIGH_LOAD("load_residual", Side.ABOVE, 1, 2, 3, 0, 6_000, 0),
    VERY_HIGH_LOAD("load_residual", Side.ABOVE, 2, 2, 3, 0, 6_000, 0),
    UNUSUAL_LOAD("load_residual", Side.ABOVE, 1, 5, 6, 0, 6_000, 0),
    NO_LOAD("load_low", Side.BELOW, 1, 2, 3, 0, 6_000, 0);

    /** All, in the order in which they are judged. */
    static final Rule[] ALL = values();

    /** Least time from the first breach to the one that opens an episode, in ms. */
    static final long AT_LEAST_MILLIS = 2_000;

    /** Code of its episode. */
    final String code;

    /** Weight among the rules of its code. */
    final int weight;
    /** Breaches needed. */
    final int hits;
    /** Among so many of the newest samples. */
    final int of;
    /** Longest time from one breach to the next, in ms; 0: any. */
    final long withinMillis;
    /** Time inside after which the episode ends, in ms. */
    final long offDelayMillis;

    private final Side side;
    private final double deadband;

    Rule(
            String code,
            Side side,
            int weight,
            int hits,
            int of,
            long withinMillis,
            long offDelayMillis,
            double deadband) {
        this.code = code;
        this.side = side;
        this.weight = weight;
        this.hits = hits;
        this.of = of;
        this.withinMillis = withinMillis;
        this.offDelayMillis = offDelayMillis;
        this.deadband = deadband;
    }

    /** Whether a value is beyond the limit. */
    boolean isBreached(double value, double limit) {
        return side == Side.BELOW ? value < limit : value > limit;
    }

    /** Whether a value is on the good side of the limit, by the deadband at least. */
    boolean isInside(double value, double limit) {
        double margin = Math.abs(limit) * deadband;
        return side == Side.BELOW ? value >= limit + margin : value <= limit - margin;
    }

    /** Breaches from which on an episode may be beginning. */
    int suspicious() {
        return Math.max(1, hits / 2);
    }

    private enum Side {
        BELOW,
        ABOVE
    }
}
