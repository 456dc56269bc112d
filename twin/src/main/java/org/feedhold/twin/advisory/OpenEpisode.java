package org.feedhold.twin.advisory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An episode that is open, as the advisor remembers it. Mutable state of {@link Advisor} alone; public with public fields
 * so that the stream processor can lay it out without reflection on private parts.
 */
public final class OpenEpisode {

    /** Id, see {@link Identifiers#episode}. */
    public String id = "";
    /** Anomaly code. */
    public String code = "";
    /** Signal; null where it is about the machine. */
    public @Nullable String signal;
    /** What a person calls that which the newest measurement is of. */
    public String label = "";
    /** {@code rule@model@version}. */
    public String rule = "";
    /** Event time of the first breaching sample in epoch milliseconds. */
    public long start;
    /** Whether it speaks of missing data. */
    public boolean aboutQuality;
    /** Breaching samples so far. */
    public int samples;
    /** Number of the newest sample counted. */
    public long newestOrdinal;
    /** Highest decision so far. */
    public Decision highest = Decision.PROCEED;
    /** Checks of the rule that are active, each with its decision at the same place in {@link #decisions}. */
    public List<String> checks = new ArrayList<>();
    /** Decisions of the active checks. */
    public List<Decision> decisions = new ArrayList<>();
    /** Codes of episodes that can explain it. */
    public List<String> consequenceOf = new ArrayList<>();
    /** Id of the episode that explains it. */
    public @Nullable String causedBy;
    /** Alarm state; null for an event and for a consequence. */
    public @Nullable AlarmState alarmState;
    /** Whether it leaves an open check. */
    public boolean requiresCheck;
    /** What to do without changing a process parameter. */
    public @Nullable String action;
    /** A change of a process parameter to consider. */
    public @Nullable String parameterChange;
    /** What to check. */
    public @Nullable String requiredCheck;
    /** Newest breaching value. */
    public @Nullable Double value;
    /** Unit of value and limit. */
    public @Nullable String unit;
    /** Expected value at that sample. */
    public @Nullable Double expected;
    /** Limit at that sample. */
    public @Nullable Double limit;
    /** Z-score at that sample. */
    public @Nullable Double zScore;
    /** Value farthest beyond its limit. */
    public @Nullable Double peakValue;
    /** Limit at that sample. */
    public @Nullable Double peakLimit;
    /** Unit at that sample. */
    public @Nullable String peakUnit;
    /** Z-score at that sample. */
    public @Nullable Double peakZScore;
    /** How far the peak is beyond its limit, as a fraction of it. */
    public double peakStrength;

    /** The check whose numbers are shown: the first with the highest decision. */
    String leadingCheck() {
        return checks.get(decisions.indexOf(decision()));
    }

    /** Decision now: the highest of its active checks. */
    Decision decision() {
        Decision decision = Decision.PROCEED;
        for (Decision active : decisions) {
            decision = Decision.max(decision, active);
        }
        return decision;
    }
}
