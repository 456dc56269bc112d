package org.feedhold.twin.process;

/**
 * The rolling z-score of a rule's residual, as a second way for the rule to see a deviation. Its decision is always
 * {@code watch}: evidence of a z-score alone asks for no more.
 *
 * @param high z-score above which a sample counts as deviating, at least 1
 * @param hits deviating samples needed among the last {@code of}
 * @param of samples looked at, 1 to 64
 * @param window samples in the rolling baseline, 8 to 255
 * @param minimum samples that the baseline needs before it is used, at least 4
 * @param floor least standard deviation, in the signal's unit
 */
public record ZScoreSpec(double high, int hits, int of, int window, int minimum, double floor) {}
