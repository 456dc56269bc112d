package org.feedhold.simulator.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes records to Kafka, keyed by machine, in order and without duplicates; counts what Kafka took and what it did not. */
final class RecordSender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Topics topics;
    private final Producer<byte[], byte[]> producer;
    private final AtomicLong telemetrySent = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    RecordSender(StreamSettings settings) {
        this.topics = settings.topics();
        Map<String, Object> properties = new HashMap<>(settings.clientProperties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 10);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback gets every outcome.
    void send(Topic topic, String machineId, byte[] value) {
        byte[] key = machineId.getBytes(StandardCharsets.UTF_8);
        boolean telemetry = topic == Topic.TELEMETRY;
        producer.send(new ProducerRecord<>(topics.name(topic), key, value), (metadata, failure) -> {
            if (failure != null) {
                lose(topic, failure);
            } else if (telemetry) {
                telemetrySent.incrementAndGet();
            }
        });
    }

    long telemetrySent() {
        return telemetrySent.get();
    }

    long lost() {
        return lost.get();
    }

    /** Waits up to ten seconds for what is on its way. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    private void lose(Topic topic, Exception failure) {
        if (lost.getAndIncrement() == 0) {
            LOG.warn(
                    "Kafka did not take a record for {}: {}; further losses are counted, not logged",
                    topics.name(topic),
                    failure.toString());
        }
    }
}
