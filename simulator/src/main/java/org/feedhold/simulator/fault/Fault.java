package org.feedhold.simulator.fault;

/**
 * A fault of one machine over a range of its samples.
 *
 * @param type what breaks
 * @param firstSample number of the first faulty sample since the start of the run, from 0
 * @param samples number of faulty samples, at least 1
 * @param strength factor on the effect, greater than 0 and at most 10; 1 is the usual strength
 */
public record Fault(FaultType type, long firstSample, int samples, double strength) {

    /** Greatest strength; beyond it the values would no longer be those of a machine. */
    public static final double MAX_STRENGTH = 10;

    /** Refuses values outside their ranges. */
    public Fault {
        if (firstSample < 0) {
            throw new IllegalArgumentException("first sample must not be negative: " + firstSample);
        }
        if (samples < 1) {
            throw new IllegalArgumentException("a fault lasts at least one sample: " + samples);
        }
        if (!(strength > 0 && strength <= MAX_STRENGTH)) {
            throw new IllegalArgumentException(
                    "strength must be greater than 0 and at most " + MAX_STRENGTH + ": " + strength);
        }
    }

    /** Number of the last faulty sample. */
    public long lastSample() {
        return firstSample + samples - 1;
    }

    /** The same fault, beginning {@code offset} samples later. */
    Fault shifted(long offset) {
        return new Fault(type, firstSample + offset, samples, strength);
    }

    /** The fault as {@link FaultScript#parse} reads it. */
    @Override
    public String toString() {
        return type + "@" + firstSample + "-" + lastSample() + (strength == 1 ? "" : "*" + strength);
    }
}
