package org.feedhold.twin.advisory;

import org.jspecify.annotations.Nullable;

/**
 * The strongest evidence of an episode.
 *
 * @param signal signal
 * @param value value farthest beyond its limit, in {@code unit}
 * @param unit unit
 * @param limit limit at that sample
 * @param zScore z-score at that sample
 */
public record Peak(
        @Nullable String signal,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double limit,
        @Nullable Double zScore) {}
