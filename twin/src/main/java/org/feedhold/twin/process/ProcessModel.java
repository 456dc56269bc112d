package org.feedhold.twin.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expected behaviour, limits and rules of one kind of machine in one operation. Immutable: another content is another
 * version.
 *
 * @param name name of the model, {@code [a-z0-9_]+}
 * @param version 1 or greater
 * @param effectiveFromMillis event time in epoch milliseconds from which the version counts; null: from its arrival on
 * @param operation operation that it is for, or null for any
 * @param machines machine ids that it is for, with {@code *} for any run of characters; empty for any
 * @param reportingMode how the source reports
 * @param intervalMillis usual time between two samples
 * @param silenceAfterMillis a machine that was cutting and has not reported for longer than this is silent
 * @param evaluateWhen values of {@code execution} in which the machine is judged; in all others it is idle
 * @param expectedFromModelOnly whether this model alone says what is expected; otherwise {@code expected_<signal>} in a
 *     sample comes first
 * @param releasePolicy whether a part needs a release
 * @param signals the signal catalogue, in the order in which people want to see it
 * @param phases phases by name
 * @param rules rules in the order of the file
 */
public record ProcessModel(
        String name,
        int version,
        @Nullable Long effectiveFromMillis,
        @Nullable String operation,
        List<String> machines,
        ReportingMode reportingMode,
        long intervalMillis,
        long silenceAfterMillis,
        List<String> evaluateWhen,
        boolean expectedFromModelOnly,
        ReleasePolicy releasePolicy,
        List<SignalSpec> signals,
        Map<String, PhaseSpec> phases,
        List<RuleSpec> rules) {

    /** {@code name@version}, the key on the topic. */
    public String key() {
        return name + '@' + version;
    }

    /** Position of a signal in the catalogue, or -1. */
    public int signalIndex(String signal) {
        for (int i = 0; i < signals.size(); i++) {
            if (signals.get(i).name().equals(signal)) {
                return i;
            }
        }
        return -1;
    }
}
