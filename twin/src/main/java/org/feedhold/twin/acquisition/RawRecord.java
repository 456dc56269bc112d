package org.feedhold.twin.acquisition;

import org.jspecify.annotations.Nullable;

/**
 * A telemetry record as it lies in the log, before anything is known of it.
 *
 * @param topic topic with its prefix
 * @param partition partition
 * @param offset offset in the partition
 * @param arrival arrival time in epoch milliseconds
 * @param key key as received; null if there was none
 * @param value value as received; null if there was none
 */
public record RawRecord(
        String topic, int partition, long offset, long arrival, byte @Nullable [] key, byte @Nullable [] value) {}
