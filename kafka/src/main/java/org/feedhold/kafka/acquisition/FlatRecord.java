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
    /** Up to here every integer is a double. */
    private static final long EXACT_DOUBLE = 1L << 53;

    /** Powers of ten that are doubles: a product or quotient with one is rounded once, and so is right. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17
    };

    private final TextCache texts = new TextCache();
    private final Kind[] kinds = new Kind[MOST_FIELDS];
    private final long[] hashes = new long[MOST_FIELDS];
    private final int[] nameFrom = new int[MOST_FIELDS];
    private final int[] nameTo = new int[MOST_FIELDS];
    private final int[] valueFrom = new int[MOST_FIELDS];
    private final int[] valueTo = new int[MOST_FIELDS];
    private byte[] bytes = {};
    private int fields;
    private int current;
    private int at;

    /** Finds the fields of a record. Returns false if it is not flat, or not JSON; then there is nothing to be asked for. */
    boolean read(byte[] record) {
        bytes = record;
        fields = 0;
        at = 0;
        if (!skip('{')) {
            return false;
        }
        if (skip('}')) {
            return isAtEnd();
        }
        long seen = 0;
        do {
            if (fields == MOST_FIELDS || !readName() || !skip(':') || !readValue()) {
                return false;
            }
            long bit = 1L << (hashes[fields] >>> 58);
            if ((seen & bit) != 0 && isRepeated()) {
                return false;
            }
            seen |= bit;
            fields++;
        } while (skip(','));
        return skip('}') && isAtEnd();
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
        return table.find(hashes[current], bytes, nameFrom[current], nameTo[current]);
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
        return kinds[current] == Kind.INTEGER && length() <= LONG_DIGITS;
    }

    /** An integer for which {@link #isLong} holds. */
    long integer() {
        int i = valueFrom[current];
        boolean negative = bytes[i] == '-';
        long number = 0;
        for (i = negative ? i + 1 : i; i < valueTo[current]; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return negative ? -number : number;
    }

    @Override
    public double number() {
        if (isLong()) {
            return integer();
        }
        int end = valueTo[current];
        int i = valueFrom[current];
        boolean negative = bytes[i] == '-';
        i = negative ? i + 1 : i;
        long digits = 0;
        int decimals = 0;
        boolean fraction = false;
        if (end - i <= LONG_DIGITS) {
            for (; i < end; i++) {
                byte c = bytes[i];
                if (c == '.') {
                    fraction = true;
                } else if (c >= '0' && c <= '9') {
                    digits = digits * 10 + (c - '0');
                    decimals += fraction ? 1 : 0;
                } else {
                    break;
                }
            }
        }
        if (i < end || digits > EXACT_DOUBLE) {
            return Double.parseDouble(
                    new String(bytes, valueFrom[current], end - valueFrom[current], StandardCharsets.US_ASCII));
        }
        double number = digits / TENS[decimals];
        return negative ? -number : number;
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

    private boolean readName() {
        if (!skip('"')) {
            return false;
        }
        nameFrom[fields] = at;
        long hash = 0;
        for (; at < bytes.length; at++) {
            byte c = bytes[at];
            if (c == '"') {
                nameTo[fields] = at++;
                hashes[fields] = FieldTable.spread(hash);
                return true;
            }
            if (!isPlain(c)) {
                return false;
            }
            hash = FieldTable.hash(hash, c);
        }
        return false;
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

    private boolean readValue() {
        skipSpace();
        if (at == bytes.length) {
            return false;
        }
        valueFrom[fields] = at;
        return switch (bytes[at]) {
            case '"' -> readText();
            case 't' -> readWord(Kind.TRUE, "true");
            case 'f' -> readWord(Kind.FALSE, "false");
            case 'n' -> readWord(Kind.NULL, "null");
            default -> readNumber();
        };
    }

    private boolean readText() {
        valueFrom[fields] = ++at;
        for (; at < bytes.length; at++) {
            byte c = bytes[at];
            if (c == '"') {
                valueTo[fields] = at++;
                kinds[fields] = Kind.TEXT;
                return true;
            }
            if (!isPlain(c)) {
                return false;
            }
        }
        return false;
    }

    private boolean readWord(Kind kind, String word) {
        if (bytes.length - at < word.length() || !TextCache.isSame(word, bytes, at)) {
            return false;
        }
        at += word.length();
        valueTo[fields] = at;
        kinds[fields] = kind;
        return true;
    }

    private boolean readNumber() {
        if (bytes[at] == '-') {
            at++;
        }
        if (at < bytes.length && bytes[at] == '0') {
            at++;
        } else if (!skipDigits()) {
            return false;
        }
        Kind kind = Kind.INTEGER;
        if (at < bytes.length && bytes[at] == '.') {
            at++;
            kind = Kind.DECIMAL;
            if (!skipDigits()) {
                return false;
            }
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            kind = Kind.DECIMAL;
            if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            if (!skipDigits()) {
                return false;
            }
        }
        valueTo[fields] = at;
        kinds[fields] = kind;
        return true;
    }

    /** Returns false if there is none. */
    private boolean skipDigits() {
        int from = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > from;
    }

    /** Goes over white space and a byte; returns false if another one is there. */
    private boolean skip(char expected) {
        skipSpace();
        if (at < bytes.length && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == bytes.length;
    }

    /** ASCII that stands for itself in a JSON string: bytes of longer characters are negative. */
    private static boolean isPlain(byte c) {
        return c >= ' ' && c != '\\';
    }
}
