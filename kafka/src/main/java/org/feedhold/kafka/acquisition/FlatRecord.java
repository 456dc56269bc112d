package org.feedhold.kafka.acquisition;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record that is one flat JSON object in plain ASCII, as nearly all telemetry is: found in one pass over the
 * bytes, and read only when asked for. Whatever is out of the ordinary is not read here but left to the JSON parser: nested
 * values, escapes, other than ASCII, a field given twice, {@code NaN}, an object of more than {@value #MOST_FIELDS} fields,
 * and everything that is no JSON.
 *
 * <p>A parser for all of JSON costs two microseconds and two kilobytes a record, most of it to set itself up. Reused for one
 * record after another; not for use by several threads.
 */
final class FlatRecord implements FieldValue, CharSequence {

    static final int MOST_FIELDS = 128;

    /** So many digits fit into a long. */
    private static final int LONG_DIGITS = 18;

    private static final byte NOT_PLAIN = -1;
    private static final int NOT_FLAT = -1;
    /** Up to here every integer is a double. */
    private static final long EXACT_DOUBLE = 1L << 53;

    /** Powers of ten that are doubles: a product or quotient with one is rounded once, and so is right. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private final TextCache texts = new TextCache();
    private final RecordLayout layout = new RecordLayout();
    private final Kind[] kinds = new Kind[MOST_FIELDS];
    private final long[] hashes = new long[MOST_FIELDS];
    private final int[] nameFrom = new int[MOST_FIELDS];
    private final int[] nameTo = new int[MOST_FIELDS];
    private final int[] valueFrom = new int[MOST_FIELDS];
    private final int[] valueTo = new int[MOST_FIELDS];
    /** Of a number: its digits without sign and point. */
    private final long[] digits = new long[MOST_FIELDS];
    /** Of a number: how many of its digits stand behind the point; {@link #NOT_PLAIN} if it has an exponent, or too many. */
    private final byte[] decimals = new byte[MOST_FIELDS];

    private byte[] bytes = {};
    private int fields;
    private int current;

    /** Finds the fields of a record. Returns false if it is not flat, or not JSON; then there is nothing to be asked for. */
    boolean read(byte[] record) {
        bytes = record;
        fields = 0;
        int at = skipSpace(record, 0);
        if (!isThere('{', record, at)) {
            return false;
        }
        int first = skipSpace(record, at + 1);
        if (isThere('}', record, first)) {
            return skipSpace(record, first + 1) == record.length;
        }
        long seen = 0;
        while (fields < MOST_FIELDS) {
            int known = layout.lengthIfSame(record, at, fields);
            if (known > 0) {
                hashes[fields] = layout.hash(fields);
                at += known;
            } else {
                at = readName(record, at, seen);
                if (at == NOT_FLAT) {
                    return false;
                }
            }
            seen |= bit(hashes[fields]);
            at = readValue(record, at);
            if (at == NOT_FLAT) {
                return false;
            }
            fields++;
            at = skipSpace(record, at);
            if (!isThere(',', record, at)) {
                return isThere('}', record, at) && skipSpace(record, at + 1) == record.length;
            }
        }
        return false;
    }

    int fields() {
        return fields;
    }

    /** Goes to a field: it is what all that follows is about. */
    void moveTo(int field) {
        current = field;
    }

    /** What the name of the field stands for in a table; {@link FieldTable#UNKNOWN} if it is not there. */
    int meaning(FieldTable table) {
        return layout.has(current)
                ? layout.meaning(table, current)
                : table.find(hashes[current], bytes, nameFrom[current], nameTo[current]);
    }

    @Override
    public Kind kind() {
        return kinds[current];
    }

    /** The value of the field as it stands in the record, without the quotes of a text. */
    String text() {
        return texts.get(bytes, valueFrom[current], valueTo[current]);
    }

    @Override
    public @Nullable String contextText() {
        Kind kind = kinds[current];
        if ((kind != Kind.TEXT && !kind.isNumber()) || length() == 0) {
            return null;
        }
        int from = valueFrom[current];
        return texts.get(bytes, from, from + Math.min(length(), TelemetryJson.MAX_TEXT_BYTES));
    }

    @Override
    public boolean isText(String word) {
        return kinds[current] == Kind.TEXT
                && length() == word.length()
                && TextCache.isSame(word, bytes, valueFrom[current]);
    }

    /** Whether the field is an integer that is short enough for {@link #integer}. */
    boolean isLong() {
        return kinds[current] == Kind.INTEGER && decimals[current] == 0;
    }

    /** An integer for which {@link #isLong} holds. */
    long integer() {
        return isNegative() ? -digits[current] : digits[current];
    }

    private boolean isNegative() {
        return bytes[valueFrom[current]] == '-';
    }

    @Override
    public double number() {
        if (isLong()) {
            return integer();
        }
        if (decimals[current] == NOT_PLAIN || digits[current] > EXACT_DOUBLE) {
            return Double.parseDouble(toString());
        }
        double number = digits[current] / TENS[decimals[current]];
        return isNegative() ? -number : number;
    }

    /** Of the field's value as it stands in the record, without the quotes of a text. */
    @Override
    public int length() {
        return valueTo[current] - valueFrom[current];
    }

    @Override
    public char charAt(int index) {
        return (char) bytes[valueFrom[current] + index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().subSequence(start, end);
    }

    @Override
    public String toString() {
        return new String(bytes, valueFrom[current], length(), StandardCharsets.US_ASCII);
    }

    // Each of these goes on from an index, and returns the one behind what it has read, or NOT_FLAT.

    /** From the brace or comma before the name to the value behind it. */
    private int readName(byte[] record, int from, long seen) {
        int quote = skipSpace(record, from + 1);
        if (!isThere('"', record, quote)) {
            return NOT_FLAT;
        }
        int end = Ascii.endOfText(record, quote + 1);
        if (end < 0) {
            return NOT_FLAT;
        }
        nameFrom[fields] = quote + 1;
        nameTo[fields] = end;
        hashes[fields] = Ascii.hash(record, quote + 1, end);
        int colon = skipSpace(record, end + 1);
        if (!isThere(':', record, colon) || ((seen & bit(hashes[fields])) != 0 && isRepeated())) {
            return NOT_FLAT;
        }
        int value = skipSpace(record, colon + 1);
        layout.put(record, from, quote + 1, end, value, fields, hashes[fields]);
        return value;
    }

    private static long bit(long hash) {
        return 1L << (hash >>> 58);
    }

    private boolean isRepeated() {
        for (int i = 0; i < fields; i++) {
            if (hashes[i] == hashes[fields]) {
                // The same name, or, once in an age, another one of the same hash: the JSON parser will tell.
                return true;
            }
        }
        return false;
    }

    private int readValue(byte[] record, int from) {
        if (from == record.length) {
            return NOT_FLAT;
        }
        valueFrom[fields] = from;
        return switch (record[from]) {
            case '"' -> readText(record, from + 1);
            case 't' -> readWord(Kind.TRUE, "true", record, from);
            case 'f' -> readWord(Kind.FALSE, "false", record, from);
            case 'n' -> readWord(Kind.NULL, "null", record, from);
            default -> readNumber(record, from);
        };
    }

    private int readText(byte[] record, int from) {
        int end = Ascii.endOfText(record, from);
        if (end < 0) {
            return NOT_FLAT;
        }
        valueFrom[fields] = from;
        valueTo[fields] = end;
        kinds[fields] = Kind.TEXT;
        return end + 1;
    }

    private int readWord(Kind kind, String word, byte[] record, int from) {
        if (record.length - from < word.length() || !TextCache.isSame(word, record, from)) {
            return NOT_FLAT;
        }
        valueTo[fields] = from + word.length();
        kinds[fields] = kind;
        return from + word.length();
    }

    private int readNumber(byte[] record, int from) {
        int first = record[from] == '-' ? from + 1 : from;
        long number = 0;
        int at = first;
        for (; at < record.length && isDigit(record[at]); at++) {
            number = number * 10 + (record[at] - '0');
        }
        if (at == first || (record[first] == '0' && at > first + 1)) {
            return NOT_FLAT;
        }
        int behindPoint = 0;
        Kind kind = Kind.INTEGER;
        if (isThere('.', record, at)) {
            int point = at++;
            for (; at < record.length && isDigit(record[at]); at++) {
                number = number * 10 + (record[at] - '0');
            }
            behindPoint = at - point - 1;
            if (behindPoint == 0) {
                return NOT_FLAT;
            }
            kind = Kind.DECIMAL;
        }
        // Of more digits than fit, what was summed up means nothing.
        boolean plain = at - first <= LONG_DIGITS;
        decimals[fields] = plain ? (byte) behindPoint : NOT_PLAIN;
        digits[fields] = number;
        if (isThere('e', record, at) || isThere('E', record, at)) {
            int sign = at + 1;
            int exponent = isThere('+', record, sign) || isThere('-', record, sign) ? sign + 1 : sign;
            at = skipDigits(record, exponent);
            if (at == exponent) {
                return NOT_FLAT;
            }
            kind = Kind.DECIMAL;
            decimals[fields] = NOT_PLAIN;
        }
        valueTo[fields] = at;
        kinds[fields] = kind;
        return at;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static int skipDigits(byte[] record, int from) {
        int at = from;
        while (at < record.length && isDigit(record[at])) {
            at++;
        }
        return at;
    }

    private static int skipSpace(byte[] record, int from) {
        int at = from;
        while (at < record.length
                && record[at] <= ' '
                && (record[at] == ' ' || record[at] == '\n' || record[at] == '\r' || record[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isThere(char expected, byte[] record, int at) {
        return at < record.length && record[at] == expected;
    }
}
