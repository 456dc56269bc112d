package org.feedhold.simulator.scoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.feedhold.twin.advisory.Decision;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of fault was answered.
 *
 * @param kind kind of fault
 * @param code code that must be raised
 * @param promised decision that must be given
 * @param windows windows injected
 * @param found windows for which a finding with the code became active in time
 * @param alreadyActive of those, windows at whose start it was active because of something else injected
 * @param delayMedianSeconds median time from the start of a window to its finding; null if none was found
 * @param delayMaximumSeconds longest such time; null if none was found
 * @param samples faulty samples
 * @param promisedSamples faulty samples at which the decision in force ranked at least as promised and listed the code
 * @param exactSamples of those, samples at which it was exactly the promised decision
 * @param health answer of the health score
 */
public record FaultScore(
        FaultKind kind,
        String code,
        Decision promised,
        int windows,
        int found,
        int alreadyActive,
        @Nullable Double delayMedianSeconds,
        @Nullable Double delayMaximumSeconds,
        int samples,
        int promisedSamples,
        int exactSamples,
        HealthResponse health) {

    /** Windows found, 0 to 1; null if there were none. */
    @JsonProperty
    public @Nullable Double foundShare() {
        return Measure.ratio(found, windows);
    }

    /** Faulty samples with the promised decision or a stronger one, 0 to 1; null if there were none. */
    @JsonProperty
    public @Nullable Double promisedShare() {
        return Measure.ratio(promisedSamples, samples);
    }

    /** Faulty samples with exactly the promised decision, 0 to 1; null if there were none. */
    @JsonProperty
    public @Nullable Double exactShare() {
        return Measure.ratio(exactSamples, samples);
    }
}
