package org.feedhold.connectors;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Kafka's answer to the question where its partitions end.
 *
 * @param asked when the question was put, in epoch milliseconds; what the log held then lies before the offsets
 * @param offsets by partition, the offset from which on there is nothing to read
 */
record LogEnd(long asked, Map<TopicPartition, Long> offsets) {}
