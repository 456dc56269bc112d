package org.feedhold.benchmarks.workload;

/**
 * How often a faulty machine falls into a fault. The machines do not all do so at the same time.
 *
 * @param samplesBetween samples from the beginning of a fault to that of the next one
 * @param samples samples of each fault, fewer than that
 */
public record FaultPace(int samplesBetween, int samples) {

    private static final int FIRST = 50;
    private static final int STAGGER = 37;

    /** Checks that a fault ends before the next one begins. */
    public FaultPace {
        if (samples < 1 || samples >= samplesBetween) {
            throw new IllegalArgumentException("a fault must end before the next one begins: " + samples
                    + " faulty samples, and the next fault " + samplesBetween + " samples after the first");
        }
    }

    /** Whether a fault begins with a sample of a machine, both counted from 0. */
    public boolean begins(int machine, int sample) {
        int turn = turn(machine, sample);
        return turn >= 0 && turn % samplesBetween == 0;
    }

    /** How many faults of a machine have begun before the one that begins with this sample. */
    public int faultsBefore(int machine, int sample) {
        return turn(machine, sample) / samplesBetween;
    }

    private int turn(int machine, int sample) {
        return sample - FIRST - machine * STAGGER % samplesBetween;
    }
}
