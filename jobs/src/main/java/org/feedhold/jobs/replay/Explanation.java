package org.feedhold.jobs.replay;

import java.time.Instant;
import java.util.List;
import org.feedhold.connectors.LogSpan;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Recommendation;
import org.jspecify.annotations.Nullable;

/**
 * How a recommendation came about, found out from the log alone by judging its machine's telemetry again.
 *
 * @param recommendation the recommendation, as it was written
 * @param again what the telemetry led to at the same instant when it was judged again; null if to nothing
 * @param previous the recommendation before it, as it was judged again; null if it was the first
 * @param beginning what lies before the first record that was judged again
 * @param records records of the machine that were judged again
 * @param findings how each of its findings came about
 * @param gate why a change of a process parameter was allowed, or was not
 */
public record Explanation(
        Recommendation recommendation,
        @Nullable Recommendation again,
        @Nullable Recommendation previous,
        LogSpan.Beginning beginning,
        long records,
        List<OfFinding> findings,
        Gate gate) {

    /** Whether the telemetry led to a recommendation with the same id. */
    public boolean isConfirmed() {
        return again != null && again.id().equals(recommendation.id());
    }

    /** Whether the telemetry led to the very same recommendation. */
    public boolean isSame() {
        return recommendation.equals(again);
    }

    /**
     * How a finding came about.
     *
     * @param finding the finding
     * @param rule text of its rule in the process model; null if that is not known
     * @param sustained when it was found to be sustained, or the machine to be silent; null if that is not within what was
     *     read
     * @param steps what each sample meant for its rule, oldest first
     */
    public record OfFinding(
            Finding finding,
            @Nullable String rule,
            @Nullable Instant sustained,
            List<Step> steps) {}

    /**
     * What one sample meant for a rule.
     *
     * @param timestamp event time
     * @param check which of the rule's limits, for example {@code high}; empty where the sample touched none
     * @param outcome what it meant
     * @param signal signal
     * @param quality quality of the signal
     * @param value value of the rule's feature where that is compared with a limit, else of the signal
     * @param unit unit of value and limit
     * @param expected expected value of the signal
     * @param limit limit
     * @param zScore residual in standard deviations
     * @param hits breaching samples among those that count
     * @param hitsNeeded how many are needed
     * @param breaches breaching samples of the run so far
     * @param forMillis how long the run has lasted, in milliseconds
     * @param neededMillis how long it has to
     */
    public record Step(
            Instant timestamp,
            String check,
            Outcome outcome,
            @Nullable String signal,
            @Nullable SignalQuality quality,
            @Nullable Double value,
            @Nullable String unit,
            @Nullable Double expected,
            @Nullable Double limit,
            @Nullable Double zScore,
            int hits,
            int hitsNeeded,
            int breaches,
            long forMillis,
            long neededMillis) {}

    /** What a sample, or the lack of one, meant for a rule. */
    public enum Outcome {
        /** It breached no limit. */
        INSIDE,
        /** It breached a limit. */
        BREACH,
        /** It breached a limit, and that so often and for so long that an episode opened or escalated. */
        SUSTAINED,
        /** Too few of the newest samples breach: the run broke off. */
        BROKEN,
        /** The feature has been inside for the off-delay. */
        CLEARED,
        /** There was none for the silence time-out. */
        SILENT,
        /** What the releases say of the part changed with it. */
        RELEASE_CHANGED
    }

    /**
     * Why a change of a process parameter was allowed, or was not.
     *
     * @param dataTrusted whether the data were trusted
     * @param parameterChangeAllowed whether the gate was open
     * @param reasons why not, each in words; empty if it was open
     */
    public record Gate(boolean dataTrusted, boolean parameterChangeAllowed, List<String> reasons) {}
}
