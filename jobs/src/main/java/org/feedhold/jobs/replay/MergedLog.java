package org.feedhold.jobs.replay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.connectors.Arrival;

/**
 * The records of a topic up to the end that it has when reading begins, those of all its partitions in one order: by
 * arrival, and of one instant by partition. The order within a partition stays: what says that it arrived before the record
 * in front of it comes right behind that one. Only what is committed is read. For one thread.
 */
final class MergedLog {

    /** Takes the records, one after the other. */
    interface RecordTaker {
        void take(ConsumerRecord<byte[], byte[]> record) throws ReplayException;
    }

    /** A partition with so many records that wait for the others is read no further until half of them are gone. */
    private static final int MOST_WAITING = 2_000;

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Lane> lanes = new ArrayList<>();
    private final PriorityQueue<Lane> heads = new PriorityQueue<>(
            Comparator.comparingLong(Lane::headArrival).thenComparingInt(lane -> lane.partition.partition()));

    private MergedLog(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Hands every record of a topic over.
     *
     * @param client Kafka client settings by Kafka's names, with {@code bootstrap.servers}
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    static void read(Map<String, ?> client, String topic, RecordTaker taker) throws ReplayException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            new MergedLog(consumer).run(topic, taker);
        }
    }

    private void run(String topic, RecordTaker taker) throws ReplayException {
        Map<TopicPartition, Lane> byPartition = new HashMap<>();
        for (PartitionInfo each : consumer.partitionsFor(topic)) {
            TopicPartition partition = new TopicPartition(topic, each.partition());
            byPartition.put(partition, new Lane(partition));
        }
        consumer.assign(byPartition.keySet());
        consumer.seekToBeginning(byPartition.keySet());
        consumer.endOffsets(byPartition.keySet()).forEach((partition, end) -> byPartition.get(partition).end = end);
        lanes.addAll(byPartition.values());
        while (!lanes.stream().allMatch(Lane::isDone)) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Lane lane = byPartition.get(new TopicPartition(topic, record.partition()));
                if (record.offset() < lane.end) {
                    add(lane, record);
                }
            }
            for (Lane lane : lanes) {
                lane.isRead = lane.isRead || consumer.position(lane.partition) >= lane.end;
            }
            handOver(taker);
            lanes.forEach(this::throttle);
        }
    }

    private void add(Lane lane, ConsumerRecord<byte[], byte[]> record) {
        lane.waiting.add(record);
        if (lane.waiting.size() == 1) {
            heads.add(lane);
        }
    }

    /** While it is known of every partition what comes next. */
    private void handOver(RecordTaker taker) throws ReplayException {
        while (!heads.isEmpty() && lanes.stream().allMatch(Lane::isKnown)) {
            Lane lane = heads.remove();
            lane.reached = lane.headArrival();
            taker.take(lane.waiting.remove());
            if (!lane.waiting.isEmpty()) {
                heads.add(lane);
            }
        }
    }

    private void throttle(Lane lane) {
        List<TopicPartition> partition = List.of(lane.partition);
        if (lane.isRead || lane.waiting.size() > MOST_WAITING) {
            consumer.pause(partition);
        } else if (lane.waiting.size() < MOST_WAITING / 2) {
            consumer.resume(partition);
        }
    }

    /** One partition. */
    private static final class Lane {
        private final TopicPartition partition;
        private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        private long end;
        private long reached = Long.MIN_VALUE;
        private boolean isRead;

        private Lane(TopicPartition partition) {
            this.partition = partition;
        }

        private long headArrival() {
            return Math.max(reached, Arrival.of(waiting.element()));
        }

        private boolean isKnown() {
            return isRead || !waiting.isEmpty();
        }

        private boolean isDone() {
            return isRead && waiting.isEmpty();
        }
    }
}
