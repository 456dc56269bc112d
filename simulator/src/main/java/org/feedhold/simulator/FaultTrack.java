package org.feedhold.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.jspecify.annotations.Nullable;

/** The faults of one machine: those to come, and those at work on the current sample. */
final class FaultTrack {

    private final String machineId;
    private final Iterator<Fault> planned;
    private final SplittableRandom random;
    private final List<ActiveFault> active = new ArrayList<>(1);
    private final List<Fault> injected = new ArrayList<>(0);
    private @Nullable Fault next;

    FaultTrack(String machineId, Iterator<Fault> planned, SplittableRandom random) {
        this.machineId = machineId;
        this.planned = planned;
        this.random = random;
        this.next = planned.hasNext() ? planned.next() : null;
    }

    /**
     * Has a fault begin with the next sample.
     *
     * @throws IllegalStateException if a fault of the same kind is at work
     */
    void inject(Fault fault) {
        FaultKind kind = fault.type().kind();
        boolean busy = active.stream().anyMatch(other -> other.fault.type().kind() == kind)
                || injected.stream().anyMatch(other -> other.type().kind() == kind);
        if (busy) {
            throw new IllegalStateException("machine " + machineId + " already has a fault " + kind.code()
                    + "; wait for its end or inject another kind");
        }
        injected.add(fault);
    }

    /**
     * Begins the faults that are due at a sample of a cutting machine.
     *
     * @param samplesLeft number of samples, this one included, that the machine goes on cutting
     */
    void begin(long sample, long timestamp, long samplesLeft, long intervalMillis, TruthLog truth) {
        for (Fault fault : injected) {
            start(fault, sample, timestamp, samplesLeft, intervalMillis, truth);
        }
        injected.clear();
        while (next != null && next.firstSample() <= sample) {
            if (next.firstSample() == sample) {
                start(next, sample, timestamp, samplesLeft, intervalMillis, truth);
            }
            next = planned.hasNext() ? planned.next() : null;
        }
    }

    /** Lets the faults at work change what physically happens. */
    void apply(long sample, Readings readings) {
        for (ActiveFault one : active) {
            affect(readings, one.fault, sample - one.startSample);
        }
    }

    /** How the signals of the current sample are lost; {@link FaultVariant#NONE} if they are not. */
    FaultVariant dropout() {
        FaultVariant dropout = FaultVariant.NONE;
        for (ActiveFault one : active) {
            FaultVariant variant = one.fault.type().variant();
            if (variant != FaultVariant.NONE && !dropout.silent()) {
                dropout = variant;
            }
        }
        return dropout;
    }

    /** Ends the faults whose last sample this is. */
    void end(long sample, long timestamp, TruthLog truth) {
        for (int i = active.size() - 1; i >= 0; i--) {
            ActiveFault one = active.get(i);
            if (sample - one.startSample + 1 >= one.fault.samples()) {
                truth.end(one.truth, timestamp);
                active.remove(i);
            }
        }
    }

    /** Ends all faults, because the machine stops or the run is over. */
    void endAll(long lastTimestamp, TruthLog truth) {
        for (ActiveFault one : active) {
            truth.end(one.truth, lastTimestamp);
        }
        active.clear();
        injected.clear();
    }

    private void start(
            Fault fault, long sample, long timestamp, long samplesLeft, long intervalMillis, TruthLog truth) {
        FaultType type = fault.type();
        long plannedEnd = timestamp + (Math.min(fault.samples(), samplesLeft) - 1) * intervalMillis;
        TruthWindow window = new TruthWindow(
                machineId, type.kind().code(), type.variant().code(), timestamp, plannedEnd, fault.strength());
        active.add(new ActiveFault(fault, sample, window));
        truth.begin(window);
    }

    private void affect(Readings readings, Fault fault, long k) {
        double strength = fault.strength();
        switch (fault.type().kind()) {
            case CHATTER -> {
                readings.vibration += strength * random.nextDouble(0.75, 1.35);
                readings.load += strength * random.nextDouble(4, 8);
            }
            case TOOL_WEAR -> {
                readings.load += strength * (10 + 0.15 * k);
                readings.vibration += strength * (0.12 + 0.005 * k);
                readings.wear += strength * 18;
            }
            case THERMAL_DRIFT -> {
                readings.temperature += strength * (9 + 0.25 * k);
                readings.load += strength * 3;
            }
            case FEED_MISMATCH -> {
                readings.feed *= 1 + strength * 1.35;
                readings.vibration += strength * 0.28;
                readings.load += strength * 8;
            }
            case BROKEN_TOOL -> {
                readings.load = readings.expectedLoad * Math.max(0, 1 - 0.8 * strength);
                readings.loadNoise = 0.25;
                readings.broken = true;
            }
            case OVERLOAD -> readings.load += strength * 30;
            case LOAD_SHIFT -> readings.load += strength * 6.5;
            case SENSOR_DROPOUT -> {
                // The cut goes on unharmed; only its signals are lost.
            }
        }
    }

    private record ActiveFault(Fault fault, long startSample, TruthWindow truth) {}
}
