package org.feedhold.twin.detection;

import org.jspecify.annotations.Nullable;

/**
 * What a sample, or the lack of one, means for one check. Edges are what the patterns see; raw samples never reach them.
 * Immutable; carries the delays of the model version in force, so that patterns hold no constant of a model.
 *
 * @param kind what happened
 * @param check {@code rule/level}; empty for an edge that concerns the whole machine
 * @param aboutQuality whether the check is on the quality of signals rather than on a limit
 * @param ordinal number of the sample among those judged
 * @param timestamp event time in epoch milliseconds
 * @param since event time of the first sample of what the kind speaks of: of the run for a breach, of the return for a
 *     clearing, of the silence
 * @param hits breaching samples among the newest that the check looks at
 * @param breaches breaching samples of the run so far, counted up to 64
 * @param hitsNeeded breaching samples needed
 * @param atLeastMillis least time from {@code since} to the sample that opens an episode
 * @param measurement the numbers; null where there are none
 */
public record Edge(
        EdgeKind kind,
        String check,
        boolean aboutQuality,
        long ordinal,
        long timestamp,
        long since,
        int hits,
        int breaches,
        int hitsNeeded,
        long atLeastMillis,
        @Nullable Measurement measurement) {

    /** Whether a breach makes its run frequent and long enough to open an episode. */
    public boolean isSustained() {
        return kind == EdgeKind.BREACH && hits >= hitsNeeded && timestamp - since >= atLeastMillis;
    }
}
