package org.feedhold.twin.detection;

import org.jspecify.annotations.Nullable;

/**
 * The numbers behind a breach.
 *
 * @param signal signal; null where the check is about the machine
 * @param value value of the rule's feature, in {@code unit}
 * @param unit unit of value and limit
 * @param expected expected value of the signal, in the signal's unit
 * @param limit limit that is breached, in {@code unit}
 * @param zScore residual in standard deviations of its baseline
 */
public record Measurement(
        @Nullable String signal,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double expected,
        @Nullable Double limit,
        @Nullable Double zScore) {

    /** How far the value is beyond its limit, as a fraction of the limit's amount; 0 where there is no number. */
    public double strength() {
        if (value == null || limit == null) {
            return 0;
        }
        double beyond = Math.abs(value - limit);
        return limit == 0 ? beyond : beyond / Math.abs(limit);
    }
}
