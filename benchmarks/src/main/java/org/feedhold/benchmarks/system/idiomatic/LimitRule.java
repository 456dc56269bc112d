package org.feedhold.benchmarks.system.idiomatic;

import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.PhaseSpec;

/**
 * The limits of the shipped milling model whose breach a pattern over raw samples can say: two of three samples, for two
 * seconds. Wear (ended by a tool change), drift (a moving expectation) and load (three limits, one of them a z-score, that
 * make one episode) would be operators of their own; they are not covered.
 */
enum LimitRule {
    /** Too much vibration. */
    CHATTER("chatter_risk"),
    /** Slower than the phase is meant to be. */
    FEED_TOO_SLOW("feed_mismatch"),
    /** Faster. */
    FEED_TOO_FAST("feed_mismatch"),
    /** Hardly any load although the machine cuts. */
    NO_LOAD("load_low");

    /** Least time from the first breach to the one that opens an episode, in ms. */
    static final long AT_LEAST_MILLIS = 2_000;

    /** Time inside after which an episode ends, in ms. */
    static final long OFF_DELAY_MILLIS = 6_000;

    private static final String VIBRATION = "vibration_rms";
    private static final String FEED = "feed_rate_mm_min";
    private static final double CHATTER_DEADBAND = 0.05;
    private static final double NO_LOAD_RATIO = 0.35;

    /** Code of its episode. */
    final String code;

    LimitRule(String code) {
        this.code = code;
    }

    /** Its bit in a {@link Reading}. */
    int bit() {
        return 1 << ordinal();
    }

    boolean isBreached(Telemetry sample, PhaseSpec phase) {
        return switch (this) {
            case CHATTER -> sample.vibration > limit(phase, VIBRATION, Level.HIGH);
            case FEED_TOO_SLOW -> sample.feedRate < limit(phase, FEED, Level.LOW);
            case FEED_TOO_FAST -> sample.feedRate > limit(phase, FEED, Level.HIGH);
            case NO_LOAD -> sample.spindleLoad / sample.expectedLoad < NO_LOAD_RATIO;
        };
    }

    boolean isInside(Telemetry sample, PhaseSpec phase) {
        return this == CHATTER
                ? sample.vibration <= limit(phase, VIBRATION, Level.HIGH) * (1 - CHATTER_DEADBAND)
                : !isBreached(sample, phase);
    }

    private static double limit(PhaseSpec phase, String signal, Level level) {
        Limits limits = phase.limits().get(signal);
        Double limit = limits == null ? null : limits.at(level);
        return limit == null ? Double.NaN : limit;
    }
}
