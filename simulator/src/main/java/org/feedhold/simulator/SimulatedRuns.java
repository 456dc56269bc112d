package org.feedhold.simulator;

import java.util.ArrayList;
import java.util.List;

/** Whole runs in memory, for scoring and tests. */
public final class SimulatedRuns {

    private SimulatedRuns() {}

    /** Settings builder for runs {@code RUN-001}, {@code RUN-002}, … of one machine each, every one with a seed of its own. */
    public static SimulationSettings.Builder settings(int runs, long seed) {
        return SimulationSettings.builder()
                .machineIds(SimulationSettings.numberedIds("RUN-", runs, 3))
                .seed(seed);
    }

    /**
     * Lets every machine of the settings run for a number of samples.
     *
     * @return one run for each machine, in the order of the settings
     */
    public static List<SimulatedRun> generate(SimulationSettings settings, int samples) {
        return SimulatedMachine.all(settings).stream()
                .map(machine -> run(machine, samples))
                .toList();
    }

    private static SimulatedRun run(SimulatedMachine machine, int samples) {
        List<SimulatedSample> made = new ArrayList<>(samples);
        List<TruthWindow> truth = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            SimulatedSample sample = machine.next();
            made.add(sample);
            truth.addAll(sample.ended());
        }
        truth.addAll(machine.finish());
        return new SimulatedRun(machine.id(), made, truth);
    }

    /**
     * The run of one machine.
     *
     * @param machineId machine
     * @param samples its samples in order; those without telemetry were silent or offline
     * @param truth what was injected, with its true ends; what was still open ends with the last sample
     */
    public record SimulatedRun(String machineId, List<SimulatedSample> samples, List<TruthWindow> truth) {

        /** Makes the lists unmodifiable. */
        public SimulatedRun {
            samples = List.copyOf(samples);
            truth = List.copyOf(truth);
        }
    }
}
