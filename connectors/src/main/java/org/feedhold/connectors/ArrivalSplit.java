package org.feedhold.connectors;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.feedhold.twin.acquisition.Outages;

/** A partition, from where on it is to be read, and the outages of Kafka that its reader knows. */
final class ArrivalSplit extends KafkaPartitionSplit {

    private final Outages outages;

    /** The split as Kafka's reader has it, with these outages. */
    ArrivalSplit(KafkaPartitionSplit kafka, Outages outages) {
        super(
                kafka.getTopicPartition(),
                kafka.getStartingOffset(),
                kafka.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.outages = outages;
    }

    /** The outages that came with a split; none with one that has not been read yet. */
    static Outages outages(KafkaPartitionSplit split) {
        return split instanceof ArrivalSplit arrival ? arrival.outages : Outages.NONE;
    }
}
