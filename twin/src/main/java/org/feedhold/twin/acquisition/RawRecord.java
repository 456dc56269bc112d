package org.feedhold.twin.acquisition;

import org.jspecify.annotations.Nullable;

/**
 * A telemetry record as it lies in the log, before anything is known of it.
 *
 * @param topic topic with its prefix
 * @param partition partition
 * @param offset offset in the partition
 * @param arrival arrival time in epoch milliseconds
 * @param outage the newest outage of Kafka that is known to have begun before it arrived; null if there is none
 * @param key key as received; null if there was none
 * @param value value as received; null if there was none
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long arrival,
        @Nullable Outage outage,
        byte @Nullable [] key,
        byte @Nullable [] value) {

    /** A record before which no outage of Kafka is known. */
    public RawRecord(
            String topic, int partition, long offset, long arrival, byte @Nullable [] key, byte @Nullable [] value) {
        this(topic, partition, offset, arrival, null, key, value);
    }

    /** The same record, with the newest of these outages that had begun when it arrived. */
    public RawRecord after(Outages outages) {
        Outage newest = outages.newestAt(arrival);
        return newest == null ? this : new RawRecord(topic, partition, offset, arrival, newest, key, value);
    }

    /** What the arrival clock read when it arrived, in epoch milliseconds. */
    public long clock() {
        return outage == null ? arrival : outage.clock(arrival);
    }
}
