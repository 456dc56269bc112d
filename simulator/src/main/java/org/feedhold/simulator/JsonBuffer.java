package org.feedhold.simulator;

import java.time.LocalDate;
import java.util.Arrays;

/** Reused bytes into which one record is written. Numbers have a fixed count of digits after the point. */
final class JsonBuffer {

    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long[] POWERS = {1, 10, 100, 1000, 10_000};

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void raw(byte[] utf8) {
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** Text of ASCII characters that need no escape. */
    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void integer(long value) {
        if (value < 0) {
            ascii("-");
        }
        digits(Math.abs(value), 1);
    }

    void decimal(double value, int decimals) {
        long scaled = Math.round(Math.abs(value) * POWERS[decimals]);
        if (value < 0 && scaled > 0) {
            ascii("-");
        }
        digits(scaled / POWERS[decimals], 1);
        if (decimals > 0) {
            ascii(".");
            digits(scaled % POWERS[decimals], decimals);
        }
    }

    /** ISO-8601 in UTC with milliseconds and Z, for years 0 to 9999. */
    void timestamp(long epochMillis) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, MILLIS_PER_DAY));
        int millis = (int) Math.floorMod(epochMillis, MILLIS_PER_DAY);
        digits(date.getYear(), 4);
        ascii("-");
        digits(date.getMonthValue(), 2);
        ascii("-");
        digits(date.getDayOfMonth(), 2);
        ascii("T");
        digits(millis / 3_600_000, 2);
        ascii(":");
        digits(millis / 60_000 % 60, 2);
        ascii(":");
        digits(millis / 1000 % 60, 2);
        ascii(".");
        digits(millis % 1000, 3);
        ascii("Z");
    }

    private void digits(long value, int atLeast) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        count = Math.max(count, atLeast);
        reserve(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
