package org.feedhold.connectors;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.acquisition.Outages;

/**
 * The arrival time of one source subtask: that of its slowest partition, never going back. Used by the task's thread; only
 * {@link #positions()} may be asked from another.
 */
final class ArrivalClock {

    /**
     * How far, in milliseconds, the clock stays behind a backlog that is being read. What had to wait for a paused broker
     * arrives together: machines whose records come last must not be taken for silent while those of others are read.
     */
    private static final long STEP = 1_000;

    private static final Comparator<PartitionClock> BY_TIME = Comparator.comparingLong(PartitionClock::reached);

    private final Map<String, PartitionClock> partitions = new ConcurrentHashMap<>();
    private final Map<String, Outages> known = new HashMap<>();
    private long time = PartitionClock.UNKNOWN;
    private long backlogBegin = PartitionClock.UNKNOWN;
    private boolean due;
    private boolean telling;

    void add(KafkaPartitionSplit split) {
        // The markers for "earliest" are negative; whether there is anything from 0 on, Kafka says.
        long position = Math.max(0, split.getStartingOffset());
        Outages outages = known.getOrDefault(split.splitId(), ArrivalSplit.outages(split));
        telling = true;
        partitions.put(split.splitId(), new PartitionClock(split.getTopicPartition(), position, outages));
    }

    /** Takes what is known of outages, by split: at least as much as came with a split. */
    void know(Map<String, Outages> outages) {
        known.putAll(outages);
        outages.forEach((splitId, each) -> {
            PartitionClock clock = partitions.get(splitId);
            if (clock != null) {
                clock.know(each);
            }
        });
    }

    /** Whether there is a partition that tells the time: one that is not {@link PartitionClock#isBlank blank}. */
    boolean isTelling() {
        return telling;
    }

    PartitionClock partition(String splitId) {
        return Objects.requireNonNull(partitions.get(splitId), () -> "not a partition of this reader: " + splitId);
    }

    /** Offset of the next record to read, by partition. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        partitions.values().forEach(clock -> positions.put(clock.partition(), clock.position()));
        return positions;
    }

    void read(PartitionClock partition, long offset, long arrival, long appended) {
        long next = backlogBegin == PartitionClock.UNKNOWN ? time + 1 : backlogBegin + STEP;
        boolean behind = partition.reached() < next;
        partition.read(offset, arrival, appended);
        telling = true;
        due |= behind && partition.reached() >= next;
    }

    /** Takes what came of a question for the ends; returns what is new about outages, by split. */
    Map<String, Outages> ended(LogEnd end) {
        Map<String, Outages> news = new HashMap<>();
        partitions.forEach((splitId, clock) -> {
            Outages before = clock.outages();
            Long since = end.unanswered().get(clock.partition());
            if (since != null) {
                clock.unanswered(since);
            }
            Long offset = end.offsets().get(clock.partition());
            if (offset != null) {
                clock.ended(offset, end.asked());
            }
            if (clock.outages() != before) {
                news.put(splitId, clock.outages());
            }
        });
        due = true;
        telling = partitions.values().stream().anyMatch(clock -> !clock.isBlank());
        return news;
    }

    /** Moves to the slowest partition's time, or behind it while that is reading a backlog; tells whether it has moved. */
    boolean advance() {
        if (!due || !telling) {
            return false;
        }
        due = false;
        PartitionClock slowest = slowest();
        if (slowest.reached() <= time) {
            return false;
        }
        if (slowest.isAtEnd()) {
            backlogBegin = PartitionClock.UNKNOWN;
            time = slowest.reached();
            return true;
        }
        long begin = backlogBegin;
        if (begin != PartitionClock.UNKNOWN && slowest.reached() < begin + STEP) {
            return false;
        }
        backlogBegin = slowest.reached();
        if (begin == PartitionClock.UNKNOWN) {
            return false;
        }
        time = begin;
        return true;
    }

    private PartitionClock slowest() {
        return partitions.values().stream()
                .filter(clock -> !clock.isBlank())
                .min(BY_TIME)
                .orElseThrow();
    }

    /** Arrival time up to which everything has been read, in epoch milliseconds. */
    long time() {
        return time;
    }
}
