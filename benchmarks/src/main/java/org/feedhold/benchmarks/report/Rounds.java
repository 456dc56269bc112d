package org.feedhold.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.feedhold.benchmarks.system.Measurement;

/**
 * What was measured, round by round. A computer is not the same from one minute to the next, so systems are compared within a
 * round, and the middle of these ratios counts.
 *
 * @param rounds one measurement of each system in each round; without the first round, which is thrown away
 */
public record Rounds(List<Map<BenchmarkedSystem, Measurement>> rounds) {

    /** Makes the list unmodifiable. */
    public Rounds {
        rounds = List.copyOf(rounds);
    }

    /**
     * The order of a round: another one begins each time. In round 0, which does not count, the job does: the others have to
     * find what it finds.
     */
    public static List<BenchmarkedSystem> order(List<BenchmarkedSystem> systems, int round) {
        List<BenchmarkedSystem> order = new ArrayList<>(systems);
        if (round == 0 && order.remove(BenchmarkedSystem.FEEDHOLD)) {
            order.add(0, BenchmarkedSystem.FEEDHOLD);
        }
        Collections.rotate(order, -round);
        return order;
    }

    /** The same without some systems. */
    public Rounds without(Set<BenchmarkedSystem> systems) {
        return new Rounds(rounds.stream()
                .map(round -> {
                    Map<BenchmarkedSystem, Measurement> rest = new EnumMap<>(BenchmarkedSystem.class);
                    rest.putAll(round);
                    rest.keySet().removeAll(systems);
                    return rest;
                })
                .toList());
    }

    /** One figure of one system. */
    public Spread of(BenchmarkedSystem system, ToDoubleFunction<Measurement> figure) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> figure.applyAsDouble(measured(round, system)))
                .toArray());
    }

    /** Samples for each second of processor time of one system, divided by those of another in the same round. */
    public Spread ratio(BenchmarkedSystem system, BenchmarkedSystem other) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> measured(round, system).samplesPerCpuSecond()
                        / measured(round, other).samplesPerCpuSecond())
                .toArray());
    }

    private static Measurement measured(Map<BenchmarkedSystem, Measurement> round, BenchmarkedSystem system) {
        Measurement measurement = round.get(system);
        if (measurement == null) {
            throw new IllegalArgumentException(system.systemName() + " was not measured in each round");
        }
        return measurement;
    }
}
