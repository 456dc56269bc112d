package org.feedhold.simulator.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.kafka.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads commands written after its creation, on a thread of its own. */
final class CommandReader implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<SimulatorCommand> accept;
    private final Consumer<String> refuse;

    CommandReader(StreamSettings settings, Consumer<SimulatorCommand> accept, Consumer<String> refuse) {
        this.accept = accept;
        this.refuse = refuse;
        Map<String, Object> properties = new HashMap<>(settings.clientProperties());
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            standAtEnd(settings.topics().name(Topic.SIMULATOR_COMMANDS));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public void run() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    read(record);
                }
            }
        } catch (WakeupException e) {
            // Stopped from outside, which is the way to end it.
        } catch (KafkaException e) {
            LOG.error("Commands are no longer read; the machines run on", e);
        }
    }

    void stop() {
        consumer.wakeup();
    }

    private void standAtEnd(String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy; asking for the position fixes it before any command can be written.
        partitions.forEach(consumer::position);
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() == null) {
                throw new IllegalArgumentException("the record has no value");
            }
            accept.accept(SimulatorCommand.parse(record.value()));
        } catch (IllegalArgumentException e) {
            refuse.accept("command at %s, partition %d, offset %d: %s"
                    .formatted(record.topic(), record.partition(), record.offset(), e.getMessage()));
        }
    }
}
