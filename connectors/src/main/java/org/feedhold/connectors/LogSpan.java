package org.feedhold.connectors;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where in a topic the records lie that arrived within a span of time; settled once, so that what is read does not depend on
 * what is written meanwhile.
 *
 * <p>A record that carries its original arrival ({@code feedhold-arrival}) lies behind it in the log: a partition that has
 * such a record at the end of the span is read to its present end, and the records are chosen by their arrival.
 *
 * @param topic topic with its prefix
 * @param from first arrival time that is read, in epoch milliseconds
 * @param until first arrival time that is not, in epoch milliseconds
 * @param begins offset of the first record to look at, by partition
 * @param ends offset behind the last record to look at, by partition
 * @param beginning how much of what came before is left out
 */
public record LogSpan(
        String topic, long from, long until, Map<Integer, Long> begins, Map<Integer, Long> ends, Beginning beginning)
        implements Serializable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    /** What lies before a span. */
    public enum Beginning {
        /** Nothing was ever written before it: every machine's first record is in it. */
        FIRST_RECORD,
        /** Nothing that is still kept: retention has removed older records. */
        OLDEST_KEPT,
        /** Older records, which are left out. */
        WITHIN
    }

    /** Copies the maps, which may be empty. */
    public LogSpan {
        begins = new HashMap<>(begins);
        ends = new HashMap<>(ends);
    }

    /**
     * Finds the records of a topic that arrived at {@code from} or later and before {@code until}.
     *
     * @param client Kafka consumer settings by Kafka's names, with {@code bootstrap.servers}
     * @throws IOException if the topic does not exist or Kafka does not answer; the message says what to do
     */
    public static LogSpan find(Map<String, String> client, String topic, long from, long until) throws IOException {
        Map<String, Object> properties = ClientProperties.forReading(client);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        try (KafkaConsumer<byte[], byte[]> kafka =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(kafka, topic);
            Map<TopicPartition, Long> oldest = kafka.beginningOffsets(partitions);
            Map<TopicPartition, Long> newest = kafka.endOffsets(partitions);
            Map<TopicPartition, Long> first = offsets(kafka, oldest, newest, from);
            Map<TopicPartition, Long> behind = offsets(kafka, oldest, newest, until);
            Map<Integer, Long> begins = new HashMap<>();
            Map<Integer, Long> ends = new HashMap<>();
            for (TopicPartition partition : partitions) {
                long end = behind.get(partition);
                begins.put(partition.partition(), first.get(partition));
                ends.put(
                        partition.partition(),
                        end < newest.get(partition) && isReplayed(kafka, partition, end) ? newest.get(partition) : end);
            }
            return new LogSpan(topic, from, until, begins, ends, beginning(oldest, first));
        } catch (KafkaException e) {
            throw new IOException(
                    "The topic " + topic + " can't be read from " + client.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                            + ": " + e.getMessage() + "; check that Kafka can be reached",
                    e);
        }
    }

    /**
     * Hands over every record to look at, whatever its arrival, each partition in order.
     *
     * @throws IOException if Kafka does not go on for ten seconds
     */
    public void forEach(Map<String, String> client, Consumer<ConsumerRecord<byte[], byte[]>> reader)
            throws IOException {
        List<TopicPartition> partitions = partitions();
        try (KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(
                ClientProperties.forReading(client), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            kafka.assign(partitions);
            partitions.forEach(partition -> kafka.seek(partition, begins.get(partition.partition())));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(each -> kafka.position(each) < ends.get(each.partition()))) {
                ConsumerRecords<byte[], byte[]> records = kafka.poll(POLL);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (record.offset() < ends.get(record.partition())) {
                        reader.accept(record);
                    }
                }
                if (!records.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new IOException("The topic " + topic + " has not gone on to its end within "
                            + PATIENCE.toSeconds() + " s; check the brokers");
                }
            }
        } catch (KafkaException e) {
            throw new IOException(
                    "The topic " + topic + " can't be read: " + e.getMessage() + "; check that Kafka can be reached",
                    e);
        }
    }

    /** Whether there is no record to look at. */
    public boolean isEmpty() {
        return partitions().isEmpty();
    }

    /** Partitions with something to look at. */
    List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        begins.forEach((partition, begin) -> {
            if (begin < ends.get(partition)) {
                partitions.add(new TopicPartition(topic, partition));
            }
        });
        return partitions;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> kafka, String topic)
            throws IOException {
        List<TopicPartition> partitions = new ArrayList<>();
        kafka.listTopics()
                .getOrDefault(topic, List.of())
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        if (partitions.isEmpty()) {
            throw new IOException("Topic " + topic + " does not exist on this Kafka; create the topics with"
                    + " 'feedhold topics create', or check --topic-prefix");
        }
        return partitions;
    }

    /** The first record that Kafka's own timestamp puts at or after a time; a record never arrives after it was written. */
    private static Map<TopicPartition, Long> offsets(
            KafkaConsumer<byte[], byte[]> kafka,
            Map<TopicPartition, Long> oldest,
            Map<TopicPartition, Long> newest,
            long time) {
        if (time <= 0) {
            return oldest;
        }
        Map<TopicPartition, Long> question = new HashMap<>();
        oldest.keySet().forEach(partition -> question.put(partition, time));
        Map<TopicPartition, Long> offsets = new HashMap<>(newest);
        for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                kafka.offsetsForTimes(question).entrySet()) {
            if (found.getValue() != null) {
                offsets.put(found.getKey(), found.getValue().offset());
            }
        }
        return offsets;
    }

    private static boolean isReplayed(KafkaConsumer<byte[], byte[]> kafka, TopicPartition partition, long offset) {
        kafka.assign(List.of(partition));
        kafka.seek(partition, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
                return record.headers().lastHeader(Arrival.HEADER) != null;
            }
        }
        return false;
    }

    private static Beginning beginning(Map<TopicPartition, Long> oldest, Map<TopicPartition, Long> first) {
        if (!first.equals(oldest)) {
            return Beginning.WITHIN;
        }
        return oldest.values().stream().allMatch(offset -> offset == 0)
                ? Beginning.FIRST_RECORD
                : Beginning.OLDEST_KEPT;
    }
}
