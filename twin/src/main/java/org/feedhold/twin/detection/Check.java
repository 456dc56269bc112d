package org.feedhold.twin.detection;

import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.ZScoreSpec;
import org.jspecify.annotations.Nullable;

/**
 * One limit of one rule, ready to be evaluated: its place in the compiled model, and its delays.
 *
 * @param rule the rule it belongs to
 * @param ruleIndex position of the rule in the model
 * @param signal position of the signal in the catalogue; -1 for a check on quality
 * @param feature feature that is compared
 * @param level which limit
 * @param hits breaching samples needed
 * @param of among this many
 * @param zScore baseline of a check on the z-score; null for others
 * @param card what the advisor says of it
 */
record Check(
        RuleSpec rule,
        int ruleIndex,
        int signal,
        Feature feature,
        Level level,
        int hits,
        int of,
        @Nullable ZScoreSpec zScore,
        CheckCard card) {

    /** Whether both raise the same finding: the code is the same, and the signal. */
    boolean isOfSameEpisodeAs(Check other) {
        return rule.code().equals(other.rule.code()) && signal == other.signal;
    }

    /** Whether a value breaches the limit. */
    boolean breached(double value, double limit) {
        return level.isLow() ? value < limit : value > limit;
    }

    /** Whether a value is inside the limit by more than the deadband. */
    boolean inside(double value, double limit) {
        double deadband = Math.abs(limit) * rule.deadbandFraction();
        return level.isLow() ? value >= limit + deadband : value <= limit - deadband;
    }

    /** Breaches among the newest samples from which on another episode may be beginning: half of those needed, 1 at least. */
    int suspicious() {
        return Math.max(1, hits / 2);
    }
}
