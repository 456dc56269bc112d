package org.feedhold.connectors;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/**
 * The control topics in Kafka: process models first, then releases, both whole, then the operator actions since a time.
 */
public final class KafkaControlLog implements ControlLog {

    private static final long serialVersionUID = 1L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final HashMap<String, String> client;
    private final ControlTopics topics;
    private final ActionsSince actionsSince;

    /**
     * @param client Kafka consumer settings by Kafka's names, with {@code bootstrap.servers}
     * @param topics the topics to read
     * @param actionsSince from when on operator actions are read
     */
    public KafkaControlLog(Map<String, String> client, ControlTopics topics, ActionsSince actionsSince) {
        this.client = new HashMap<>(client);
        this.topics = topics;
        this.actionsSince = actionsSince;
    }

    /** {@inheritDoc} Waits at most half a minute for Kafka to answer, or to go on. */
    @Override
    public void readToEnd(Consumer<ControlRecord> consumer) throws IOException {
        Map<String, Object> properties = ClientProperties.forReading(client);
        properties.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try (KafkaConsumer<byte[], byte[]> kafka =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = kafka.endOffsets(partitions(kafka));
            List<TopicPartition> inOrder = new ArrayList<>(ends.keySet());
            inOrder.sort(
                    Comparator.comparing((TopicPartition each) -> topics.names().indexOf(each.topic()))
                            .thenComparing(TopicPartition::partition));
            for (TopicPartition partition : inOrder) {
                read(kafka, partition, begin(kafka, partition, ends), ends.get(partition), consumer);
            }
        } catch (KafkaException e) {
            throw new IOException(
                    "The control topics " + topics.names() + " can't be read from "
                            + client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG) + ": " + e.getMessage()
                            + "; check that Kafka can be reached",
                    e);
        }
    }

    private long begin(KafkaConsumer<byte[], byte[]> kafka, TopicPartition partition, Map<TopicPartition, Long> ends) {
        if (!partition.topic().equals(topics.operatorActions())) {
            return kafka.beginningOffsets(List.of(partition)).get(partition);
        }
        OffsetAndTimestamp first =
                kafka.offsetsForTimes(Map.of(partition, actionsSince.arrival())).get(partition);
        return first == null ? ends.get(partition) : first.offset();
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> kafka) throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics.names()) {
            List<PartitionInfo> found = partitionsOf(kafka, topic);
            if (found.isEmpty()) {
                throw new IOException("The control topic " + topic + " does not exist in Kafka at "
                        + client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                        + "; create the topics with: feedhold topics");
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    private static List<PartitionInfo> partitionsOf(KafkaConsumer<byte[], byte[]> kafka, String topic) {
        try {
            List<PartitionInfo> found = kafka.partitionsFor(topic);
            return found == null ? List.of() : found;
        } catch (UnknownTopicOrPartitionException e) {
            return List.of();
        }
    }

    private void read(
            KafkaConsumer<byte[], byte[]> kafka,
            TopicPartition partition,
            long begin,
            long end,
            Consumer<ControlRecord> consumer)
            throws IOException {
        kafka.assign(List.of(partition));
        kafka.seek(partition, begin);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // The last offset may hold no record (a transaction's marker, a compacted record): only the position tells the
        // end.
        while (kafka.position(partition) < end) {
            long before = kafka.position(partition);
            for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL).records(partition)) {
                if (record.offset() < end) {
                    consumer.accept(topics.decode(record));
                }
            }
            if (kafka.position(partition) > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IOException("The control topic " + partition + " has not gone on from offset " + before
                        + " to its end " + end + " within " + PATIENCE.toSeconds() + " s; check the brokers");
            }
        }
    }
}
