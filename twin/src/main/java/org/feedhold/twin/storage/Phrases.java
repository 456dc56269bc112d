package org.feedhold.twin.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Texts that many machines have in common, such as the advice of a rule: a machine's state holds their ids only. An id
 * follows from the text, so that it means the same in every instance and after every restore. Texts are never forgotten;
 * their number is bounded by the rules of all process models that were ever used.
 */
public final class Phrases {

    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, String> texts = new HashMap<>();

    /** Takes a text in, unless it is null or known. */
    public void learn(@Nullable String text) {
        if (text == null || ids.containsKey(text)) {
            return;
        }
        long id = idOf(text);
        if (texts.putIfAbsent(id, text) == null) {
            ids.put(text, id);
        }
    }

    /** Id of a text; null if it is not known. */
    public @Nullable Long id(String text) {
        return ids.get(text);
    }

    /** Text of an id; null if it is not known. */
    public @Nullable String text(long id) {
        return texts.get(id);
    }

    /** All texts, to be learned again after a restore. */
    public List<String> all() {
        return new ArrayList<>(ids.keySet());
    }

    private static long idOf(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
