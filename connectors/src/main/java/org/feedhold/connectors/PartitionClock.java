package org.feedhold.connectors;

import org.apache.kafka.common.TopicPartition;

/** How far reading of one partition has come, in offsets and in arrival time. */
final class PartitionClock {

    /** No record has been read yet, and Kafka has not said that there is none. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private final TopicPartition partition;
    private volatile long position;
    private long reached = UNKNOWN;
    private long age;
    private boolean atEnd;

    PartitionClock(TopicPartition partition, long position) {
        this.partition = partition;
        this.position = position;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Offset of the next record to read; may be asked from any thread. */
    long position() {
        return position;
    }

    /** Arrival time up to which everything has been read, or {@link #UNKNOWN}. */
    long reached() {
        return reached;
    }

    /**
     * A record has been read.
     *
     * @param arrival its arrival time
     * @param appended the time at which it was written to this log, later than its arrival if it was replayed
     */
    void read(long offset, long arrival, long appended) {
        position = offset + 1;
        reached = Math.max(reached, arrival);
        age = appended - arrival;
        atEnd = false;
    }

    /**
     * Kafka has answered at {@code asked} that there is nothing to read from offset {@code end} on. In a log that is being
     * replayed the clock goes on from the newest record's arrival, not from now.
     */
    void ended(long end, long asked) {
        if (position >= end) {
            reached = Math.max(reached, asked - age);
            atEnd = true;
        }
    }

    /** Whether nothing has been read since Kafka said that there is nothing to read. */
    boolean isAtEnd() {
        return atEnd;
    }
}
