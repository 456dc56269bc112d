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
        long hash = 0;
        for (byte c : bytes) {
            hash = hash(hash, c);
        }
        hash = spread(hash);
        int slot = slot(hash);
        while (names[slot] != null) {
            slot = (slot + 1) & (names.length - 1);
        }
        hashes[slot] = hash;
        names[slot] = bytes;
        meanings[slot] = meaning;
    }

    /** What a name stands for, or {@link #UNKNOWN}. */
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

    /** Takes one more byte of a name into its hash. */
    static long hash(long hash, byte c) {
        return hash * 31 + c;
    }

    /** The hash of a whole name: its upper and its lower bits depend on all of it. */
    static long spread(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
