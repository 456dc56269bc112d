package org.feedhold.simulator.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reading and writing with bounds: anyone who may write to the topic can send anything. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(64 << 10)
                    .maxDocumentLength(1 << 20)
                    .build())
            .build());

    private Json() {}

    static JsonNode read(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root == null || !root.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] write(JsonNode root) {
        try {
            return MAPPER.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values could not be written", e);
        }
    }

    static String text(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(
                    "field " + field + " must be a text" + (value.isMissingNode() ? ", but is missing" : ": " + value));
        }
        return value.textValue();
    }

    static JsonNode number(JsonNode root, String field) {
        JsonNode value = root.path(field);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("field " + field + " must be a number"
                    + (value.isMissingNode() ? ", but is missing" : ": " + value));
        }
        return value;
    }
}
