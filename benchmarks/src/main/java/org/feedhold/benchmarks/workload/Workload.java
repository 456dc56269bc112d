package org.feedhold.benchmarks.workload;

/**
 * The log that all systems read: machines at 10 Hz, in order, without silence, keyed.
 *
 * @param samples samples in all, a multiple of the machines
 * @param machines machines
 * @param faultyShare share of the machines that fall into a fault again and again, 0 to 1
 * @param seed seed of all that is drawn
 */
public record Workload(long samples, int machines, double faultyShare, long seed) {

    /** Samples of each machine before its cost counts: its state is there, and what is compiled at run time is compiled. */
    public static final int WARM_UP_SAMPLES_PER_MACHINE = 100;

    /** Those, and half as many that count. */
    public static final int LEAST_SAMPLES_PER_MACHINE = WARM_UP_SAMPLES_PER_MACHINE * 3 / 2;

    /** Checks that something is left to be measured. */
    public Workload {
        if (machines < 1 || samples % machines != 0 || samples / machines < LEAST_SAMPLES_PER_MACHINE) {
            throw new IllegalArgumentException("samples must be a multiple of the machines and at least "
                    + LEAST_SAMPLES_PER_MACHINE + " for each: " + samples + " samples of " + machines
                    + " machines; give more --samples or fewer --machines");
        }
        if (!(faultyShare >= 0 && faultyShare <= 1)) {
            throw new IllegalArgumentException("the share of faulty machines must be 0 to 1: " + faultyShare);
        }
    }

    /** Samples of each machine. */
    public int samplesPerMachine() {
        return (int) (samples / machines);
    }

    /** Machines that have faults. */
    public int faultyMachines() {
        return (int) Math.round(machines * faultyShare);
    }

    /** Samples that are read before the measurement begins: a hundred of each machine, and at least half of the log. */
    public long warmUpSamples() {
        return Math.max((long) WARM_UP_SAMPLES_PER_MACHINE * machines, samples / 2);
    }
}
