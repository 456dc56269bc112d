package org.feedhold.kafka.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.feedhold.kafka.Json;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.jspecify.annotations.Nullable;

/** Releases as JSON on their topic; see also {@link Handoff}, which makes them. */
public final class ReleaseCodec {

    /** Value of the field {@code schema}. */
    public static final String SCHEMA = "feedhold.release/1";

    private static final int MAX_NAME_BYTES = 128;
    private static final int MAX_WATCH = 64;
    private static final int MAX_TEXT = 2000;

    private ReleaseCodec() {}

    /** Key on the topic: {@code machine_id/part_id}. */
    public static String key(Release release) {
        return release.machineId() + '/' + release.partId();
    }

    /**
     * The value for the topic.
     *
     * @param source the record that the release was made from; null if there was none
     */
    public static byte[] encode(Release release, @Nullable JsonNode source) {
        ObjectNode tree = Json.json().createObjectNode();
        tree.put("schema", SCHEMA);
        tree.put("machine_id", release.machineId());
        tree.put("part_id", release.partId());
        tree.put("operation", release.operation());
        tree.put("decision", release.decision().name().toLowerCase(Locale.ROOT));
        tree.put("approved_by", release.approvedBy());
        tree.put("reason", release.reason());
        release.watch().forEach(tree.putArray("watch")::add);
        tree.set("source", source == null ? tree.nullNode() : source);
        try {
            return Json.json().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * Decodes a record's value; unknown fields are ignored.
     *
     * @throws IllegalArgumentException if it is no valid release; the message says what is wrong and what to do
     */
    public static Release decode(byte[] value) {
        JsonNode tree = tree(value);
        JsonNode schema = tree.path("schema");
        if (!schema.isMissingNode() && !schema.isNull() && !schema.asText().equals(SCHEMA)) {
            throw new IllegalArgumentException("the schema '" + schema.asText() + "' is no release (path schema); make"
                    + " one of this record with: feedhold handoff RECORD.json --machine … --operation …");
        }
        return read(tree);
    }

    /** Reads JSON that must be an object. */
    static JsonNode tree(byte[] value) {
        JsonNode tree;
        try {
            tree = Json.read(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; correct it at its source", e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("this is not a JSON object; give the whole record");
        }
        return tree;
    }

    /** Reads the fields of a release. */
    static Release read(JsonNode tree) {
        String machineId = required(tree, "machine_id");
        String partId = required(tree, "part_id");
        return new Release(
                checkedName("machine_id", machineId),
                checkedName("part_id", partId),
                operation(tree),
                decision(required(tree, "decision")),
                text(tree, "approved_by"),
                text(tree, "reason"),
                watch(tree));
    }

    static ReleaseDecision decision(String word) {
        for (ReleaseDecision decision : ReleaseDecision.values()) {
            if (decision.name().toLowerCase(Locale.ROOT).equals(word)) {
                return decision;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no decision of a release (path decision); write"
                + " release_to_build, needs_engineering_review or redesign_required");
    }

    static String checkedName(String field, String name) {
        if (name.isBlank()
                || name.chars().anyMatch(Character::isISOControl)
                || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("'" + field + "' must have 1 to " + MAX_NAME_BYTES
                    + " bytes and no control characters (path " + field + "); correct it");
        }
        return name;
    }

    static @Nullable String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "'" + field + "' is not a text (path " + field + "); write it as a JSON string");
        }
        if (value.textValue().length() > MAX_TEXT) {
            throw new IllegalArgumentException("'" + field + "' is longer than " + MAX_TEXT + " characters (path "
                    + field + "); say it shorter: every recommendation repeats it");
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    private static @Nullable String operation(JsonNode tree) {
        String operation = text(tree, "operation");
        return operation == null ? null : checkedName("operation", operation);
    }

    private static String required(JsonNode tree, String field) {
        String text = text(tree, field);
        if (text == null) {
            throw new IllegalArgumentException(
                    "'" + field + "' is missing (path " + field + "); every release needs it");
        }
        return text;
    }

    private static List<String> watch(JsonNode tree) {
        JsonNode value = tree.path("watch");
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> signals = new ArrayList<>();
        if (value.isArray() && value.size() <= MAX_WATCH) {
            for (JsonNode signal : value) {
                if (signal.isTextual()) {
                    signals.add(checkedName("watch", signal.textValue()));
                }
            }
        }
        if (signals.size() != value.size() || !value.isArray()) {
            throw new IllegalArgumentException("'watch' is not a list of at most " + MAX_WATCH
                    + " signal names (path watch); write [\"signal\", …]");
        }
        return List.copyOf(signals);
    }
}
