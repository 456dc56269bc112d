package org.feedhold.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.SimulatedMachine;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultType;
import org.jspecify.annotations.Nullable;

/** Simulated mills at 10 Hz, the first of which fall into a fault again and again. For one thread. */
public final class Fleet {

    /** Name of the shipped process model that fits these machines. */
    public static final String MODEL = "adaptive_cnc_milling";

    /** Time between two samples of a machine, in milliseconds. */
    public static final int INTERVAL_MILLIS = 100;

    /** The shipped phases are counted in samples of two seconds; a phase shall last as long at ten samples a second. */
    private static final int PHASE_STRETCH = 20;

    /** A fresh tool for each part of six minutes, which ends it worn by a fifth: none is worn out but by a fault. */
    private static final SimulationSettings.Wear WEAR = new SimulationSettings.Wear(4, 0.005, 1);

    private static final List<FaultType> FAULTS = List.of(
            FaultType.parse("chatter"),
            FaultType.parse("feed_mismatch"),
            FaultType.parse("overload"),
            FaultType.parse("broken_tool"));

    private final List<SimulatedMachine> machines;
    private final byte[][] keys;
    private final int[] sent;
    private final int faultyMachines;
    private final FaultPace pace;

    /**
     * Machines before their first samples.
     *
     * @param prefix beginning of their ids
     * @param machines number of machines, at least 1
     * @param faultyMachines how many of them have faults: the first ones
     * @param pace how often
     * @param seed seed of all that is drawn
     */
    public Fleet(String prefix, int machines, int faultyMachines, FaultPace pace, long seed) {
        this.machines = SimulatedMachine.all(SimulationSettings.builder()
                .machineIds(ids(prefix, machines))
                .seed(seed)
                .intervalMillis(INTERVAL_MILLIS)
                .wear(WEAR)
                .phaseLengths(MachineType.MILL.phaseLengths().stream()
                        .map(samples -> samples * PHASE_STRETCH)
                        .toList())
                .build());
        this.keys = this.machines.stream()
                .map(machine -> machine.id().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.sent = new int[machines];
        this.faultyMachines = faultyMachines;
        this.pace = pace;
    }

    /** Ids of so many machines, in their order, all with the same beginning. */
    public static List<String> ids(String prefix, int machines) {
        return SimulationSettings.numberedIds(prefix, machines, 7);
    }

    /** Key of a machine's records; machines are counted from 0. */
    public byte[] key(int machine) {
        return keys[machine];
    }

    /** The next sample of a machine, {@link #INTERVAL_MILLIS} after the one before it. */
    public byte[] next(int machine) {
        return telemetry(turn(machine).next().telemetry());
    }

    /**
     * The next sample of a machine.
     *
     * @param timestampMillis its event time in epoch milliseconds, later than that of the machine's sample before it
     */
    public byte[] next(int machine, long timestampMillis) {
        return telemetry(turn(machine).next(timestampMillis, INTERVAL_MILLIS).telemetry());
    }

    private SimulatedMachine turn(int machine) {
        SimulatedMachine turned = machines.get(machine);
        int sample = sent[machine]++;
        if (machine < faultyMachines && pace.begins(machine, sample)) {
            turned.inject(
                    FAULTS.get((machine + pace.faultsBefore(machine, sample)) % FAULTS.size()), pace.samples(), 1);
        }
        return turned;
    }

    private static byte[] telemetry(byte @Nullable [] value) {
        return Objects.requireNonNull(value, "none of these faults silences a machine");
    }
}
