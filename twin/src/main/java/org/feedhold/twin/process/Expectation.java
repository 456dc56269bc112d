package org.feedhold.twin.process;

/**
 * What a signal should be in a phase once it has settled.
 *
 * @param value settled value, in the signal's unit
 * @param timeConstantMillis time constant of the first-order approach to it after a change of phase; 0: at once
 * @param variation by how much the true value swings about it within the phase, in the signal's unit; 0: not at all. It
 *     widens the standard deviation of a z-score where the sample itself does not say what is expected
 */
public record Expectation(double value, long timeConstantMillis, double variation) {}
