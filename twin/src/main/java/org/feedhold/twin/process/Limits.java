package org.feedhold.twin.process;

import org.jspecify.annotations.Nullable;

/**
 * Up to four limits of one feature, in the feature's unit; an absent one is not checked.
 *
 * @param lowLow below this the lowest limit is breached
 * @param low below this the low limit is breached; at least {@code lowLow}
 * @param high above this the high limit is breached; above {@code low}
 * @param highHigh above this the highest limit is breached; at least {@code high}
 */
public record Limits(
        @Nullable Double lowLow,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double highHigh) {

    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null, null, null);

    /** The limit at a level, or null where it is not set. */
    public @Nullable Double at(Level level) {
        return switch (level) {
            case LOW_LOW -> lowLow;
            case LOW -> low;
            case HIGH -> high;
            case HIGH_HIGH -> highHigh;
        };
    }
}
