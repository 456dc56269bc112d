package org.feedhold.benchmarks.system;

import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** How a Flink is set up that runs one job in the process that is measured. */
public final class LocalFlink {

    private LocalFlink() {}

    /**
     * Settings under which a job that fails is not started anew: then there is nothing to measure.
     *
     * @param backend {@code hashmap} or {@code rocksdb}
     * @param checkpoints folder for checkpoints
     */
    public static Configuration configuration(String backend, Path checkpoints) {
        Configuration flink = new Configuration();
        flink.set(StateBackendOptions.STATE_BACKEND, backend);
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        flink.set(RestOptions.BIND_PORT, "0");
        return flink;
    }
}
