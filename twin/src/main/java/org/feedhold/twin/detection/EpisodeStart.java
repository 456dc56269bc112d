package org.feedhold.twin.detection;

import org.jspecify.annotations.Nullable;

/**
 * A check that has been breached for long enough to open an episode.
 *
 * @param check {@code rule/level}
 * @param start event time of the first breaching sample in epoch milliseconds
 * @param samples breaching samples so far
 * @param first numbers of the first breaching sample
 * @param newest numbers of the newest breaching sample
 */
public record EpisodeStart(
        String check,
        long start,
        int samples,
        @Nullable Measurement first,
        @Nullable Measurement newest) {}
