package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.feedhold.kafka.Utf8;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damages good records at random: whatever comes in, the scanner gives exactly one answer, the same as a plain tree of the
 * record gives, and nothing throws.
 */
class TelemetryFuzzTest {

    private static final int RECORDS = 8_000;
    private static final long ARRIVAL = 1783350482000L;
    private static final List<String> SIGNALS = List.of("spindle_load_pct", "vibration_rms", "temperature_c");
    private static final List<String> UNITS = List.of("%", "g", "°C");

    private static final List<String> SEEDS = List.of(
            "{\"timestamp\":\"2026-07-06T15:08:01+00:00\",\"sequence\":1,\"machine_id\":\"SEAS-CNC-01\","
                    + "\"part_id\":\"BRACKET-6305\",\"process_phase\":\"warmup\",\"spindle_load_pct\":29.47,"
                    + "\"vibration_rms\":0.165,\"temperature_c\":null,\"expected_load_pct\":28.18}",
            "{\"machine_id\":\"M\", \"timestamp\" : 1783350481000,\"operation\":\"milling\",\"tool_id\":7,"
                    + "\"simulated\":true,\"historical\":false,\"feed_override_pct\":1.05e2,"
                    + "\"spindle_load_pct\":-0.0,\"expected_load_pct\":3,\"expected_spindle_load_pct\":12.5,"
                    + "\"vibration_rms\":\"UNAVAILABLE\",\"temperature_c\":123456789012345678}",
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
            "1E-7",
            "0.1",
            "9007199254740993.0",
            "\"UNAVAILABLE\"",
            "\"expected_load_pct\":",
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

    private static final ObjectMapper TREES = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(32).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRecordGetsExactlyOneAnswer(long seed) {
        fuzz(seed, RECORDS);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void everyOneOfAMillionRecordsGetsExactlyOneAnswer(long seed) {
        fuzz(seed, 250_000);
    }

    private static void fuzz(long seed, int records) {
        Random random = new Random(seed);
        TelemetryScanner scanner = new TelemetryScanner();
        TelemetryDecoder decoder = new TelemetryDecoder();
        TelemetryDecoder plainDecoder = new TelemetryDecoder(false);
        Sample sample = new Sample();
        Sample plainSample = new Sample();
        int usableRecords = 0;

        for (int i = 0; i < records; i++) {
            byte[] value = damaged(random);
            String what = "seed " + seed + ", record " + i + ": " + new String(value, UTF_8);
            List<MachineRecord> usable = new ArrayList<>();
            List<DeadLetter> unusable = new ArrayList<>();

            try {
                scanner.scan(new RawRecord("t", 0, i, ARRIVAL, null, value), usable::add, unusable::add);
                if (usable.size() + unusable.size() != 1) {
                    throw new AssertionError("not exactly one answer");
                }
                MachineRecord record = usable.isEmpty() ? null : usable.get(0);
                if (!Objects.equals(record, ofTree(value, i))) {
                    throw new AssertionError("a tree of it says " + ofTree(value, i) + ", the scanner "
                            + (record == null ? unusable : record));
                }
                MachineRecord any = record == null ? new MachineRecord("M", 5, 1, 5, 0, i, null, value) : record;
                decoder.decode(any, SIGNALS, UNITS, sample);
                if (record != null) {
                    plainDecoder.decode(any, SIGNALS, UNITS, plainSample);
                    if (!said(sample).equals(said(plainSample))) {
                        throw new AssertionError(
                                "decoded " + said(sample) + ", by the JSON parser " + said(plainSample));
                    }
                }
                if (record == null && unusable.get(0).value() != value) {
                    throw new AssertionError("the dead letter is not the record");
                }
                if (sample.timestamp != (record == null ? 5 : record.timestamp())) {
                    throw new AssertionError("the sample has another time");
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(what, e);
            }
            usableRecords += usable.size();
        }
        assertThat(usableRecords).isBetween(records / 100, records - 1);
    }

    /** All that a sample says, to the last bit of a number. */
    private static List<Object> said(Sample sample) {
        List<Object> said = new ArrayList<>(Arrays.asList(
                sample.timestamp,
                sample.simulated,
                sample.historical,
                sample.feedOverridePct,
                sample.partId,
                sample.operation,
                sample.processPhase,
                sample.program,
                sample.toolId,
                sample.execution,
                sample.gatewayId,
                sample.workOrder,
                sample.partRevision));
        for (int i = 0; i < SIGNALS.size(); i++) {
            said.add(sample.reports[i]);
            said.add(sample.values[i]);
            said.add(sample.expected[i]);
        }
        return said;
    }

    /** What a plain tree of the record says; null if it can't be used. */
    private static @Nullable MachineRecord ofTree(byte[] value, long offset) {
        JsonNode root;
        try {
            if (!Utf8.isText(value)) {
                return null;
            }
            root = TREES.readTree(value);
        } catch (IOException e) {
            return null;
        }
        if (!root.isObject()) {
            return null;
        }
        JsonNode sample =
                root.hasNonNull("machine_id") || !root.path("payload").isObject() ? root : root.path("payload");
        JsonNode machine = sample.path("machine_id");
        JsonNode time = sample.path("timestamp");
        JsonNode sequence = sample.path("sequence");
        long timestamp = EventTime.INVALID;
        if (time.isTextual()) {
            timestamp = EventTime.parse(time.textValue());
        } else if (time.isIntegralNumber() && time.canConvertToLong() && EventTime.isValid(time.longValue())) {
            timestamp = time.longValue();
        }
        boolean usable = machine.isTextual()
                && TelemetryJson.isMachineId(machine.textValue())
                && timestamp != EventTime.INVALID
                && timestamp - ARRIVAL <= 300_000;
        return !usable
                ? null
                : new MachineRecord(
                        machine.textValue(),
                        timestamp,
                        sequence.isIntegralNumber() && sequence.canConvertToLong()
                                ? sequence.longValue()
                                : MachineRecord.NO_SEQUENCE,
                        ARRIVAL,
                        0,
                        offset,
                        null,
                        value);
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
