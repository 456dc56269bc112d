package org.feedhold.twin.process;

/** What a rule looks at in its signal. */
public enum Feature {
    /** The newest good value, in the signal's unit. */
    LEVEL,
    /** RMS of first differences over a window, in the signal's unit: how restless the signal is. */
    RIPPLE,
    /** Value less expected value, in the signal's unit. */
    RESIDUAL,
    /** Value divided by expected value; 1 is as expected. */
    RATIO,
    /** Residual in standard deviations of its rolling baseline for this operation, tool and phase. */
    Z_SCORE,
    /** Whether every required signal is good; has no number and no limit. */
    QUALITY
}
