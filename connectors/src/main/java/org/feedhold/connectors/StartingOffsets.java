package org.feedhold.connectors;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Where reading starts when a job starts without a checkpoint. */
public final class StartingOffsets {

    private final OffsetsInitializer initializer;

    private StartingOffsets(OffsetsInitializer initializer) {
        this.initializer = initializer;
    }

    /** Where the group has read to; at the beginning where it has not read yet. */
    public static StartingOffsets committedElseEarliest() {
        return new StartingOffsets(new CommittedElseEarliest());
    }

    /** At the beginning. */
    public static StartingOffsets earliest() {
        return new StartingOffsets(OffsetsInitializer.earliest());
    }

    /** At the end that the log has when the job starts. */
    public static StartingOffsets latest() {
        return new StartingOffsets(OffsetsInitializer.latest());
    }

    /** At the first record that Kafka's own timestamp puts at or after a time, in epoch milliseconds. */
    public static StartingOffsets timestamp(long epochMilliseconds) {
        return new StartingOffsets(OffsetsInitializer.timestamp(epochMilliseconds));
    }

    OffsetsInitializer initializer() {
        return initializer;
    }

    /** Unlike Flink's own, resolved before the splits are handed out, so that a reader knows its position from the start. */
    private static final class CommittedElseEarliest implements OffsetsInitializer {

        private static final long serialVersionUID = 1L;

        @Override
        public Map<TopicPartition, Long> getPartitionOffsets(
                Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            partitions.forEach(partition -> offsets.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET));
            offsets.putAll(retriever.committedOffsets(partitions));
            return offsets;
        }

        @Override
        @SuppressWarnings("deprecation") // Flink's interface still speaks in this enum of Kafka's.
        public OffsetResetStrategy getAutoOffsetResetStrategy() {
            return OffsetResetStrategy.EARLIEST;
        }
    }
}
