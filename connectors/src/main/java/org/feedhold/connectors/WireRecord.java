package org.feedhold.connectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to Kafka.
 *
 * @param topic topic with its prefix
 * @param key key; null for none
 * @param value value; null for a tombstone
 * @param headers headers, in order
 */
public record WireRecord(String topic, byte @Nullable [] key, byte @Nullable [] value, List<WireHeader> headers) {

    /** The most that Kafka takes in a dead letter, key, headers and overhead included, in bytes. */
    public static final int MOST_BYTES = 13 << 20;

    /** What is kept of a key or value that does not fit, in bytes. */
    public static final int KEPT_BYTES = 64 << 10;

    /** Header of a record that was cut: how many bytes its key and value had together, in decimal. */
    public static final String TRUNCATED = "truncated";

    /** Fields of a batch, of its one record and of each header, at their longest. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int HEADER_OVERHEAD_BYTES = 10;

    /** A record without headers. */
    public static WireRecord of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new WireRecord(topic, key, value, List.of());
    }

    /**
     * This record if Kafka takes it; else one with the header {@value #TRUNCATED} and the first 64 KiB of the value, and of
     * the key if it is longer than that.
     */
    public WireRecord fit() {
        if (bytes() <= MOST_BYTES) {
            return this;
        }
        List<WireHeader> marked = new ArrayList<>(headers);
        String whole = Long.toString((long) length(key) + length(value));
        marked.add(new WireHeader(TRUNCATED, whole.getBytes(StandardCharsets.UTF_8)));
        return new WireRecord(topic, head(key), head(value), marked);
    }

    private long bytes() {
        long bytes = (long) OVERHEAD_BYTES + length(key) + length(value);
        for (WireHeader header : headers) {
            bytes += HEADER_OVERHEAD_BYTES + 3L * header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte @Nullable [] head(byte @Nullable [] bytes) {
        return length(bytes) <= KEPT_BYTES ? bytes : Arrays.copyOf(bytes, KEPT_BYTES);
    }
}
