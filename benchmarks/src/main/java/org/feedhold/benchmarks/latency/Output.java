package org.feedhold.benchmarks.latency;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.feedhold.kafka.Topic;

/** What the job says of a machine, and is timed. */
enum Output {
    RECOMMENDATION(Topic.RECOMMENDATIONS),
    HEALTH(Topic.HEALTH);

    private static final JsonFactory JSON = new JsonFactory();

    private final Topic topic;

    Output(Topic topic) {
        this.topic = topic;
    }

    /** Where the job writes it. */
    Topic topic() {
        return topic;
    }

    /** Its name in reports. */
    String outputName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Event time of the sample that led to an output, in epoch milliseconds: its own field {@code timestamp}, and no other that
     * it holds. Where a rule has an on-delay, that is the sample with which the delay was over.
     *
     * @throws IllegalArgumentException if it has none
     */
    static long sampleMillis(byte[] output) {
        try (JsonParser parser = JSON.createParser(output)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("timestamp")) {
                    return Instant.parse(parser.getText()).toEpochMilli();
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("this output is no JSON: " + text(output), e);
        }
        throw new IllegalArgumentException("this output has no timestamp: " + text(output));
    }

    private static String text(byte[] output) {
        return new String(output, StandardCharsets.UTF_8);
    }
}
