package org.feedhold.benchmarks.system.idiomatic;

/** What a sample means for each rule, beside the two samples before it; a bit for each rule. */
public final class Reading {

    /** The machine. */
    public String machineId = "";

    /** Event time in ms since 1970. */
    public long timestamp;

    /** The limit is breached. */
    public int breached;

    /** It is, and was not in the two samples before. */
    public int runBegins;

    /** Neither this sample nor the one before breaches. */
    public int runBroken;

    /** The value is back, by the deadband. */
    public int inside;

    /** It is, and was not in the sample before. */
    public int returns;

    /** For Flink. */
    public Reading() {}
}
