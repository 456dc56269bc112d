package org.feedhold.connectors;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells whether a stretch of a log holds anything to read. Transaction markers, aborted records and what retention has
 * removed take up offsets but are never read, so a reader's position alone does not say that it is at the end.
 */
final class LogStretch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final int POLLS = 5;

    private final KafkaConsumer<byte[], byte[]> consumer;

    LogStretch(Map<String, String> client) {
        Map<String, Object> properties = ClientProperties.forReading(client);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) POLL.toMillis());
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, LogEndProbe.TIMEOUT);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, LogEndProbe.TIMEOUT);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** By partition, whether there is a record between two offsets; partitions for which that is not known are left out. */
    Map<TopicPartition, Boolean> holdRecords(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        Map<TopicPartition, Boolean> answers = new HashMap<>();
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        for (int poll = 0; poll < POLLS && answers.size() < from.size(); poll++) {
            Set<TopicPartition> withRecords = consumer.poll(POLL).partitions();
            consumer.pause(withRecords);
            withRecords.forEach(partition -> answers.put(partition, true));
            Set<TopicPartition> open = new HashSet<>(from.keySet());
            open.removeAll(answers.keySet());
            for (TopicPartition partition : open) {
                if (consumer.position(partition) >= to.get(partition)) {
                    answers.put(partition, false);
                }
            }
        }
        return answers;
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
