package org.feedhold.benchmarks.system;

/**
 * What draining the measured part of the log took.
 *
 * @param samples samples that were measured
 * @param wallSeconds time by the clock
 * @param cpuSeconds time of processors in the system's process, with garbage collection and compilation
 * @param compilerSeconds how much of it the virtual machine compiled for; 0 where the operating system does not tell it
 * @param allocatedBytes allocated on the heap by its threads
 * @param peakBytes most memory that the process had from its start on, resident where the operating system tells it, else
 *     committed
 */
public record Measurement(
        long samples,
        double wallSeconds,
        double cpuSeconds,
        double compilerSeconds,
        double allocatedBytes,
        double peakBytes) {

    /**
     * Samples for each second of processor time but the compiler's: that is spent in a process's first minutes, of which a
     * monitor has as many as a benchmark has, and then runs for months.
     */
    public double samplesPerCpuSecond() {
        return samples / (cpuSeconds - compilerSeconds);
    }

    /** Seconds of processor time for a million samples, without the compiler's. */
    public double cpuSecondsPerMillion() {
        return 1e6 / samplesPerCpuSecond();
    }

    /** Seconds of the compiler's processor time, divided by the millions of samples that were measured. */
    public double compilerSecondsPerMillion() {
        return compilerSeconds / samples * 1e6;
    }

    /** Bytes allocated for each sample. */
    public double allocatedBytesPerSample() {
        return allocatedBytes / samples;
    }
}
