package org.feedhold.kafka.acquisition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings of ASCII bytes, the same one again for the same bytes where it was met lately: ids, operations and phases repeat
 * with every sample. Bounded, so that a source of ever new ones costs what it would without.
 */
final class TextCache {

    private static final int SLOTS = 4096;
    /** Longer texts are no ids. */
    private static final int LONGEST = 64;

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[][] spellings = new byte[SLOTS][];
    private final String[] texts = new String[SLOTS];

    String get(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        }
        int slot = slot(bytes, from, to);
        byte[] known = spellings[slot];
        if (known != null && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            return texts[slot];
        }
        spellings[slot] = Arrays.copyOfRange(bytes, from, to);
        texts[slot] = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        return texts[slot];
    }

    /** Eight bytes at a time: texts are short, and there are ten of them in a sample. */
    private static int slot(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * MIX;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; i < to; i++) {
            rest = rest << Byte.SIZE | bytes[i];
        }
        hash = (hash ^ rest) * MIX;
        return (int) (hash >>> 40) & (SLOTS - 1);
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
