package org.feedhold.cli.deadletters;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** The topic of the dead letters, to be read. Only what is committed is seen. For one thread. */
final class LetterLog implements AutoCloseable {

    /** Takes a letter with its value. */
    interface RecordReader {
        void read(ConsumerRecord<byte[], byte[]> record) throws ExecutionException, InterruptedException;
    }

    private static final Duration POLL = Duration.ofMillis(100);

    /** How long what is not committed yet may hold up reading: longer than the usual checkpoint interval. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Map<String, Object> clientSettings;
    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * Opens the topic.
     *
     * @throws CommandFailure if it does not exist
     */
    LetterLog(Map<String, Object> clientSettings, String topic) {
        this.clientSettings = Map.copyOf(clientSettings);
        this.topic = topic;
        Map<String, Object> settings = new HashMap<>(clientSettings);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw CommandFailure.missingTopic(topic);
            }
            partitions = found.stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    String topic() {
        return topic;
    }

    /** Hands over every letter up to the present end, each partition's in order. Returns what was sent back before. */
    ReplayHistory read(Consumer<StoredLetter> letters) throws ExecutionException, InterruptedException {
        ReplayHistory history = new ReplayHistory();
        Map<TopicPartition, Long> ends = ends();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            boolean any = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                any = true;
                StoredLetter letter = StoredLetter.of(record);
                if (letter.reason().equals(Receipt.REASON)) {
                    history.note(letter.source(), Receipt.replayedTo(record, letter));
                } else {
                    letters.accept(letter);
                }
            }
            if (any) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        "The newest records of " + topic + " are not committed yet; wait for the job's"
                                + " next checkpoint, or until the transaction of a job that has died times out, and call again.");
            }
        }
        return history;
    }

    /** The end with what is not committed yet: behind that may lie what another replay has just written. */
    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, OffsetSpec.latest()));
        try (Admin admin = Admin.create(clientSettings)) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(question).all().get().entrySet()) {
                ends.put(end.getKey(), end.getValue().offset());
            }
            return ends;
        }
    }

    /** The record at a place, or null if there is none (any more). */
    @Nullable
    ConsumerRecord<byte[], byte[]> get(Place place) throws ExecutionException, InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        if (partitions.contains(place.topicPartition())) {
            get(List.of(place), found::add);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** Hands over the records at these places, each partition's in order; what is no longer there is left out. */
    void get(Collection<Place> places, RecordReader records) throws ExecutionException, InterruptedException {
        Map<Integer, TreeMap<Long, Place>> byPartition = new TreeMap<>();
        for (Place place : places) {
            byPartition
                    .computeIfAbsent(place.partition(), partition -> new TreeMap<>())
                    .put(place.offset(), place);
        }
        for (Map.Entry<Integer, TreeMap<Long, Place>> each : byPartition.entrySet()) {
            get(new TopicPartition(topic, each.getKey()), each.getValue(), records);
        }
    }

    private void get(TopicPartition partition, SortedMap<Long, Place> wanted, RecordReader records)
            throws ExecutionException, InterruptedException {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        consumer.seek(partition, wanted.firstKey());
        while (consumer.position(partition) <= wanted.lastKey() && consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (wanted.containsKey(record.offset())) {
                    records.read(record);
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
