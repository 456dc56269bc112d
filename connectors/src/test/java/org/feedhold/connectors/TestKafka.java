package org.feedhold.connectors;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.AppInfoParser;
import org.feedhold.broker.BrokerSettings;
import org.feedhold.broker.BrokerStartException;
import org.feedhold.broker.EmbeddedBroker;
import org.feedhold.testing.Await;
import org.testcontainers.kafka.KafkaContainer;

/** A broker with what the tests write to it and read from it. */
@SuppressWarnings("FutureReturnValueIgnored") // A transaction fails as a whole.
final class TestKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Where the image is set up otherwise than the embedded broker and the difference counts. */
    private static final Map<String, String> SETTINGS_OF_THE_IMAGE = Map.of(
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
            "KAFKA_LOG_MESSAGE_TIMESTAMP_TYPE", "LogAppendTime",
            "KAFKA_TRANSACTION_MAX_TIMEOUT_MS", "86400000");

    private final String bootstrapServers;
    private final Runnable stop;

    private TestKafka(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    /** A broker in this process. */
    static TestKafka embedded(Path folder) throws BrokerStartException {
        return embedded(BrokerSettings.in(folder));
    }

    /** A broker in this process, which may take the place of one that was closed. */
    static TestKafka embedded(BrokerSettings settings) throws BrokerStartException {
        EmbeddedBroker broker = EmbeddedBroker.start(settings);
        return new TestKafka(broker.bootstrapServers(), broker::close);
    }

    /** The official image of the broker; see {@link DockerCondition}. */
    static TestKafka inContainer() {
        KafkaContainer container =
                new KafkaContainer("apache/kafka:" + AppInfoParser.getVersion()).withEnv(SETTINGS_OF_THE_IMAGE);
        container.start();
        return new TestKafka(container.getBootstrapServers(), container::stop);
    }

    Map<String, String> client() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    int port() {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        stop.run();
    }

    void createTopic(String name, int partitions, int mostBytes) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(client()))) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1)
                    .configs(Map.of("max.message.bytes", Integer.toString(mostBytes)));
            admin.createTopics(List.of(topic)).all().get();
            // Its leaders have to serve it before a producer begins: KAFKA-15591.
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
            Await.until("topic " + name + " is served", PATIENCE, () -> isServed(admin, ends));
        }
    }

    private static boolean isServed(Admin admin, Map<TopicPartition, OffsetSpec> ends) throws Exception {
        try {
            admin.listOffsets(ends).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    void createTopic(String name, int partitions) throws Exception {
        createTopic(name, partitions, 1 << 20);
    }

    void deleteRecordsBefore(TopicPartition partition, long offset) throws Exception {
        try (Admin admin = Admin.create(new HashMap<>(client()))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    KafkaProducer<byte[], byte[]> producer(Map<String, String> settings) {
        Map<String, Object> all = new HashMap<>(client());
        all.put("max.request.size", 64 << 20);
        all.put("buffer.memory", 64 << 20);
        all.putAll(settings);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(String topic, int partition, String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(record(topic, partition, key, value)).get();
        }
    }

    /** Writes records in one transaction, so that a marker follows them in the log. */
    void sendInTransaction(String topic, int partition, String key, String... values) {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "producer-of-" + topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(record(topic, partition, key, value));
            }
            producer.commitTransaction();
        }
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation) {
        Map<String, Object> properties = new HashMap<>(client());
        properties.put("isolation.level", isolation);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    List<String> values(String topic) {
        return read(topic, "read_committed").stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    static ProducerRecord<byte[], byte[]> record(String topic, int partition, String key, String value) {
        return new ProducerRecord<>(
                topic, partition, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
