package org.feedhold.cli.cluster;

import org.apache.flink.configuration.MemorySize;
import org.feedhold.cli.run.PrometheusOption;
import org.feedhold.cli.run.StateBackend;
import org.jspecify.annotations.Nullable;

/**
 * What the user asks of a cluster. What is null is as the configuration in the folder says, or as {@link #DEFAULT} in a new
 * one.
 *
 * @param taskManagers TaskManager processes, 1 to 64
 * @param slots slots of each, 1 to 64
 * @param kafkaPort port of the broker, 0 for any free one
 * @param webPort port of Flink's page, 0 for any free one
 * @param highAvailability whether a new JobManager takes over the jobs of one that has died; true or null
 * @param stateBackend where jobs keep their state
 * @param taskManagerMemory of each TaskManager process, all in all, 768 MiB or more
 * @param prometheusPort port at which the JobManager shows its metrics to Prometheus, the TaskManagers at those that follow,
 *     1 to 65535; null to show none
 */
public record ClusterSettings(
        @Nullable Integer taskManagers,
        @Nullable Integer slots,
        @Nullable Integer kafkaPort,
        @Nullable Integer webPort,
        @Nullable Boolean highAvailability,
        @Nullable StateBackend stateBackend,
        @Nullable MemorySize taskManagerMemory,
        @Nullable Integer prometheusPort) {

    private static final int MOST = 64;
    private static final MemorySize LEAST_MEMORY = MemorySize.ofMebiBytes(768);

    /** Two TaskManagers of two slots on the usual ports. */
    static final ClusterSettings DEFAULT =
            new ClusterSettings(2, 2, 9092, 8081, false, StateBackend.HEAP, MemorySize.ofMebiBytes(1024), null);

    /** Nothing asked for. */
    public static ClusterSettings unsaid() {
        return new ClusterSettings(null, null, null, null, null, null, null, null);
    }

    /** Checks the ranges. */
    public ClusterSettings {
        checkCount("--taskmanagers", taskManagers);
        checkCount("--slots", slots);
        checkPort("--kafka-port", kafkaPort);
        checkPort("--web-port", webPort);
        if (taskManagerMemory != null && taskManagerMemory.compareTo(LEAST_MEMORY) < 0) {
            throw new IllegalArgumentException("--taskmanager-memory must be " + LEAST_MEMORY.toHumanReadableString()
                    + " or more: " + taskManagerMemory.toHumanReadableString());
        }
        PrometheusOption.check(prometheusPort);
    }

    private static void checkCount(String option, @Nullable Integer count) {
        if (count != null && (count < 1 || count > MOST)) {
            throw new IllegalArgumentException(option + " must be 1 to " + MOST + ": " + count);
        }
    }

    private static void checkPort(String option, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException(option + " must be 0 (any free one) to 65535: " + port);
        }
    }
}
