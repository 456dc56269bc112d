package org.feedhold.kafka.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.acquisition.EventTime;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.action.Verdict;
import org.jspecify.annotations.Nullable;

/** Operator actions as JSON on their topic. */
public final class OperatorActionCodec {

    /** Value of the field {@code schema}. */
    public static final String SCHEMA = "feedhold.operator_action/1";

    private static final int MAX_RECORD_BYTES = 64 * 1024;
    private static final int MAX_NAME_BYTES = 128;
    private static final int MAX_COMMENT = 2_000;

    private OperatorActionCodec() {}

    /** The value for the topic; its key is the machine. */
    public static byte[] encode(OperatorAction action) {
        ObjectNode tree = Json.json().createObjectNode();
        tree.put("schema", SCHEMA);
        tree.put("action", word(action.action()));
        tree.put("action_id", action.actionId());
        tree.put("machine_id", action.machineId());
        tree.put("episode_id", action.episodeId());
        tree.put("signal", action.signal());
        tree.put("operator", action.operator());
        tree.put("timestamp", Json.format(action.timestamp()));
        Instant until = action.until();
        tree.put("until", until == null ? null : Json.format(until));
        tree.put("result", action.result() == null ? null : word(action.result()));
        tree.put("verdict", action.verdict() == null ? null : word(action.verdict()));
        tree.put("comment", action.comment());
        try {
            return Json.json().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * Decodes a record's value; unknown fields are ignored.
     *
     * @throws IllegalArgumentException if it is no valid action; the message says what is wrong, where, and what to do
     */
    public static OperatorAction decode(byte[] value) {
        JsonNode tree = tree(value);
        JsonNode schema = tree.path("schema");
        if (!schema.isMissingNode() && !schema.isNull() && !schema.asText().equals(SCHEMA)) {
            throw new IllegalArgumentException("the schema '" + cut(schema.asText())
                    + "' is no operator action (path schema); write " + SCHEMA + ", or leave it out");
        }
        ActionKind kind = choice(ActionKind.values(), "action", required(tree, "action"));
        String actionId = required(tree, "action_id");
        String machineId = required(tree, "machine_id");
        String operator = required(tree, "operator");
        Instant timestamp = time(tree, "timestamp");
        if (timestamp == null) {
            throw missing("timestamp");
        }
        Instant until = time(tree, "until");
        if (until != null && until.isBefore(timestamp)) {
            throw new IllegalArgumentException(
                    "'until' is before 'timestamp' (path until); give the time at which it ends");
        }
        String result = name(tree, "result");
        String verdict = name(tree, "verdict");
        OperatorAction action = new OperatorAction(
                kind,
                actionId,
                machineId,
                name(tree, "episode_id"),
                name(tree, "signal"),
                operator,
                timestamp,
                until,
                result == null ? null : choice(CheckResult.values(), "result", result),
                verdict == null ? null : choice(Verdict.values(), "verdict", verdict),
                comment(tree));
        requireWhatItIsAbout(action);
        return action;
    }

    private static JsonNode tree(byte[] value) {
        if (value.length > MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("the record has " + value.length + " bytes, of which at most "
                    + MAX_RECORD_BYTES + " are allowed; send one action in each record");
        }
        JsonNode tree;
        try {
            tree = Json.read(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; correct it at its source", e);
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("this is not a JSON object; send one action in each record");
        }
        return tree;
    }

    private static void requireWhatItIsAbout(OperatorAction action) {
        switch (action.action()) {
            case TOOL_CHANGE -> {
                // It is about the machine.
            }
            case ACKNOWLEDGE, UNSHELVE -> require("episode_id", action.episodeId());
            case CHECK_COMPLETED -> {
                require("episode_id", action.episodeId());
                require("result", action.result());
            }
            case SHELVE -> {
                require("episode_id", action.episodeId());
                require("until", action.until());
            }
            case FEEDBACK -> {
                require("episode_id", action.episodeId());
                require("verdict", action.verdict());
            }
            case OUT_OF_SERVICE, IN_SERVICE -> require("signal", action.signal());
        }
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw missing(field);
        }
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException("'" + field + "' is missing (path " + field + "); this action needs it");
    }

    private static String required(JsonNode tree, String field) {
        String name = name(tree, field);
        if (name == null) {
            throw missing(field);
        }
        return name;
    }

    private static @Nullable String name(JsonNode tree, String field) {
        String name = text(tree, field);
        if (name != null
                && (name.isBlank()
                        || name.chars().anyMatch(Character::isISOControl)
                        || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES)) {
            throw new IllegalArgumentException("'" + field + "' must have 1 to " + MAX_NAME_BYTES
                    + " bytes and no control characters (path " + field + "); correct it");
        }
        return name;
    }

    private static @Nullable String comment(JsonNode tree) {
        String comment = text(tree, "comment");
        if (comment != null && comment.length() > MAX_COMMENT) {
            throw new IllegalArgumentException(
                    "'comment' is longer than " + MAX_COMMENT + " characters (path comment); say it shorter");
        }
        return comment;
    }

    private static @Nullable String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "'" + field + "' is not a text (path " + field + "); write it as a JSON string");
        }
        return value.textValue();
    }

    private static @Nullable Instant time(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        long time = EventTime.INVALID;
        if (value.isTextual()) {
            time = EventTime.parse(value.textValue());
        } else if (value.canConvertToLong() && value.isIntegralNumber() && EventTime.isValid(value.longValue())) {
            time = value.longValue();
        }
        if (time == EventTime.INVALID) {
            throw new IllegalArgumentException("'" + field + "' is no time (path " + field
                    + "); write it as ISO-8601 with an offset or Z, for example 2026-07-06T15:08:01Z, or as an integer of"
                    + " epoch milliseconds");
        }
        return Instant.ofEpochMilli(time);
    }

    private static <E extends Enum<E>> E choice(E[] choices, String field, String word) {
        for (E choice : choices) {
            if (word(choice).equals(word)) {
                return choice;
            }
        }
        String words = Arrays.stream(choices).map(OperatorActionCodec::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "'" + word + "' is no " + field + " (path " + field + "); write one of " + words);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME_BYTES ? text : text.substring(0, MAX_NAME_BYTES) + '…';
    }
}
