package org.feedhold.benchmarks.latency;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.feedhold.benchmarks.workload.Fleet;

/**
 * What came of a load, and when. Only outputs of measured samples are timed. Each is timed from when its sample was due, not
 * from when it was sent.
 *
 * <p>The job says at the end that each machine has fallen silent. A machine's outputs come in order, so by then it has said
 * all that it had to say of the samples before.
 */
final class Observations {

    private final Load load;
    private final long healthDue;
    private final Map<String, Integer> machines = new HashMap<>();
    private final Map<Integer, List<Load.DueFault>> unanswered = new HashMap<>();
    private final long[] healthSeen;
    private final Map<Output, Histogram> millis = new EnumMap<>(Output.class);
    private final Map<Output, boolean[]> ended = new EnumMap<>(Output.class);
    private int unfinished;

    /**
     * Nothing has come yet.
     *
     * @param healthIntervalMillis the job's time between two health records of a machine, in milliseconds, a multiple of
     *     the time between two of its samples
     */
    Observations(Load load, long healthIntervalMillis) {
        this.load = load;
        this.healthDue = (load.untilMillis() - load.fromMillis()) / healthIntervalMillis;
        this.healthSeen = new long[load.machines()];
        List<String> ids = Fleet.ids(load.prefix(), load.machines());
        for (int machine = 0; machine < ids.size(); machine++) {
            machines.put(ids.get(machine), machine);
        }
        for (Load.DueFault fault : load.dueFaults()) {
            unanswered
                    .computeIfAbsent(fault.machine(), any -> new ArrayList<>())
                    .add(fault);
        }
        for (Output output : Output.values()) {
            millis.put(output, new Histogram(3));
            ended.put(output, new boolean[load.machines()]);
            unfinished += load.machines();
        }
    }

    /**
     * Takes an output. One of a machine of another load does not count.
     *
     * @param machineId its machine
     * @param sampleMillis event time of the sample that led to it, in epoch milliseconds
     * @param receivedMillis when it was there, in epoch milliseconds
     */
    void take(Output output, String machineId, long sampleMillis, long receivedMillis) {
        Integer machine = machines.get(machineId);
        if (machine == null) {
            return;
        }
        if (sampleMillis >= load.untilMillis()) {
            end(output, machine);
        } else if (load.measures(sampleMillis)) {
            of(output).recordValue(Math.max(0, receivedMillis - sampleMillis));
            if (output == Output.HEALTH) {
                healthSeen[machine]++;
            } else {
                answer(machine, sampleMillis);
            }
        }
    }

    /** Whether all has come that the job had to say of the load. */
    boolean isComplete() {
        return unfinished == 0;
    }

    /** Times of one kind of output, and how many did not come. */
    OutputReport report(Output output) {
        return new OutputReport(
                Percentiles.of(of(output)), output == Output.HEALTH ? missingHealth() : missingAnswers());
    }

    private Histogram of(Output output) {
        Histogram histogram = millis.get(output);
        if (histogram == null) {
            throw new IllegalStateException("no histogram of " + output);
        }
        return histogram;
    }

    private void end(Output output, int machine) {
        boolean[] ends = ended.getOrDefault(output, new boolean[0]);
        if (!ends[machine]) {
            ends[machine] = true;
            unfinished--;
        }
    }

    private void answer(int machine, long sampleMillis) {
        List<Load.DueFault> faults = unanswered.get(machine);
        if (faults != null) {
            faults.removeIf(fault -> sampleMillis >= fault.beginMillis() && sampleMillis < fault.endMillis());
        }
    }

    private long missingHealth() {
        long missing = 0;
        for (long seen : healthSeen) {
            missing += Math.max(0, healthDue - seen);
        }
        return missing;
    }

    private long missingAnswers() {
        return unanswered.values().stream().mapToLong(List::size).sum();
    }
}
