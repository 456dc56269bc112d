package org.feedhold.benchmarks.system;

import java.util.Map;

/**
 * What a system is to drain, the same for all.
 *
 * @param bootstrapServers the broker
 * @param topicPrefix prefix of the topics
 * @param run name of this run, for consumer groups
 * @param folder for checkpoints and the like
 * @param samples samples in the log
 * @param warmUpSamples samples before the measurement begins
 * @param parallelism instances of each operator, or threads
 */
public record DrainSettings(
        String bootstrapServers,
        String topicPrefix,
        String run,
        String folder,
        long samples,
        long warmUpSamples,
        int parallelism) {

    /** Kafka consumer settings of every system. */
    public static final Map<String, String> FETCH = Map.of(
            "fetch.min.bytes", "1",
            "fetch.max.wait.ms", "100",
            "fetch.max.bytes", Integer.toString(50 << 20),
            "max.partition.fetch.bytes", Integer.toString(1 << 20),
            "max.poll.records", "2000",
            "isolation.level", "read_committed");
}
