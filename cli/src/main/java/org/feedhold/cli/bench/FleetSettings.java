package org.feedhold.cli.bench;

import java.time.Duration;
import org.feedhold.cli.run.StateBackend;

/**
 * What a benchmark runs.
 *
 * @param machines simulated machines, 1 or more
 * @param interval time between two samples of a machine, 1 ms or more
 * @param faultyShare share of machines with faults, 0 to 1
 * @param faultsPerHour mean number of faults an hour of each of these
 * @param stateBackend where the job keeps its state
 * @param parallelism slots that the job takes
 * @param warmUp time before the measuring
 * @param duration time of the measuring
 * @param lagBound lag up to which the job has kept pace, or has recovered
 */
record FleetSettings(
        int machines,
        Duration interval,
        double faultyShare,
        double faultsPerHour,
        StateBackend stateBackend,
        int parallelism,
        Duration warmUp,
        Duration duration,
        Duration lagBound) {

    /** Checks the ranges. */
    FleetSettings {
        if (machines < 1) {
            throw new IllegalArgumentException("--machines must be 1 or more: " + machines);
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("--interval must be 1ms or more: " + interval);
        }
        if (duration.compareTo(LEAST_DURATION) < 0) {
            throw new IllegalArgumentException("--duration must be " + LEAST_DURATION.toSeconds()
                    + "s or more, for two checkpoints to lie in it: " + duration.toSeconds() + "s");
        }
    }

    private static final Duration LEAST_DURATION = Duration.ofSeconds(20);

    /** Samples a second of all machines. */
    double samplesPerSecond() {
        return machines * 1_000.0 / interval.toMillis();
    }
}
