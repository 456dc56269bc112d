package org.feedhold.kafka.acquisition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings of ASCII bytes, the same one again for the same bytes where it was met lately: ids, operations and phases repeat
 * with every sample. Bounded, so that a source of ever new ones costs what it would without.
 */
final class TextCache {

    private static final int SLOTS = 1 << 14;
    /** Longer texts are no ids. */
    private static final int LONGEST = 64;

    private final byte[][] spellings = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    String get(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        int slot = (int) Ascii.hash(bytes, from, to) & (SLOTS - 1);
        if (isAt(slot, bytes, from, to)) {
            return texts[slot];
        }
        // Two texts that fall into the same slot would drive each other out with every sample.
        int other = slot ^ 1;
        if (isAt(other, bytes, from, to)) {
            return texts[other];
        }
        spellings[other] = spellings[slot];
        texts[other] = texts[slot];
        spellings[slot] = Arrays.copyOfRange(bytes, from, to);
        texts[slot] = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        return texts[slot];
    }

    private boolean isAt(int slot, byte[] bytes, int from, int to) {
        byte[] known = spellings[slot];
        return known != null && known.length == to - from && Ascii.isSame(known, 0, bytes, from, known.length);
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
