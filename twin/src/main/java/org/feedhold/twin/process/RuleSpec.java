package org.feedhold.twin.process;

import java.util.List;
import java.util.Map;
import org.feedhold.twin.advisory.Decision;
import org.jspecify.annotations.Nullable;

/**
 * One explicit rule: a feature of a signal against limits, with delays, decisions and words.
 *
 * @param name key of the rule in the model; unique there
 * @param code anomaly code that it raises; the rule's name where the model gives none
 * @param signal name of the signal it reads; null for {@link Feature#QUALITY}, which reads every required signal
 * @param feature what it looks at
 * @param limits limits that hold in every phase that gives none of its own
 * @param decisions decision by limit; a limit without one is not checked. For {@link Feature#QUALITY} the decision is
 *     under {@link Level#HIGH}
 * @param hits breaching samples needed among the last {@code of}, at least 1
 * @param of samples looked at, {@code hits} to 64
 * @param atLeastMillis least time from the first breaching sample to the one that opens the episode, 0 to 10 minutes
 * @param withinMillis longest time between two breaching samples that are counted together; 0: no bound
 * @param offDelayMillis how long the feature must be inside its limit less the deadband before the episode closes
 * @param deadbandFraction deadband as a fraction of the limit's amount, 0 to 0.5
 * @param rippleWindow samples in the window of {@link Feature#RIPPLE}, 3 to 64; 0 for other features
 * @param scaledByOverride whether limits are multiplied by {@code feed_override_pct / 100} where a sample has it
 * @param zScore rolling z-score of the residual as a second way to see a deviation, or null
 * @param phases phases in which the rule is evaluated; empty: all
 * @param consequenceOf codes of findings that explain this one; while one is active this finding carries
 *     {@code caused_by} and is not annunciated
 * @param requiresCheck whether an episode leaves an open check until a person has completed it
 * @param action what a person should do, in words, without changing a process parameter; null where there is nothing to do
 * @param parameterChange a change of a process parameter to consider, in words; it is only ever given while data are
 *     trusted and no check is open; null for none
 * @param requiredCheck what to check, in words; null where there is nothing to check
 */
public record RuleSpec(
        String name,
        String code,
        @Nullable String signal,
        Feature feature,
        Limits limits,
        Map<Level, Decision> decisions,
        int hits,
        int of,
        long atLeastMillis,
        long withinMillis,
        long offDelayMillis,
        double deadbandFraction,
        int rippleWindow,
        boolean scaledByOverride,
        @Nullable ZScoreSpec zScore,
        List<String> phases,
        List<String> consequenceOf,
        boolean requiresCheck,
        @Nullable String action,
        @Nullable String parameterChange,
        @Nullable String requiredCheck) {}
