package org.feedhold.cli.deadletters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Dead letters as JSON for programs. */
final class LetterJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LetterJson() {}

    /** All but the value. */
    static ObjectNode of(StoredLetter letter, ReplayHistory history) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("letter", letter.place().inTopic());
        tree.put("arrival", letter.arrival().toString());
        tree.put("reason", letter.reason());
        tree.put("detail", letter.detail());
        tree.put("source_topic", letter.source().topic());
        tree.put("source_partition", letter.source().partition());
        tree.put("source_offset", letter.source().offset());
        putBytes(tree, "key", letter.key());
        tree.put("value_bytes", letter.valueBytes() < 0 ? null : letter.valueBytes());
        tree.put("truncated", letter.truncated());
        tree.put("replays", history.replays(letter.source()));
        Place target = history.target(letter.source());
        tree.put("sent_back_to", target == null ? null : target.toString());
        return tree;
    }

    /** Bytes as text, null where they are no UTF-8, and always as Base64. */
    static void putBytes(ObjectNode tree, String field, byte @Nullable [] bytes) {
        tree.put(field, bytes == null ? null : LetterText.text(bytes));
        tree.put(field + "_base64", bytes);
    }
}
