package org.feedhold.benchmarks.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.feedhold.benchmarks.workload.FaultPace;
import org.feedhold.benchmarks.workload.Fleet;

/**
 * An open-loop load: when each sample is due is fixed beforehand, whatever becomes of the samples before it. Each machine has
 * a sample every tenth of a second, and the machines share that tenth of a second evenly. The time at which a sample is due is
 * its event time, so each output, which carries the event time of its sample, says when that sample was meant to be sent.
 *
 * @param prefix beginning of the ids of its machines, no other load's
 * @param machines machines, at least 1
 * @param faultyMachines how many of them fall into a fault again and again: the first ones
 * @param startMillis when the first sample is due, in epoch milliseconds
 * @param warmUpSeconds how long samples are sent that are not measured
 * @param measuredSeconds how long samples are sent after them that are measured, at least 1
 */
public record Load(
        String prefix, int machines, int faultyMachines, long startMillis, int warmUpSeconds, int measuredSeconds) {

    /** A fault of 8 s every 20 s: it is found after 2 s and over 6 s after its end, before the next one. */
    static final FaultPace FAULTS = new FaultPace(200, 80);

    /** With fewer recommendations than that, what 99 of 100 do not exceed is left to two or three. */
    static final int ENOUGH_RECOMMENDATIONS = 300;

    private static final int RECOMMENDATIONS_OF_A_FAULT = 2;
    private static final int SAMPLES_PER_SECOND = 1_000 / Fleet.INTERVAL_MILLIS;

    /** Refuses what can't be sent or measured. */
    public Load {
        if (machines < 1 || faultyMachines < 0 || faultyMachines > machines) {
            throw new IllegalArgumentException("a load needs a machine at least, and no more in fault than there are: "
                    + faultyMachines + " of " + machines + " machines; raise --capacity");
        }
        if (warmUpSeconds < 0 || measuredSeconds < 1) {
            throw new IllegalArgumentException(
                    "a load must be measured for 1 s at least, after a warm-up of 0 s at least: " + measuredSeconds
                            + " s after " + warmUpSeconds + " s");
        }
    }

    /**
     * A fault that begins and ends while samples are measured; the job has to say something of it.
     *
     * @param machine the machine, counted from 0
     * @param beginMillis when its first sample is due, in epoch milliseconds
     * @param endMillis when the first sample after it is due, in epoch milliseconds
     */
    record DueFault(int machine, long beginMillis, long endMillis) {}

    /**
     * A load of about a share of the capacity. More machines are in fault than are asked for where else there were too few
     * recommendations.
     *
     * @param percent share of the capacity, in percent
     * @param startMillis when the first sample is due, in epoch milliseconds
     */
    static Load of(LatencySettings settings, int percent, long startMillis) {
        int machines = (int) Math.max(1, Math.round(settings.capacity() * percent / 100 / SAMPLES_PER_SECOND));
        double perFaultyMachine =
                (double) RECOMMENDATIONS_OF_A_FAULT * settings.seconds() * SAMPLES_PER_SECOND / FAULTS.samplesBetween();
        int enough = (int) Math.ceil(ENOUGH_RECOMMENDATIONS / perFaultyMachine);
        int asked = (int) Math.round(machines * settings.faultyShare());
        return new Load(
                "LOAD" + percent + "-",
                machines,
                Math.min(machines, Math.max(asked, enough)),
                startMillis,
                settings.warmUpSeconds(),
                settings.seconds());
    }

    /** Samples of each machine in all. */
    int samplesPerMachine() {
        return (warmUpSeconds + measuredSeconds) * SAMPLES_PER_SECOND;
    }

    /** Samples of all machines together. */
    int samplesPerSecond() {
        return machines * SAMPLES_PER_SECOND;
    }

    /** When a sample of a machine is due, which is its event time, in epoch milliseconds; both are counted from 0. */
    long dueMillis(int machine, int sample) {
        return startMillis + (long) sample * Fleet.INTERVAL_MILLIS + (long) machine * Fleet.INTERVAL_MILLIS / machines;
    }

    /** From when on samples are measured, in epoch milliseconds. */
    long fromMillis() {
        return startMillis + TimeUnit.SECONDS.toMillis(warmUpSeconds);
    }

    /** Up to when samples are measured and sent, in epoch milliseconds; none is due then any more. */
    long untilMillis() {
        return fromMillis() + TimeUnit.SECONDS.toMillis(measuredSeconds);
    }

    /** Whether a sample that is due then is measured. */
    boolean measures(long dueMillis) {
        return dueMillis >= fromMillis() && dueMillis < untilMillis();
    }

    /** All faults that begin and end while samples are measured. */
    List<DueFault> dueFaults() {
        List<DueFault> faults = new ArrayList<>();
        for (int machine = 0; machine < faultyMachines; machine++) {
            for (int sample = 0; sample + FAULTS.samples() < samplesPerMachine(); sample++) {
                long begin = dueMillis(machine, sample);
                if (begin >= fromMillis() && FAULTS.begins(machine, sample)) {
                    faults.add(new DueFault(machine, begin, dueMillis(machine, sample + FAULTS.samples())));
                }
            }
        }
        return faults;
    }
}
