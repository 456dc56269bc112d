package org.feedhold.kafka.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.feedhold.kafka.Json;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.status.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * The messages that the job writes, as JSON and back. Every message begins with its {@code schema}; readers ignore fields
 * that they do not know.
 *
 * <p>All decoders throw {@link IllegalArgumentException} for what is not the message that they read; the message of the
 * exception says what is wrong.
 */
public final class MessageCodec {

    /** Schema of the topics {@code recommendations} and {@code twin-state}. */
    public static final String RECOMMENDATION_SCHEMA = "feedhold.recommendation/1";
    /** Schema of the topic {@code anomalies}. */
    public static final String ANOMALY_SCHEMA = "feedhold.anomaly/1";
    /** Schema of the topic {@code health}. */
    public static final String HEALTH_SCHEMA = "feedhold.health/1";

    /** Schema of the topic {@code job-status}. */
    public static final String JOB_STATUS_SCHEMA = "feedhold.job_status/1";

    /** Type of the records of {@code anomalies} that are about an episode. */
    public static final String EPISODE = "episode";

    private static final String APPLIED = "applied";
    private static final String REJECTED = "rejected";

    private static final ObjectMapper MAPPER = Json.json()
            .copy()
            .addMixIn(Health.class, HealthMixIn.class)
            .addMixIn(Recommendation.class, GatewayMixIn.class)
            .addMixIn(EpisodeEvent.class, GatewayMixIn.class);

    private MessageCodec() {}

    /** One graded decision, for the topics of recommendations and of the twin state. */
    public static byte[] encode(Recommendation recommendation) {
        return write(new Message(RECOMMENDATION_SCHEMA, null, recommendation));
    }

    /** An episode's opening, escalation or closing, for {@code anomalies}. */
    public static byte[] encode(EpisodeEvent event) {
        return write(new Message(ANOMALY_SCHEMA, EPISODE, event));
    }

    /** What was done with a control record, for {@code anomalies}. */
    public static byte[] encode(ControlEvent event) {
        String type = event.applied() ? APPLIED : REJECTED;
        return write(new Message(
                ANOMALY_SCHEMA, type, new Control(event.at(), event.what(), event.key(), event.at(), event.reason())));
    }

    /** A machine's state, for {@code health}. */
    public static byte[] encode(Health health) {
        return write(new HealthMessage(HEALTH_SCHEMA, health, null));
    }

    /** The job's heartbeat, for {@code job-status}. */
    public static byte[] encode(Heartbeat status) {
        return write(new Message(JOB_STATUS_SCHEMA, null, status));
    }

    /** Reads a recommendation. */
    public static Recommendation decodeRecommendation(byte[] value) {
        return read(tree(value, RECOMMENDATION_SCHEMA), Recommendation.class);
    }

    /** Reads a machine's state. */
    public static Health decodeHealth(byte[] value) {
        return read(tree(value, HEALTH_SCHEMA), Health.class);
    }

    /** Reads the job's heartbeat. */
    public static Heartbeat decodeHeartbeat(byte[] value) {
        return read(tree(value, JOB_STATUS_SCHEMA), Heartbeat.class);
    }

    /** Reads an episode's event; null if the record is about a control record. */
    public static @Nullable EpisodeEvent decodeEpisodeEvent(byte[] value) {
        ObjectNode tree = tree(value, ANOMALY_SCHEMA);
        return type(tree).equals(EPISODE) ? read(tree, EpisodeEvent.class) : null;
    }

    /** Reads what was done with a control record; null if the record is about an episode. */
    public static @Nullable ControlEvent decodeControlEvent(byte[] value) {
        ObjectNode tree = tree(value, ANOMALY_SCHEMA);
        String type = type(tree);
        if (type.equals(EPISODE)) {
            return null;
        }
        Control control = read(tree, Control.class);
        return new ControlEvent(type.equals(APPLIED), control.what(), control.key(), control.at(), control.reason());
    }

    private static String type(ObjectNode tree) {
        String type = tree.path("type").asText();
        if (!type.equals(EPISODE) && !type.equals(APPLIED) && !type.equals(REJECTED)) {
            throw new IllegalArgumentException("the type '" + type + "' of an anomaly record is not known; it is "
                    + EPISODE + ", " + APPLIED + " or " + REJECTED);
        }
        return type;
    }

    private static byte[] write(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message can always be written", e);
        }
    }

    private static ObjectNode tree(byte[] value, String schema) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        String actual = tree.path("schema").asText();
        if (!(tree instanceof ObjectNode object) || !actual.equals(schema)) {
            throw new IllegalArgumentException("the schema is '" + actual + "' and not " + schema
                    + "; read the topic that this message belongs to");
        }
        return object;
    }

    private static <T> T read(ObjectNode tree, Class<T> type) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Any message: what it is, then its own fields. */
    private record Message(
            String schema,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String type,

            @JsonUnwrapped Object body) {}

    /** No job predicts tool life yet; the field is there so that readers can rely on it. */
    private record HealthMessage(
            String schema,
            @JsonUnwrapped Health health,
            @Nullable Map<String, Map<String, Double>> remainingToolLife) {}

    /** A control event as it is written; every anomaly record has a timestamp. */
    private record Control(
            Instant timestamp,
            String what,
            String key,
            Instant at,
            @Nullable String reason) {}
}
