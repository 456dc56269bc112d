package org.feedhold.twin.process;

/** How a source reports its signals. */
public enum ReportingMode {
    /** Every sample carries every signal; an absent one is missing. */
    SAMPLE,
    /** Only changes are reported (MTConnect, Sparkplug, OPC UA); an absent signal is unchanged until it is stale. */
    ON_CHANGE
}
