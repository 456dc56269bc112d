package org.feedhold.kafka.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.feedhold.twin.acquisition.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a dead letter: why it could not be used and where it came from, as text. Key and value are the record's
 * own, byte for byte.
 */
public final class DeadLetterHeaders {

    private static final String REASON = "reason";
    private static final String DETAIL = "detail";
    private static final String SOURCE_TOPIC = "source_topic";
    private static final String SOURCE_PARTITION = "source_partition";
    private static final String SOURCE_OFFSET = "source_offset";

    private DeadLetterHeaders() {}

    /** Names and values in the order in which they are written. */
    public static Map<String, byte[]> of(DeadLetter letter) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(REASON, letter.reason().getBytes(UTF_8));
        headers.put(DETAIL, letter.detail().getBytes(UTF_8));
        headers.put(SOURCE_TOPIC, letter.sourceTopic().getBytes(UTF_8));
        headers.put(SOURCE_PARTITION, Integer.toString(letter.sourcePartition()).getBytes(UTF_8));
        headers.put(SOURCE_OFFSET, Long.toString(letter.sourceOffset()).getBytes(UTF_8));
        return headers;
    }

    /** The dead letter in a record; a missing header is empty, and a place that is missing is -1. */
    public static DeadLetter read(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new DeadLetter(
                key,
                value,
                text(headers, REASON),
                text(headers, DETAIL),
                text(headers, SOURCE_TOPIC),
                (int) number(headers, SOURCE_PARTITION),
                number(headers, SOURCE_OFFSET));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    private static long number(Headers headers, String name) {
        try {
            return Long.parseLong(text(headers, name));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
