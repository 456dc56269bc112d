package org.feedhold.connectors;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What came of the question where Kafka's partitions end.
 *
 * @param asked when the question was put, in epoch milliseconds; what the log held then lies before the offsets
 * @param offsets by partition that was answered, the offset from which on there is nothing to read
 * @param unanswered by partition that was not, since when there has been no answer, in epoch milliseconds
 */
record LogEnd(long asked, Map<TopicPartition, Long> offsets, Map<TopicPartition, Long> unanswered) {

    /** The newer one, with what this one says of partitions that have been without an answer in the meantime. */
    LogEnd then(LogEnd newer) {
        if (unanswered.isEmpty()) {
            return newer;
        }
        Map<TopicPartition, Long> since = new HashMap<>(newer.unanswered);
        unanswered.forEach((partition, begin) -> since.merge(partition, begin, Math::min));
        return new LogEnd(newer.asked, newer.offsets, since);
    }
}
