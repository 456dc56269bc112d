package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.Sample.Report;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of bad telemetry, a row each, and what becomes of it: a dead letter with its reason, byte for byte, or a sample
 * in which one signal is not a number. Finer points of each are in the tests of scanner and decoder.
 */
class BadTelemetryTest {

    private static final long ARRIVAL = 1783350482000L;
    private static final String GOOD = "{\"machine_id\":\"M\",\"timestamp\":1783350481000,\"sequence\":7,"
            + "\"operation\":\"milling\",\"process_phase\":\"roughing\",\"vibration_rms\":0.4}";
    private static final byte[] KEY = {'K', (byte) 0xff};
    private static final List<String> SIGNALS = List.of("vibration_rms");
    private static final List<String> UNITS = List.of("g");

    static Stream<Arguments> unusable() {
        return Stream.of(
                row("null value", null, "null_value"),
                row("empty", "", "malformed_json"),
                row("malformed", "no json", "malformed_json"),
                row("truncated", GOOD.substring(0, GOOD.length() / 2), "malformed_json"),
                row("truncated within a character", cut("{\"machine_id\":\"M\u00e9"), "malformed_json"),
                row("two objects", GOOD + GOOD, "malformed_json"),
                row("a list", "[" + GOOD + "]", "malformed_json"),
                row("a key twice", with("\"vibration_rms\":0.5"), "malformed_json"),
                row("a key twice, written differently", with("\"vibration\\u005frms\":0.5"), "malformed_json"),
                row("the machine twice", with("\"machine_id\":\"N\""), "malformed_json"),
                row("1,000 levels deep", with("\"a\":" + "[".repeat(1_000) + "]".repeat(1_000)), "too_deep"),
                row("1,000 levels deep and never closed", "{\"a\":".repeat(1_000), "too_deep"),
                row("as large as the topic allows", with("\"a\":\"" + "x".repeat(12 << 20) + '"'), "too_large"),
                row("noise as large as the topic allows", noise(12 << 20), "too_large"),
                row("ISO 8859-1", with("\"a\":\"\u00e9\"").getBytes(ISO_8859_1), "malformed_json"),
                row("UTF-16", GOOD.getBytes(UTF_16LE), "malformed_json"),
                row("UTF-32", GOOD.getBytes(Charset.forName("UTF-32BE")), "malformed_json"),
                row("bytes that are no text", noise(500), "malformed_json"),
                row("a zero byte", GOOD + '\u0000', "malformed_json"),
                row("no machine", GOOD.replace("\"machine_id\":\"M\",", ""), "missing_field"),
                row("no timestamp", GOOD.replace("\"timestamp\":1783350481000,", ""), "missing_field"),
                row("a machine of a wrong type", GOOD.replace("\"M\"", "7"), "bad_machine_id"),
                row("an empty machine", GOOD.replace("\"M\"", "\"\""), "bad_machine_id"),
                row("a machine id of 4 KB", GOOD.replace("\"M\"", '"' + "M".repeat(4_096) + '"'), "bad_machine_id"),
                row("control characters in the machine id", GOOD.replace("\"M\"", "\"M\\u001b[2J\""), "bad_machine_id"),
                row("a timestamp of a wrong type", GOOD.replace("1783350481000", "true"), "bad_timestamp"),
                row("a timestamp out of range", GOOD.replace("1783350481000", "-1"), "bad_timestamp"),
                row("a huge timestamp", GOOD.replace("1783350481000", "9".repeat(60_000)), "bad_timestamp"),
                row("NaN as timestamp", GOOD.replace("1783350481000", "NaN"), "bad_timestamp"),
                row(
                        "a timestamp without offset",
                        GOOD.replace("1783350481000", "\"2026-07-06T15:08:01\""),
                        "bad_timestamp"),
                row("a clock an hour ahead", GOOD.replace("1783350481000", "1783354081000"), "clock_lead"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void isADeadLetterByteForByteWithItsReason(String what, byte @Nullable [] value, String reason) {
        byte @Nullable [] before = value == null ? null : value.clone();

        DeadLetter letter = (DeadLetter) scan(value);

        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.key()).isSameAs(KEY);
        assertThat(letter.value()).isSameAs(value).isEqualTo(before);
        assertThat(letter.detail()).contains(";").hasSizeLessThan(1_000);
    }

    static Stream<Arguments> notANumber() {
        return Stream.of(
                Arguments.of("a wrong type", "true", Report.NOT_A_NUMBER),
                Arguments.of("a number as text", "\"0.4\"", Report.NOT_A_NUMBER),
                Arguments.of("an object", "{\"value\":0.4}", Report.NOT_A_NUMBER),
                Arguments.of("a list", "[0.4]", Report.NOT_A_NUMBER),
                Arguments.of("NaN as text", "\"NaN\"", Report.NOT_A_NUMBER),
                Arguments.of("Infinity as text", "\"-Infinity\"", Report.NOT_A_NUMBER),
                Arguments.of("NaN as a number", "NaN", Report.NOT_A_NUMBER),
                Arguments.of("Infinity as a number", "Infinity", Report.NOT_A_NUMBER),
                Arguments.of("a huge number", "1e400", Report.NOT_A_NUMBER),
                Arguments.of("a number of 60,000 digits", "9".repeat(60_000), Report.NOT_A_NUMBER),
                Arguments.of("a huge exponent", "1e-99999999999999999999", Report.NUMBER),
                Arguments.of("null", "null", Report.NULL),
                Arguments.of("unavailable", "\"UNAVAILABLE\"", Report.NULL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notANumber")
    void makesOneSignalUnusableAndNotTheSample(String what, String value, Report report) {
        Sample sample = decode(GOOD.replace("0.4", value));

        assertThat(sample.reports).containsExactly(report);
        assertThat(sample.values[0]).isIn(Double.NaN, 0.0);
        assertThat(sample.operation).isEqualTo("milling");
    }

    static Stream<Arguments> harmless() {
        return Stream.of(
                Arguments.of("a byte order mark", '\uFEFF' + GOOD),
                Arguments.of("unknown fields", with("\"anomaly_label\":\"none\",\"a\":{\"b\":[1,2,{\"c\":null}]}")),
                Arguments.of("a field name of 4 KB", with('"' + "n".repeat(4_096) + "\":1")),
                Arguments.of("a sequence that is none", GOOD.replace("\"sequence\":7", "\"sequence\":\"seven\"")),
                Arguments.of(
                        "context of a wrong type",
                        with("\"tool_id\":{\"number\":7},\"historical\":\"yes\",\"units\":7")),
                Arguments.of("units and qualities of nothing", with("\"units\":{\"x\":1},\"signal_quality\":[1]")),
                Arguments.of("a payload beside the sample", with("\"payload\":{\"vibration_rms\":9}")),
                Arguments.of("markup", with("\"part_id\":\"<script>alert(1)</script>\"")),
                Arguments.of("control characters in context", with("\"part_id\":\"a\\u0000\\u001b[2J\\n\"")),
                Arguments.of("half a character in context", with("\"part_id\":\"\\ud83d\"")),
                Arguments.of("4 KB of context", with("\"part_id\":\"" + "p".repeat(4_096) + '"')));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void isUsedForWhatItIs(String what, String value) {
        Sample sample = decode(value);

        assertThat(sample.reports).containsExactly(Report.NUMBER);
        assertThat(sample.values).containsExactly(0.4);
        assertThat(sample.processPhase).isEqualTo("roughing");
        assertThat(sample.historical).isFalse();
        assertThat(sample.toolId).isNull();
        if (sample.partId != null) {
            assertThat(sample.partId.getBytes(UTF_8).length).isLessThanOrEqualTo(128);
        }
    }

    private static Object scan(byte @Nullable [] value) {
        List<Object> answers = new ArrayList<>();
        new TelemetryScanner().scan(new RawRecord("t", 0, 1, ARRIVAL, KEY, value), answers::add, answers::add);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static Sample decode(String value) {
        Sample sample = new Sample();
        MachineRecord record = (MachineRecord) scan(value.getBytes(UTF_8));
        new TelemetryDecoder().decode(record, SIGNALS, UNITS, sample);
        return sample;
    }

    private static String with(String field) {
        return GOOD.substring(0, GOOD.length() - 1) + ',' + field + '}';
    }

    private static byte[] cut(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(1).nextBytes(noise);
        return noise;
    }

    private static Arguments row(String what, @Nullable Object value, String reason) {
        return Arguments.of(what, value instanceof String text ? text.getBytes(UTF_8) : value, reason);
    }
}
