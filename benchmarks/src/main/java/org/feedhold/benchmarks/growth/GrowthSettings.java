package org.feedhold.benchmarks.growth;

import java.nio.file.Path;

/**
 * How far growth is followed.
 *
 * @param folder where logs of processes and reports go
 * @param samples samples in a log, where it is not the samples that grow
 * @param mostSamples samples in the longest log
 * @param mostMachines machines in the largest fleet
 * @param heap of the job's process, as the virtual machine takes it
 */
public record GrowthSettings(Path folder, long samples, long mostSamples, long mostMachines, String heap) {

    /** Refuses what leaves nothing to compare. */
    public GrowthSettings {
        if (samples < 1_000_000 || mostSamples < 2_000_000 || mostMachines < 1_000) {
            throw new IllegalArgumentException("growth needs --samples of at least 1000000, --most-samples of at least"
                    + " 2000000 and --most-machines of at least 1000, but they are " + samples + ", " + mostSamples
                    + " and " + mostMachines);
        }
    }
}
