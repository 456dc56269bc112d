package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.DeadLetterHeaders;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Recommendation;

/** All that has been written to the topics of an installation since they were made, read by an ordinary consumer. */
final class OutputTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    OutputTopics(String bootstrapServers, Topics topics, Collection<Topic> read) {
        this(Map.of("bootstrap.servers", bootstrapServers), topics, read);
    }

    OutputTopics(Map<String, Object> client, Topics topics, Collection<Topic> read) {
        this.topics = topics;
        consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = read.stream()
                .flatMap(topic -> consumer.partitionsFor(topics.name(topic)).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has been written in the meantime. */
    OutputTopics refresh() {
        consumer.poll(POLL).forEach(records::add);
        return this;
    }

    /** Reads all that has been written by now. */
    OutputTopics readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            refresh();
        }
        return this;
    }

    /** Whether everything has been read that is there now. */
    boolean isAtEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Records of a topic, those of a partition in order. */
    List<ConsumerRecord<byte[], byte[]>> records(Topic topic) {
        return records.stream()
                .filter(each -> each.topic().equals(topics.name(topic)))
                .toList();
    }

    /** Recommendations of a machine, in order. */
    List<Recommendation> recommendations(String machineId) {
        return records(Topic.RECOMMENDATIONS).stream()
                .filter(each -> machineId.equals(key(each)))
                .map(each -> MessageCodec.decodeRecommendation(each.value()))
                .toList();
    }

    /** What was done with the control record of a key. */
    List<ControlEvent> controlEvents(String key) {
        return records(Topic.ANOMALIES).stream()
                .map(each -> MessageCodec.decodeControlEvent(each.value()))
                .filter(Objects::nonNull)
                .filter(event -> event.key().equals(key))
                .toList();
    }

    /** All dead letters. */
    Stream<DeadLetter> deadLetters() {
        return records(Topic.DEAD_LETTERS).stream()
                .map(each -> DeadLetterHeaders.read(each.key(), each.value(), each.headers()));
    }

    static String key(ConsumerRecord<byte[], byte[]> kafka) {
        return kafka.key() == null ? "" : new String(kafka.key(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
