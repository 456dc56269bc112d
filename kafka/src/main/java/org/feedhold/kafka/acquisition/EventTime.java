package org.feedhold.kafka.acquisition;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads points in time of the extended format of ISO-8601 with an offset: {@code 2026-07-06T15:08:01+00:00},
 * {@code 2026-07-06T15:08Z}, {@code 2026-07-06T17:08:01.25+0200}. A fixed layout is some thirty times as fast as the
 * JDK's formatter, and every telemetry record has one.
 */
public final class EventTime {

    /** Returned for text that is no such point in time, or one outside the years 1970 to 9999. */
    public static final long INVALID = Long.MIN_VALUE;

    private static final long LATEST = 253_402_300_799_999L;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final int MAX_OFFSET_MINUTES = 18 * 60;

    private EventTime() {}

    /** Whether an epoch millisecond lies in the years 1970 to 9999. */
    public static boolean isValid(long epochMillis) {
        return epochMillis >= 0 && epochMillis <= LATEST;
    }

    /** Epoch milliseconds, more digits cut off; {@link #INVALID} if {@code text} is not valid. */
    public static long parse(CharSequence text) {
        int length = text.length();
        if (length < 17
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':') {
            return INVALID;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 2);
        int day = digits(text, 8, 2);
        int hour = digits(text, 11, 2);
        int minute = digits(text, 14, 2);
        if (!isDate(year, month, day) || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return INVALID;
        }

        int second = 0;
        int millis = 0;
        int at = 16;
        if (text.charAt(at) == ':') {
            second = digits(text, at + 1, 2);
            if (second < 0 || second > 59) {
                return INVALID;
            }
            at += 3;
            if (at < length && text.charAt(at) == '.') {
                int end = endOfDigits(text, at + 1);
                if (end == at + 1) {
                    return INVALID;
                }
                millis = fraction(text, at + 1, end);
                at = end;
            }
        }
        int offsetMinutes = offsetMinutes(text, at);
        if (offsetMinutes == Integer.MIN_VALUE) {
            return INVALID;
        }
        long minutes = (LocalDate.of(year, month, day).toEpochDay() * 24 + hour) * 60 + minute - offsetMinutes;
        long epochMillis = minutes * MILLIS_PER_MINUTE + second * 1000L + millis;
        return isValid(epochMillis) ? epochMillis : INVALID;
    }

    private static boolean isDate(int year, int month, int day) {
        return year >= 1969
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= 31
                && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
    }

    /** Minutes of {@code Z}, {@code ±hh}, {@code ±hhmm} or {@code ±hh:mm}; {@code Integer.MIN_VALUE} if it is none. */
    private static int offsetMinutes(CharSequence text, int at) {
        int length = text.length();
        if (at >= length) {
            return Integer.MIN_VALUE;
        }
        char sign = text.charAt(at);
        if (sign == 'Z') {
            return at + 1 == length ? 0 : Integer.MIN_VALUE;
        }
        if (sign != '+' && sign != '-') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, 2);
        int minutes = 0;
        int left = length - (at + 3);
        if (left == 2) {
            minutes = digits(text, at + 3, 2);
        } else if (left == 3 && text.charAt(at + 3) == ':') {
            minutes = digits(text, at + 4, 2);
        } else if (left != 0) {
            return Integer.MIN_VALUE;
        }
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > MAX_OFFSET_MINUTES) {
            return Integer.MIN_VALUE;
        }
        return sign == '+' ? hours * 60 + minutes : -(hours * 60 + minutes);
    }

    private static int endOfDigits(CharSequence text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int fraction(CharSequence text, int from, int end) {
        int millis = 0;
        for (int i = from; i < from + 3; i++) {
            millis = millis * 10 + (i < end ? text.charAt(i) - '0' : 0);
        }
        return millis;
    }

    /** The number in {@code count} digits, or -1 if one is no digit or is missing. */
    private static int digits(CharSequence text, int from, int count) {
        if (from + count > text.length()) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < from + count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
