package org.feedhold.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {

    private static final TopicPartition READINGS = new TopicPartition("readings", 0);

    @TempDir
    private Path folder;

    @Test
    void keepsRecordsAndTheirArrivalTimeThroughARestartOnTheSamePort() throws Exception {
        Instant before = Instant.now();
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(folder))) {
            port = broker.port();
            createTopic(broker, READINGS.topic());
            send(broker, Map.of(), "first", 1L);
        }

        try (EmbeddedBroker broker =
                EmbeddedBroker.start(BrokerSettings.in(folder).withPort(port))) {
            send(broker, Map.of(), "second", null);
            List<ConsumerRecord<byte[], byte[]>> records = read(broker, 2);

            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(records)
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("first", "second");
            assertThat(records).allSatisfy(record -> {
                assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
                assertThat(Instant.ofEpochMilli(record.timestamp())).isAfterOrEqualTo(before.minusMillis(1));
            });
        }
    }

    @Test
    void servesTransactionsWithAnHourOfTimeOutAndRefusesToCreateTopicsByWriting() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(folder))) {
            createTopic(broker, READINGS.topic());
            send(broker, Map.of("transactional.id", "test", "transaction.timeout.ms", "3600000"), "committed", null);

            assertThat(read(broker, 1)).hasSize(1);
            assertThatThrownBy(() -> describe(broker, "never-created"))
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void saysWhichPortIsTakenAndHowToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThatThrownBy(
                            () -> EmbeddedBroker.start(BrokerSettings.in(folder).withPort(taken.getLocalPort())))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--kafka-port");
        }
    }

    @Test
    void saysSoWhenAnotherBrokerUsesTheFolderAndLeavesThatOneAlone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(folder))) {
            assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(folder)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(folder + " is in use by another broker");
            createTopic(broker, READINGS.topic());
            assertThatCode(() -> send(broker, Map.of(), "still served", null)).doesNotThrowAnyException();
        }
    }

    @Test
    void freesItsPortWhenClosedAndMayBeClosedTwice() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(folder));
        long start = System.nanoTime();

        broker.close();
        broker.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        try (ServerSocket again = new ServerSocket()) {
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
            assertThat(again.isBound()).isTrue();
        }
    }

    private static void createTopic(EmbeddedBroker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
            // Its leader has to serve it before a producer begins: KAFKA-15591.
            admin.listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest()))
                    .all()
                    .get();
        }
    }

    private static void describe(EmbeddedBroker broker, String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        }
    }

    private static void send(EmbeddedBroker broker, Map<String, Object> properties, String value, Long timestamp)
            throws Exception {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            boolean transactional = properties.containsKey("transactional.id");
            if (transactional) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(READINGS.topic(), 0, timestamp, null, bytes))
                    .get();
            if (transactional) {
                producer.commitTransaction();
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedBroker broker, int count) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(READINGS));
            consumer.seekToBeginning(List.of(READINGS));
            Await.until(count + " records are read", Duration.ofSeconds(20), () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }
}
