package org.feedhold.kafka.acquisition;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The JSON of telemetry: the parser's limits, the names of the context fields and how their text is read. */
final class TelemetryJson {

    static final String MACHINE_ID = "machine_id";
    static final String TIMESTAMP = "timestamp";
    static final String SEQUENCE = "sequence";
    static final String PAYLOAD = "payload";
    static final String UNITS = "units";
    static final String SIGNAL_QUALITY = "signal_quality";

    /** Largest record that is used, in bytes. */
    static final int MAX_RECORD_BYTES = 64 * 1024;
    /** Deepest nesting of objects and arrays. */
    static final int MAX_DEPTH = 32;
    /** Longest machine id and other context string, in bytes of UTF-8. */
    static final int MAX_TEXT_BYTES = 128;

    /**
     * {@code NaN} and {@code Infinity} are not JSON, but common writers emit them. Read as what they say, they make one
     * signal invalid instead of the whole sample unreadable.
     */
    private static final JsonFactory SCANNING = factory()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final JsonFactory DECODING =
            factory().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private TelemetryJson() {}

    /** A parser that refuses all that is to be refused. */
    static JsonParser scanningParser(byte[] value) throws IOException {
        return SCANNING.createParser(value);
    }

    /** A parser for what has been scanned. */
    static JsonParser decodingParser(byte[] value) throws IOException {
        return DECODING.createParser(value);
    }

    /** Leaves the parser on the opening brace of the envelope's payload; false if there is none. */
    static boolean moveToPayload(JsonParser parser) throws IOException {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean payload = parser.currentName().equals(PAYLOAD);
            if (parser.nextToken() == JsonToken.START_OBJECT && payload) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** The text of a string, the digits of a number, cut to {@value #MAX_TEXT_BYTES} bytes; null for all else. */
    static @Nullable String contextText(JsonParser parser) throws IOException {
        String text = switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getText();
            default -> null;
        };
        return text == null || text.isEmpty() ? null : cut(text);
    }

    /** The longest beginning of {@code text} that fits, with no character cut in two. */
    private static String cut(String text) {
        if (text.length() * 3 <= MAX_TEXT_BYTES) {
            return text;
        }
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += utf8Length(codePoint);
            if (bytes > MAX_TEXT_BYTES) {
                return text.substring(0, end);
            }
            end += Character.charCount(codePoint);
        }
        return text;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** Whether text can be a machine id: 1 to 128 bytes of UTF-8, no control character, no half of a character. */
    static boolean isMachineId(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT_BYTES) {
            return false;
        }
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            ascii &= c < 0x80;
        }
        return ascii || (isWellFormed(text) && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES);
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static com.fasterxml.jackson.core.JsonFactoryBuilder factory() {
        return (com.fasterxml.jackson.core.JsonFactoryBuilder) JsonFactory.builder()
                // A record can't be larger than this, so that only the depth is ever refused.
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_RECORD_BYTES)
                        .maxNameLength(MAX_RECORD_BYTES)
                        .maxNumberLength(MAX_RECORD_BYTES)
                        .maxDocumentLength(1024 * 1024)
                        .build())
                // Field names come from outside: neither keep them for ever nor fail on made-up collisions.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW);
    }
}
