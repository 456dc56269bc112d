package org.feedhold.twin.process;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One record of a control topic, as received.
 *
 * @param kind which control topic
 * @param rawKey key, byte for byte; null if there was none
 * @param value value; null for a tombstone
 * @param arrival arrival time in epoch milliseconds
 * @param topic topic with its prefix
 * @param partition partition
 * @param offset offset
 */
public record ControlRecord(
        Kind kind,
        byte @Nullable [] rawKey,
        byte @Nullable [] value,
        long arrival,
        String topic,
        int partition,
        long offset)
        implements Serializable {

    /**
     * How long after its arrival, in milliseconds, a control record counts for telemetry that arrives: much longer than it
     * takes to reach every twin. So it counts from the same record on in every run of one log, however fast a run was told.
     */
    public static final long PROPAGATION_MILLIS = 2_000;

    /** The control topics that the job reads. */
    public enum Kind {
        PROCESS_MODEL,
        RELEASE,
        OPERATOR_ACTION
    }

    /** A record whose key is a text. */
    public ControlRecord(
            Kind kind,
            @Nullable String key,
            byte @Nullable [] value,
            long arrival,
            String topic,
            int partition,
            long offset) {
        this(kind, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, arrival, topic, partition, offset);
    }

    /** The key, decoded as UTF-8; null if there was none. */
    public @Nullable String key() {
        return rawKey == null ? null : new String(rawKey, StandardCharsets.UTF_8);
    }
}
