package org.feedhold.twin.acquisition;

/** Quality of a signal in the twin. Only good values are numbers to it. */
public enum SignalQuality {
    GOOD,
    /** The source itself says so. */
    UNCERTAIN,
    /** Null, {@code UNAVAILABLE}, or absent where the source reports by sample. */
    MISSING,
    /** Not a finite number, wrong unit, outside its physical range, or a jump that it can't make. */
    INVALID,
    /** Bit-identical for longer than its catalogue allows while cutting. */
    STUCK,
    /** No report within its own time-out. */
    STALE
}
