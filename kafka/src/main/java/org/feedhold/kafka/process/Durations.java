package org.feedhold.kafka.process;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 200ms}, {@code 2s}, {@code 1.5s}, {@code 10m}, {@code 1h}. */
final class Durations {

    /** Returned for text that is no duration. */
    static final long INVALID = -1;

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?(ms|s|m|h)");

    private Durations() {}

    /** Milliseconds, or {@link #INVALID}; fractions of a millisecond are invalid. */
    static long parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return INVALID;
        }
        double millis = Double.parseDouble(matcher.group(1)) * millisPer(matcher.group(2));
        long rounded = Math.round(millis);
        return Math.abs(millis - rounded) < 1e-6 ? rounded : INVALID;
    }

    /** The shortest way to write it in whole units. */
    static String format(long millis) {
        for (String unit : new String[] {"h", "m", "s"}) {
            if (millis != 0 && millis % millisPer(unit) == 0) {
                return millis / millisPer(unit) + unit;
            }
        }
        return millis == 0 ? "0s" : millis + "ms";
    }

    private static long millisPer(String unit) {
        return switch (unit) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            case "s" -> 1000;
            default -> 1;
        };
    }
}
