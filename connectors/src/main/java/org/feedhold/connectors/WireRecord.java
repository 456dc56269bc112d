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

    /** What is kept of a key or value that does not fit, in bytes, where the topic takes that much. */
    public static final int KEPT_BYTES = 64 << 10;

    /** Header of a record that was cut: how many bytes its key and value had together, in decimal. */
    public static final String TRUNCATED = "truncated";

    /** Fields of a batch, of its one record and of each header, at their longest. */
    private static final int OVERHEAD_BYTES = 128;

    private static final int HEADER_OVERHEAD_BYTES = 10;
    private static final int TRUNCATED_HEADER_BYTES = 64;

    /** A record without headers. */
    public static WireRecord of(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new WireRecord(topic, key, value, List.of());
    }

    /**
     * This record if its topic takes it; else one with the header {@value #TRUNCATED} and the first 64 KiB of the value, and
     * of the key if it is longer than that.
     *
     * @param mostBytes the topic's {@code max.message.bytes}: the most that it takes, key, headers and overhead included
     */
    public WireRecord fit(int mostBytes) {
        // What can't be compressed grows by the frames of the compression.
        long room = mostBytes - mostBytes / 512 - OVERHEAD_BYTES - headerBytes();
        if ((long) length(key) + length(value) <= room) {
            return this;
        }
        List<WireHeader> marked = new ArrayList<>(headers);
        String whole = Long.toString((long) length(key) + length(value));
        marked.add(new WireHeader(TRUNCATED, whole.getBytes(StandardCharsets.UTF_8)));
        int kept = (int) Math.max(0, Math.min(KEPT_BYTES, (room - TRUNCATED_HEADER_BYTES) / 2));
        return new WireRecord(topic, head(key, kept), head(value, kept), marked);
    }

    /** Key, value and headers, without overhead, in bytes. */
    long bytes() {
        return (long) length(key) + length(value) + headerBytes();
    }

    private long headerBytes() {
        long bytes = 0;
        for (WireHeader header : headers) {
            bytes += HEADER_OVERHEAD_BYTES + 3L * header.name().length() + length(header.value());
        }
        return bytes;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte @Nullable [] head(byte @Nullable [] bytes, int kept) {
        return length(bytes) <= kept ? bytes : Arrays.copyOf(bytes, kept);
    }
}
