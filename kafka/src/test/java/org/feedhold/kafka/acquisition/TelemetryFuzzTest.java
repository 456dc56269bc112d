package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages good records at random: whatever comes in, the scanner gives exactly one answer and nothing throws. */
class TelemetryFuzzTest {

    private static final int RECORDS = 8_000;
    private static final List<String> SIGNALS = List.of("spindle_load_pct", "vibration_rms", "temperature_c");
    private static final List<String> UNITS = List.of("%", "g", "°C");

    private static final List<String> SEEDS = List.of(
            "{\"timestamp\":\"2026-07-06T15:08:01+00:00\",\"sequence\":1,\"machine_id\":\"SEAS-CNC-01\","
                    + "\"part_id\":\"BRACKET-6305\",\"process_phase\":\"warmup\",\"spindle_load_pct\":29.47,"
                    + "\"vibration_rms\":0.165,\"temperature_c\":null,\"expected_load_pct\":28.18}",
            "{\"topic\":\"factory/M/process\",\"payload\":{\"machine_id\":\"M\",\"timestamp\":1783350481000,"
                    + "\"units\":{\"vibration_rms\":\"mm/s\"},\"signal_quality\":{\"temperature_c\":\"bad\"},"
                    + "\"temperature_c\":31,\"vibration_rms\":\"NaN\"}}",
            "{\"machine_id\":\"Dreh\u00fcbung-\uD83D\uDD27\",\"timestamp\":5,\"spindle_load_pct\":NaN,\"a\":[[{\"b\":{}}]]}");

    private static final List<String> FRAGMENTS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "true",
            "NaN",
            "-Infinity",
            "1e999",
            "-",
            "0",
            "\\u0000",
            "\\ud800",
            "\"machine_id\":",
            "\"timestamp\":",
            "\"payload\":{",
            "\"units\":",
            "\"signal_quality\":",
            "\"vibration_rms\":",
            "99999999999999999999",
            "\u0000",
            "\uFEFF",
            "//",
            "\\",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRecordGetsExactlyOneAnswer(long seed) {
        Random random = new Random(seed);
        TelemetryScanner scanner = new TelemetryScanner();
        TelemetryDecoder decoder = new TelemetryDecoder();
        Sample sample = new Sample();
        int usableRecords = 0;

        for (int i = 0; i < RECORDS; i++) {
            byte[] value = damaged(random);
            List<MachineRecord> usable = new ArrayList<>();
            List<DeadLetter> unusable = new ArrayList<>();

            scanner.scan(new RawRecord("t", 0, i, 1783350482000L, null, value), usable::add, unusable::add);

            if (usable.size() + unusable.size() != 1) {
                throw new AssertionError("not exactly one answer to " + new String(value, UTF_8));
            }
            MachineRecord record =
                    usable.isEmpty() ? new MachineRecord("M", 5, 1, 5, 0, i, null, value) : usable.get(0);
            decoder.decode(record, SIGNALS, UNITS, sample);
            assertThat(sample.timestamp).isEqualTo(record.timestamp());
            usableRecords += usable.size();
        }

        assertThat(usableRecords).isBetween(RECORDS / 100, RECORDS - 1);
    }

    private static byte[] damaged(Random random) {
        byte[] value = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(UTF_8);
        int wounds = random.nextInt(4);
        for (int i = 0; i < wounds; i++) {
            value = wounded(value, random);
        }
        return value;
    }

    private static byte[] wounded(byte[] value, Random random) {
        int from = random.nextInt(value.length + 1);
        int to = Math.min(value.length, from + random.nextInt(8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(value, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> out.write(value, to, value.length - to);
            case 1 -> {
                out.writeBytes(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())).getBytes(UTF_8));
                out.write(value, from, value.length - from);
            }
            case 2 -> {
                out.write(random.nextInt(256));
                out.write(value, Math.min(value.length, from + 1), Math.max(0, value.length - from - 1));
            }
            case 3 -> {
                out.write(value, from, to - from);
                out.write(value, from, value.length - from);
            }
            default -> {
                // Cut off here.
            }
        }
        return out.toByteArray();
    }
}
