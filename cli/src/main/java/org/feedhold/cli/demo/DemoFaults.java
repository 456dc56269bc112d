package org.feedhold.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;

/**
 * When what breaks in the demo: one fault after the other, in the order of the wanted kinds and then from the start again,
 * each on the next machine, so that one can follow them. The seed decides in which order the machines come.
 */
final class DemoFaults {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofSeconds(8);
    private static final Duration LENGTH = Duration.ofSeconds(9);
    /** Long enough for a machine to count as silent, or a sensor as stuck. */
    private static final Duration LONG = Duration.ofSeconds(18);

    private static final int LEAST_SAMPLES = 6;

    /** A sensor fails in many ways; each round shows the next. */
    private static final List<FaultVariant> DROPOUTS = List.of(
            FaultVariant.NULL_VALUE,
            FaultVariant.STUCK,
            FaultVariant.NAN,
            FaultVariant.ZERO,
            FaultVariant.SILENT_MACHINE,
            FaultVariant.ABSENT);

    private DemoFaults() {}

    /** The faults of a demo that lasts at most {@code horizon}. */
    static FaultPlan plan(
            List<String> machineIds, List<FaultType> kinds, Duration interval, Duration horizon, long seed) {
        if (kinds.isEmpty()) {
            return FaultPlan.none();
        }
        List<String> machines = new ArrayList<>(machineIds);
        Collections.shuffle(machines, new Random(seed));
        Map<String, List<Fault>> faults = new HashMap<>();
        Duration start = FIRST;
        for (int number = 0; start.compareTo(horizon) < 0; number++) {
            FaultType type = inRound(kinds.get(number % kinds.size()), number / kinds.size());
            faults.computeIfAbsent(machines.get(number % machines.size()), id -> new ArrayList<>())
                    .add(fault(type, start, interval));
            start = start.plus(EVERY);
        }
        return new FaultPlan.PerMachine(faults);
    }

    private static FaultType inRound(FaultType kind, int round) {
        return kind.variant() == FaultVariant.NULL_VALUE
                ? new FaultType(FaultKind.SENSOR_DROPOUT, DROPOUTS.get(round % DROPOUTS.size()))
                : kind;
    }

    private static Fault fault(FaultType type, Duration start, Duration interval) {
        Duration length = type.variant().silent() || type.variant() == FaultVariant.STUCK ? LONG : LENGTH;
        int samples = (int) Math.max(LEAST_SAMPLES, length.dividedBy(interval));
        return new Fault(type, start.dividedBy(interval), samples, 1);
    }
}
