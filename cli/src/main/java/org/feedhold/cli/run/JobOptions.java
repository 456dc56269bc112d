package org.feedhold.cli.run;

import java.time.Duration;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the live monitoring job is to run; the same options in this process and on a cluster. */
public final class JobOptions {

    @Mixin
    private GroupOption group;

    @Option(
            names = "--start-from",
            paramLabel = "WHERE",
            defaultValue = "committed",
            description = "Where to begin to read telemetry: committed (where the group has read to, else earliest),"
                    + " earliest, latest, or a time of arrival like 2026-07-06T15:00:00Z or in epoch milliseconds"
                    + " (default: ${DEFAULT-VALUE}).")
    private String startFrom;

    @Mixin
    private DecisionOptions decisions;

    @Option(
            names = "--health-interval",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time between two health records of a machine (default: ${DEFAULT-VALUE}).")
    private String healthInterval;

    @Option(
            names = "--delivery",
            paramLabel = "GUARANTEE",
            defaultValue = "at-least-once",
            description = "at-least-once (at once; after a failure some records come twice, with the same id) or"
                    + " exactly-once (visible at each checkpoint) (default: ${DEFAULT-VALUE}).")
    private String delivery;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            description = "Time between two checkpoints (default: 10s; 1s with exactly-once).")
    private @Nullable Duration checkpointInterval;

    @Option(
            names = "--state-backend",
            paramLabel = "WHERE",
            description =
                    "Where state is kept: heap, or rocksdb with incremental checkpoints, for more machines than fit"
                            + " into memory (default: as Flink is configured; heap if it says nothing).")
    private @Nullable String stateBackend;

    /** Time between two checkpoints; null for that which the job chooses. */
    public @Nullable Duration checkpointInterval() {
        return checkpointInterval;
    }

    /**
     * Where state is kept; null for as Flink is configured.
     *
     * @throws IllegalArgumentException for an unknown one; the message lists what there is
     */
    public @Nullable StateBackend stateBackend() {
        return stateBackend == null ? null : StateBackend.of(stateBackend);
    }

    /**
     * The job's configuration.
     *
     * @throws IllegalArgumentException for a wrong value; the message says what to do
     */
    public MonitoringJobConfig config(KafkaOptions kafka) {
        return decisions.config(
                kafka,
                "--group-id",
                group.id(),
                "--start-from",
                startFrom,
                "--health-interval",
                healthInterval,
                "--delivery",
                delivery);
    }
}
