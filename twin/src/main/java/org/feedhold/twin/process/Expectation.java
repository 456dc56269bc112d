package org.feedhold.twin.process;

/**
 * What a signal should be in a phase once it has settled.
 *
 * @param value settled value, in the signal's unit
 * @param timeConstantMillis time constant of the first-order approach to it after a change of phase; 0: at once
 */
public record Expectation(double value, long timeConstantMillis) {}
