package org.feedhold.kafka.acquisition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of a flat record's fields, with all that stands between two values: a source writes the same ones in the same
 * order into each of its samples, so that they need only be compared, eight bytes at a time, with those of the record
 * before. No name is in it twice.
 */
final class RecordLayout {

    /** A field's name with its quotes, the comma before it and the colon behind it; a longer one is not kept. */
    private static final int MOST_WORDS = 6;

    private static final int MOST_BYTES = MOST_WORDS * Long.BYTES;

    /** No meaning, and not {@link FieldTable#UNKNOWN} either. */
    private static final int NOT_ASKED = -2;

    /** The bytes before each value, the first in the lowest bits; zeros behind the last. */
    private final long[] words = new long[FlatRecord.MOST_FIELDS * MOST_WORDS];

    private final int[] lengths = new int[FlatRecord.MOST_FIELDS];
    private final long[] hashes = new long[FlatRecord.MOST_FIELDS];
    private final byte[][] names = new byte[FlatRecord.MOST_FIELDS][];
    /** Of the table that was asked last. */
    private final int[] meanings = new int[FlatRecord.MOST_FIELDS];

    private @Nullable FieldTable asked;
    private int fields;

    /**
     * Whether a record has the same at an index before the value of a field as the one before had.
     *
     * @return number of bytes, behind which the value begins; 0 if it has not, or it is not known
     */
    int lengthIfSame(byte[] record, int from, int field) {
        if (field >= fields) {
            return 0;
        }
        int length = lengths[field];
        int to = from + length;
        if (to > record.length) {
            return 0;
        }
        int word = field * MOST_WORDS;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            if (Ascii.word(record, at) != words[word++]) {
                return 0;
            }
        }
        return at == to || Ascii.word(record, at, to) == words[word] ? length : 0;
    }

    /**
     * Keeps what a record has before the value of a field, and forgets the fields behind it.
     *
     * @param from index of the first byte
     * @param nameFrom index of the name's first byte
     * @param nameTo index behind its last
     * @param to index of the value's first byte
     * @param hash of the name
     */
    void put(byte[] record, int from, int nameFrom, int nameTo, int to, int field, long hash) {
        fields = Math.min(fields, field);
        if (to - from > MOST_BYTES || field > fields) {
            return;
        }
        fields = field + 1;
        lengths[field] = to - from;
        hashes[field] = hash;
        names[field] = Arrays.copyOfRange(record, nameFrom, nameTo);
        int word = field * MOST_WORDS;
        for (int at = from; at < to; at += Long.BYTES) {
            words[word++] = Ascii.word(record, at, to);
        }
        // What the names mean has to be asked anew.
        asked = null;
    }

    /** Whether a field of the record that was read is known. */
    boolean has(int field) {
        return field < fields;
    }

    /** Hash of a field's name, by {@link Ascii}. */
    long hash(int field) {
        return hashes[field];
    }

    /** What the name of a field stands for in a table; looked up once, as long as the same table is asked. */
    int meaning(FieldTable table, int field) {
        if (asked != table) {
            Arrays.fill(meanings, NOT_ASKED);
            asked = table;
        }
        if (meanings[field] == NOT_ASKED) {
            meanings[field] = table.find(hashes[field], names[field], 0, names[field].length);
        }
        return meanings[field];
    }
}
