package org.feedhold.benchmarks.latency;

import java.nio.file.Path;

/**
 * What is measured, and for how long.
 *
 * @param folder where logs of processes and data of a run go; is created
 * @param capacity samples a second that the job can do on this computer, above 0
 * @param warmUpSeconds how long each load is sent before it is measured
 * @param seconds how long each load is measured
 * @param faultyShare share of machines that fall into a fault again and again, 0 to 1
 * @param heap of the job's process, as the virtual machine takes it, such as {@code 1500m}
 */
public record LatencySettings(
        Path folder, double capacity, int warmUpSeconds, int seconds, double faultyShare, String heap) {

    /** Checks the ranges. */
    public LatencySettings {
        if (!(capacity > 0) || capacity > 1e8) {
            throw new IllegalArgumentException(
                    "--capacity must be above 0 and at most 100,000,000 samples a second: " + capacity);
        }
        if (seconds < 1 || warmUpSeconds < 0) {
            throw new IllegalArgumentException(
                    "--seconds must be at least 1 and --warm-up at least 0: " + seconds + ", " + warmUpSeconds);
        }
        if (!(faultyShare >= 0 && faultyShare <= 1)) {
            throw new IllegalArgumentException("the share of faulty machines must be 0 to 1: " + faultyShare);
        }
    }
}
