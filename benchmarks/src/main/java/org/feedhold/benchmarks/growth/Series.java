package org.feedhold.benchmarks.growth;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.feedhold.benchmarks.workload.Workload;

/** One thing that grows while all else stays. */
public enum Series {
    /** Samples in the log. */
    EVENTS("samples in the log", true) {
        @Override
        List<Workload> workloads(GrowthSettings settings) {
            return LongStream.of(1, 2, 5, 10, 20)
                    .map(millions -> millions * 1_000_000)
                    .filter(samples -> samples <= settings.mostSamples())
                    .mapToObj(samples -> workload(samples, USUAL_MACHINES, USUAL_FAULTY_SHARE))
                    .toList();
        }

        @Override
        double at(Workload workload) {
            return workload.samples();
        }
    },
    /** Machines that send, each of which has had its first hundred samples. */
    MACHINES("machines", true) {
        @Override
        List<Workload> workloads(GrowthSettings settings) {
            return LongStream.of(100, 1_000, 10_000, 100_000, 1_000_000)
                    .filter(machines -> machines <= settings.mostMachines())
                    .mapToObj(machines ->
                            workload(samplesOf((int) machines, settings), (int) machines, USUAL_FAULTY_SHARE))
                    .toList();
        }

        @Override
        double at(Workload workload) {
            return workload.machines();
        }
    },
    /** Share of the machines that are in fault. */
    FAULTS("machines in fault, %", false) {
        @Override
        List<Workload> workloads(GrowthSettings settings) {
            return DoubleStream.of(0, 0.01, 0.02, 0.05)
                    .mapToObj(share -> workload(settings.samples(), USUAL_MACHINES, share))
                    .toList();
        }

        @Override
        double at(Workload workload) {
            return workload.faultyShare() * 100;
        }
    };

    private static final int USUAL_MACHINES = 1_000;
    private static final double USUAL_FAULTY_SHARE = 0.01;
    private static final long SEED = 1;

    private final String axis;
    private final boolean logarithmic;

    Series(String axis, boolean logarithmic) {
        this.axis = axis;
        this.logarithmic = logarithmic;
    }

    /** The logs that are drained, in the order in which they grow. */
    abstract List<Workload> workloads(GrowthSettings settings);

    /** Where a log lies in the series. */
    abstract double at(Workload workload);

    /** What grows, and its unit. */
    String axis() {
        return axis;
    }

    /** Whether it grows by factors. */
    boolean isLogarithmic() {
        return logarithmic;
    }

    /** Name in options, files and reports. */
    public String seriesName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Workload workload(long samples, int machines, double faultyShare) {
        return new Workload(samples, machines, faultyShare, SEED);
    }

    /** As many as in the other series, or a hundred of each machine before it counts, and half as many again. */
    private static long samplesOf(int machines, GrowthSettings settings) {
        long least = (long) machines * Workload.LEAST_SAMPLES_PER_MACHINE;
        return Math.max(settings.samples() / machines * machines, least);
    }
}
