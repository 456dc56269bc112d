package org.feedhold.kafka.acquisition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at ASCII text eight bytes at a time: names and texts are most of a record. */
final class Ascii {

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * EACH;
    private static final long BACKSLASHES = '\\' * EACH;
    private static final long SPACES = ' ' * EACH;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private Ascii() {}

    /**
     * Where the quote stands that ends a JSON text.
     *
     * @param from index of its first byte, behind the quote that begins it
     * @return index of the quote; -1 if the text has no end, an escape, a control character, or other than ASCII
     */
    static int endOfText(byte[] bytes, int from) {
        int i = from;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            long word = word(bytes, i);
            // Of each test the lowest bit that is set is right: only bytes behind it can be marked wrongly, by a
            // borrow.
            long marks = zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | (((word - SPACES) | word) & HIGH_BITS);
            if (marks != 0) {
                i += Long.numberOfTrailingZeros(marks) / Byte.SIZE;
                return bytes[i] == '"' ? i : -1;
            }
        }
        for (; i < bytes.length; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            if (bytes[i] < ' ' || bytes[i] == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** Marks, with its highest bit, the lowest byte that is zero. */
    private static long zeros(long word) {
        return (word - EACH) & ~word & HIGH_BITS;
    }

    /** A hash of bytes, all bits of which depend on all of them. */
    static long hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = mix(hash ^ word(bytes, i));
        }
        return i == to ? hash : mix(hash ^ word(bytes, i, to));
    }

    /** Eight bytes, the first one in the lowest bits. */
    static long word(byte[] bytes, int from) {
        return (long) WORDS.get(bytes, from);
    }

    /** Up to eight bytes, the first one in the lowest bits, and zeros behind the last. */
    static long word(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= Long.BYTES) {
            return word(bytes, from);
        }
        if (from + Long.BYTES <= bytes.length) {
            return word(bytes, from) & ((1L << (length * Byte.SIZE)) - 1);
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << Byte.SIZE | (bytes[i] & 0xff);
        }
        return word;
    }

    /** Whether the same bytes stand in both from these indices on. */
    static boolean isSame(byte[] bytes, int from, byte[] others, int othersFrom, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (word(bytes, from + i) != word(others, othersFrom + i)) {
                return false;
            }
        }
        return i == length || word(bytes, from + i, from + length) == word(others, othersFrom + i, othersFrom + length);
    }

    private static long mix(long hash) {
        long mixed = hash * MIX;
        return mixed ^ (mixed >>> 32);
    }
}
