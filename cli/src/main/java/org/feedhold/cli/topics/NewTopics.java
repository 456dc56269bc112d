package org.feedhold.cli.topics;

import java.time.Duration;
import org.feedhold.kafka.TopicSetup;
import picocli.CommandLine.Option;

/** How topics are created that are missing; the same options on every command that does. */
public final class NewTopics {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of each partitioned topic that has to be created, 1 to 10000 (default:"
                    + " ${DEFAULT-VALUE}). It can't be changed later without losing the order of a machine's records.")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Copies of each partition; -1 for the brokers' own default (default: ${DEFAULT-VALUE}).")
    private short replicationFactor;

    /**
     * What the options say.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public TopicSetup.Settings settings() {
        return new TopicSetup.Settings(partitions, replicationFactor, PATIENCE);
    }
}
