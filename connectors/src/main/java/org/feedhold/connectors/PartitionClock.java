package org.feedhold.connectors;

import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.acquisition.RawRecord;

/** How far reading of one partition has come, in offsets and in arrival time. */
final class PartitionClock {

    /** No record has been read yet, and Kafka has not said that there is none. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /**
     * After Kafka was away, how long sources have to be heard again, in milliseconds: what had to wait is delivered when a
     * producer has found Kafka again, and one that keeps nothing is heard with its next sample.
     */
    static final long SETTLING = 10_000;

    private final TopicPartition partition;
    private volatile long position;
    private Outages outages;
    private long reached = UNKNOWN;
    private long age;
    private boolean atEnd;

    PartitionClock(TopicPartition partition, long position, Outages outages) {
        this.partition = partition;
        this.position = position;
        this.outages = outages;
    }

    TopicPartition partition() {
        return partition;
    }

    /** Offset of the next record to read; may be asked from any thread. */
    long position() {
        return position;
    }

    /** Outages that are known of this partition. */
    Outages outages() {
        return outages;
    }

    /** Takes what is known from elsewhere instead. */
    void know(Outages known) {
        outages = known;
    }

    /** Arrival time up to which everything has been read, or {@link #UNKNOWN}; the beginning of an outage while that lasts. */
    long reached() {
        return outages.clock(reached);
    }

    /** The record with the newest outage that it came after. */
    RawRecord stamp(RawRecord raw) {
        return raw.after(outages);
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
     * Kafka has not answered since {@code since}. What has been read by now has been judged without that, so it lies before
     * the outage, whenever this is learnt.
     */
    void unanswered(long since) {
        outages = outages.begin(Math.max(since, reached + 1));
    }

    /**
     * Kafka has answered at {@code asked} that there is nothing to read from offset {@code end} on. In a log that is being
     * replayed the clock goes on from the newest record's arrival, not from now.
     */
    void ended(long end, long asked) {
        outages = outages.end(Math.max(asked + SETTLING, reached + 1));
        if (position >= end) {
            atEnd = true;
            reached = isBlank() ? reached : Math.max(reached, asked - age);
        }
    }

    /**
     * Whether Kafka has said that nothing was ever written to this partition: nobody can fall silent there, and its first
     * record may be a replayed one, whose arrival lies in the past. So it tells no time.
     */
    boolean isBlank() {
        return atEnd && position == 0;
    }

    /** Whether nothing has been read since Kafka said that there is nothing to read. */
    boolean isAtEnd() {
        return atEnd;
    }
}
