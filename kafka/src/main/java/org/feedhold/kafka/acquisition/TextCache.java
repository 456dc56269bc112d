package org.feedhold.kafka.acquisition;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Strings of ASCII bytes, the same one again for the same bytes where it was met lately: ids, operations and phases repeat
 * with every sample. Bounded, so that a source of ever new ones costs what it would without.
 */
final class TextCache {

    private static final int SLOTS = 4096;
    /** Longer texts are no ids. */
    private static final int LONGEST = 64;

    private final @Nullable String[] texts = new String[SLOTS];

    String get(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        String known = texts[slot];
        if (known != null && known.length() == to - from && isSame(known, bytes, from)) {
            return known;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        texts[slot] = text;
        return text;
    }

    /** Whether ASCII text stands in bytes from an index on; they must be as many. */
    static boolean isSame(String text, byte[] bytes, int from) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
