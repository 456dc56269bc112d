package org.feedhold.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a few records and waits until Kafka has them. */
public final class RecordPublisher {

    private RecordPublisher() {}

    /**
     * Writes records to a topic, in order; returns when every in-sync replica has them.
     *
     * @throws CommandFailure if the topic does not exist
     */
    public static void publish(
            Map<String, Object> clientSettings, String topic, List<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        checkExists(clientSettings, topic);
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> record : records) {
                producer.send(record).get();
            }
        }
    }

    /** A producer would wait a minute for a missing topic to appear, and then blame the time. */
    private static void checkExists(Map<String, Object> clientSettings, String topic)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw CommandFailure.missingTopic(topic);
            }
            throw e;
        }
    }
}
