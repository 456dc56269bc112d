package org.feedhold.benchmarks.system;

/**
 * What draining the measured part of the log took.
 *
 * @param samples samples that were measured
 * @param wallSeconds time by the clock
 * @param cpuSeconds time of processors in the system's process, with garbage collection and compilation
 * @param allocatedBytes allocated on the heap by its threads
 * @param peakBytes most memory that the process had from its start on, resident where the operating system tells it, else
 *     committed
 */
public record Measurement(
        long samples, double wallSeconds, double cpuSeconds, double allocatedBytes, double peakBytes) {

    /** Samples for each second of processor time. */
    public double samplesPerCpuSecond() {
        return samples / cpuSeconds;
    }

    /** Seconds of processor time for a million samples. */
    public double cpuSecondsPerMillion() {
        return cpuSeconds / samples * 1e6;
    }

    /** Bytes allocated for each sample. */
    public double allocatedBytesPerSample() {
        return allocatedBytes / samples;
    }
}
