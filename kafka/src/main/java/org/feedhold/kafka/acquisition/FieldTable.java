package org.feedhold.kafka.acquisition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What names of fields stand for, found by their bytes. Immutable. */
final class FieldTable {

    /** Returned for a name that is not in the table. */
    static final int UNKNOWN = -1;

    private static final int SLOTS_FOR_EACH = 4;

    private final long[] hashes;
    private final byte[][] names;
    private final int[] meanings;

    /** A table of names and what they stand for, not negative. */
    FieldTable(Map<String, Integer> meaningByName) {
        int slots = Integer.highestOneBit(Math.max(1, meaningByName.size()) * SLOTS_FOR_EACH) * 2;
        hashes = new long[slots];
        names = new byte[slots][];
        meanings = new int[slots];
        meaningByName.forEach(this::put);
    }

    private void put(String name, int meaning) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long hash = Ascii.hash(bytes, 0, bytes.length);
        int slot = slot(hash);
        while (names[slot] != null) {
            slot = (slot + 1) & (names.length - 1);
        }
        hashes[slot] = hash;
        names[slot] = bytes;
        meanings[slot] = meaning;
    }

    /** What a name stands for, or {@link #UNKNOWN}; the hash is that of {@link Ascii}. */
    int find(long hash, byte[] bytes, int from, int to) {
        for (int slot = slot(hash); names[slot] != null; slot = (slot + 1) & (names.length - 1)) {
            if (hashes[slot] == hash && Arrays.equals(names[slot], 0, names[slot].length, bytes, from, to)) {
                return meanings[slot];
            }
        }
        return UNKNOWN;
    }

    private int slot(long hash) {
        return (int) hash & (names.length - 1);
    }
}
