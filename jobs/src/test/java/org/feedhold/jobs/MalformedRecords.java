package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Records that no machine should send, of every kind. */
final class MalformedRecords {

    private static final String GOOD =
            "{\"machine_id\":\"M\",\"timestamp\":\"2026-07-06T06:00:00Z\",\"operation\":\"milling\"}";
    private static final int TOO_LARGE = 70_000;
    private static final int TOO_DEEP = 100;

    private MalformedRecords() {}

    /**
     * One record and why it can't be used.
     *
     * @param value the record; null for a tombstone
     * @param reason reason of its dead letter
     */
    record Malformed(byte @Nullable [] value, String reason) {}

    /** A number of them, every kind equally often. */
    static List<Malformed> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Malformed> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(one(i, random));
        }
        return drawn;
    }

    private static Malformed one(int number, SplittableRandom random) {
        return switch (number % 16) {
            case 0 -> new Malformed(null, "null_value");
            case 1 -> new Malformed(new byte[0], "malformed_json");
            case 2 -> text("this is not JSON " + random.nextInt(), "malformed_json");
            case 3 -> text(GOOD.substring(0, random.nextInt(1, GOOD.length())), "malformed_json");
            case 4 -> text("[" + GOOD + "]", "malformed_json");
            case 5 -> text(GOOD + GOOD, "malformed_json");
            case 6 -> new Malformed(noise(random), "malformed_json");
            case 7 -> text(GOOD.replace("\"machine_id\":\"M\",", ""), "missing_field");
            case 8 -> text(GOOD.replace("\"timestamp\":\"2026-07-06T06:00:00Z\",", ""), "missing_field");
            case 9 -> text(GOOD.replace("2026-07-06T06:00:00Z", "yesterday"), "bad_timestamp");
            case 10 -> text(GOOD.replace("2026-07-06T06:00:00Z", "2026-02-30T06:00:00Z"), "bad_timestamp");
            case 11 -> text(GOOD.replace("\"M\"", "\"" + "M".repeat(129) + "\""), "bad_machine_id");
            case 12 -> text(GOOD.replace("\"M\"", "\"M\\u0007\""), "bad_machine_id");
            case 13 -> text(GOOD.replace("milling", "x".repeat(TOO_LARGE)), "too_large");
            case 14 -> text(GOOD.replace("\"milling\"", "[".repeat(TOO_DEEP) + "]".repeat(TOO_DEEP)), "too_deep");
            default -> text(GOOD.replace("2026-07-06T06", "2999-07-06T06"), "clock_lead");
        };
    }

    private static Malformed text(String text, String reason) {
        return new Malformed(text.getBytes(StandardCharsets.UTF_8), reason);
    }

    /** Bytes that are no UTF-8. */
    private static byte[] noise(SplittableRandom random) {
        byte[] noise = new byte[random.nextInt(1, 200)];
        random.nextBytes(noise);
        Arrays.fill(noise, 0, 1, (byte) 0xff);
        return noise;
    }
}
