package org.feedhold.twin.acquisition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One decoded telemetry sample under a catalogue of signals: context, and for each signal what was reported. Mutable and
 * reused by its owner; it never leaves the twin.
 */
public final class Sample {

    /** What a source reported for a signal. */
    public enum Report {
        /** The field is not in the sample. */
        ABSENT,
        /** Null, or the word {@code UNAVAILABLE}. */
        NULL,
        /** A finite number, in {@link #values}. */
        NUMBER,
        /** Something that is no finite number. */
        NOT_A_NUMBER,
        /** A number in another unit than the catalogue's. */
        WRONG_UNIT,
        /** A number that the source itself calls uncertain. */
        UNCERTAIN,
        /** A number that the source itself calls bad. */
        BAD
    }

    /** Event time in epoch milliseconds. */
    public long timestamp;
    /** Whether the source says that the data are simulated. */
    public boolean simulated;
    /** Old data from a gateway's backlog: kept for parts and history, touches no live state. */
    public boolean historical;
    /** Whether an operator has changed the tool before this sample. */
    public boolean toolChanged;
    /** Feed override in percent; NaN where the source gives none. */
    public double feedOverridePct = Double.NaN;

    public @Nullable String partId;
    public @Nullable String operation;
    public @Nullable String processPhase;
    public @Nullable String program;
    public @Nullable String toolId;
    public @Nullable String execution;
    public @Nullable String gatewayId;
    public @Nullable String workOrder;
    public @Nullable String partRevision;

    /** Report by position in the catalogue. */
    public Report[] reports = new Report[0];
    /** Value by position in the catalogue; meaningful where the report carries a number. */
    public double[] values = new double[0];
    /** {@code expected_<signal>} by position in the catalogue; NaN where the sample has none. */
    public double[] expected = new double[0];

    /** Takes over what a later record of the same instant, under the same catalogue, reports. */
    public void merge(Sample later) {
        simulated |= later.simulated;
        historical |= later.historical;
        feedOverridePct = Double.isNaN(later.feedOverridePct) ? feedOverridePct : later.feedOverridePct;
        partId = later.partId == null ? partId : later.partId;
        operation = later.operation == null ? operation : later.operation;
        processPhase = later.processPhase == null ? processPhase : later.processPhase;
        program = later.program == null ? program : later.program;
        toolId = later.toolId == null ? toolId : later.toolId;
        execution = later.execution == null ? execution : later.execution;
        gatewayId = later.gatewayId == null ? gatewayId : later.gatewayId;
        workOrder = later.workOrder == null ? workOrder : later.workOrder;
        partRevision = later.partRevision == null ? partRevision : later.partRevision;
        for (int s = 0; s < reports.length; s++) {
            if (later.reports[s] != Report.ABSENT) {
                reports[s] = later.reports[s];
                values[s] = later.values[s];
            }
            if (!Double.isNaN(later.expected[s])) {
                expected[s] = later.expected[s];
            }
        }
    }

    /** Empties the sample for a catalogue of {@code signals} entries. */
    public void reset(int signals) {
        timestamp = 0;
        simulated = false;
        historical = false;
        toolChanged = false;
        feedOverridePct = Double.NaN;
        partId = null;
        operation = null;
        processPhase = null;
        program = null;
        toolId = null;
        execution = null;
        gatewayId = null;
        workOrder = null;
        partRevision = null;
        if (reports.length != signals) {
            reports = new Report[signals];
            values = new double[signals];
            expected = new double[signals];
        }
        Arrays.fill(reports, Report.ABSENT);
        Arrays.fill(values, Double.NaN);
        Arrays.fill(expected, Double.NaN);
    }
}
