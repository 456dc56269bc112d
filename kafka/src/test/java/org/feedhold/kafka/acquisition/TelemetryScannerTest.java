package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryScannerTest {

    private static final long ARRIVAL = Instant.parse("2026-07-06T15:08:02Z").toEpochMilli();
    private static final byte[] KEY = "SEAS-CNC-01".getBytes(UTF_8);

    private final TelemetryScanner scanner = new TelemetryScanner();

    @Test
    void readsMachineTimeAndSequence() {
        byte[] value =
                bytes("{\"timestamp\":\"2026-07-06T15:08:01+00:00\",\"sequence\":7,\"machine_id\":\"SEAS-CNC-01\","
                        + "\"spindle_load_pct\":29.47,\"vibration_rms\":null}");

        MachineRecord record = usable(value);

        assertThat(record)
                .isEqualTo(new MachineRecord(
                        "SEAS-CNC-01",
                        Instant.parse("2026-07-06T15:08:01Z").toEpochMilli(),
                        7,
                        ARRIVAL,
                        3,
                        42,
                        KEY,
                        value));
    }

    @Test
    void readsEpochMilliseconds() {
        assertThat(usable("{\"machine_id\":\"M\",\"timestamp\":1783350481250}").timestamp())
                .isEqualTo(1783350481250L);
    }

    @Test
    void readsTheEnvelopeOfAGateway() {
        MachineRecord record = usable(
                "{\"timestamp\":1,\"topic\":\"factory/M/process\",\"qos\":1,\"payload\":"
                        + "{\"sequence\":9,\"machine_id\":\"M\",\"timestamp\":\"2026-07-06T15:08:01Z\",\"nested\":{\"a\":[1]}}}");

        assertThat(record.machineId()).isEqualTo("M");
        assertThat(record.sequence()).isEqualTo(9);
        assertThat(record.timestamp())
                .isEqualTo(Instant.parse("2026-07-06T15:08:01Z").toEpochMilli());
    }

    @Test
    void aRecordWithItsOwnMachineIsNoEnvelope() {
        assertThat(usable("{\"machine_id\":\"M\",\"timestamp\":5,\"payload\":{\"machine_id\":\"N\"}}")
                        .machineId())
                .isEqualTo("M");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "7.0", "null", "true", "[7]", "99999999999999999999", "123456789012345678901234"})
    void ignoresASequenceThatIsNoInteger(String sequence) {
        assertThat(usable("{\"machine_id\":\"M\",\"timestamp\":5,\"sequence\":" + sequence + "}")
                        .sequence())
                .isEqualTo(MachineRecord.NO_SEQUENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "[{\"machine_id\":\"M\",\"timestamp\":5}]",
                "{",
                "{\"machine_id\":\"M\",\"timestamp\":5",
                "{\"machine_id\":\"M\",\"timestamp\":5}}",
                "{\"machine_id\":\"M\",\"timestamp\":5} x",
                "{\"machine_id\":\"M\",\"timestamp\":5}{\"machine_id\":\"M\",\"timestamp\":5}",
                "{\"machine_id\":\"M\",\"timestamp\":5,}",
                "{\"machine_id\":\"M\",\"timestamp\":5,\"machine_id\":\"N\"}",
                "{\"machine_id\":\"M\",\"timestamp\":5,\"load\":1,\"load\":2}",
                "{\"machine_id\":\"M\",\"timestamp\":5,\"nested\":{\"a\":1,\"a\":2}}",
                "{\"payload\":{\"machine_id\":\"M\",\"timestamp\":5,\"load\":1,\"load\":2}}",
                "{'machine_id':'M','timestamp':5}",
                "{\"machine_id\":\"M\",\"timestamp\":5,\"load\":01}",
                "{\"machine_id\":\"M\",\"timestamp\":5,\"text\":\"tab\there\"}",
                "{\"machine_id\":\"M\" /* comment */,\"timestamp\":5}",
            })
    void refusesWhatIsNoWholeJsonObject(String text) {
        assertThat(refused(bytes(text)).reason()).isEqualTo("malformed_json");
    }

    @Test
    void refusesOtherEncodings() {
        String text = "{\"machine_id\":\"M\u00e9\",\"timestamp\":5}";

        assertThat(refused(text.getBytes(ISO_8859_1)).reason()).isEqualTo("malformed_json");
        assertThat(refused(text.getBytes(UTF_16LE)).reason()).isEqualTo("malformed_json");
        assertThat(refused(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'})
                        .reason())
                .isEqualTo("malformed_json");
    }

    @Test
    void refusesARecordWithoutValueButKeepsItsPlace() {
        DeadLetter letter = refused(null);

        assertThat(letter.reason()).isEqualTo("null_value");
        assertThat(letter.sourceTopic()).isEqualTo("feedhold.telemetry");
        assertThat(letter.sourcePartition()).isEqualTo(3);
        assertThat(letter.sourceOffset()).isEqualTo(42);
        assertThat(letter.key()).isEqualTo(KEY);
    }

    @Test
    void usesRecordsUpTo64KibibytesAndNoLarger() {
        String start = "{\"machine_id\":\"M\",\"timestamp\":5,\"note\":\"";
        String fits = start + "x".repeat(65_536 - start.length() - 2) + "\"}";

        assertThat(usable(fits).value()).hasSize(65_536);
        assertThat(refused(bytes(fits + " ")).reason()).isEqualTo("too_large");
    }

    @Test
    void refusesWhatIsNestedDeeperThan32() {
        String fits = "{\"machine_id\":\"M\",\"timestamp\":5,\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";
        String deeper = "{\"machine_id\":\"M\",\"timestamp\":5,\"a\":" + "[".repeat(32) + "]".repeat(32) + "}";

        assertThat(usable(fits)).isNotNull();
        assertThat(refused(bytes(deeper)).reason()).isEqualTo("too_deep");
        assertThat(refused(bytes("{\"a\":" + "[".repeat(60_000))).reason()).isEqualTo("too_deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\":5}",
                "{\"machine_id\":null,\"timestamp\":5}",
                "{\"machine_id\":\"M\"}",
                "{\"machine_id\":\"M\",\"timestamp\":null}",
                "{\"payload\":{\"machine_id\":\"M\"}}",
                "{\"payload\":{}}",
                "{}",
            })
    void refusesARecordWithoutMachineOrTime(String text) {
        assertThat(refused(bytes(text)).reason()).isEqualTo("missing_field");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"\"", "7", "true", "{}", "[\"M\"]", "\"a\\u0000b\"", "\"a\\nb\"", "\"\\u0085\"", "\"\\ud800\""
            })
    void refusesAMachineIdThatIsNone(String machineId) {
        assertThat(refused(bytes("{\"machine_id\":" + machineId + ",\"timestamp\":5}"))
                        .reason())
                .isEqualTo("bad_machine_id");
    }

    @Test
    void countsTheBytesOfAMachineId() {
        assertThat(usable("{\"machine_id\":\"" + "\u00fc".repeat(64) + "\",\"timestamp\":5}")
                        .machineId())
                .hasSize(64);
        assertThat(refused(bytes("{\"machine_id\":\"" + "\u00fc".repeat(64) + "x\",\"timestamp\":5}"))
                        .reason())
                .isEqualTo("bad_machine_id");
        assertThat(refused(bytes("{\"machine_id\":\"" + "x".repeat(129) + "\",\"timestamp\":5}"))
                        .reason())
                .isEqualTo("bad_machine_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"yesterday\"",
                "\"2026-07-06T15:08:01\"",
                "1783350481.25",
                "NaN",
                "-1",
                "253402300800000",
                "99999999999999999999",
                "true",
                "{}",
                "[5]",
            })
    void refusesATimestampThatIsNone(String timestamp) {
        assertThat(refused(bytes("{\"machine_id\":\"M\",\"timestamp\":" + timestamp + "}"))
                        .reason())
                .isEqualTo("bad_timestamp");
    }

    @Test
    void refusesAClockThatLeadsByMoreThanFiveMinutes() {
        assertThat(usable("{\"machine_id\":\"M\",\"timestamp\":" + (ARRIVAL + 300_000) + "}"))
                .isNotNull();

        DeadLetter letter = refused(bytes("{\"machine_id\":\"M\",\"timestamp\":" + (ARRIVAL + 300_001) + "}"));

        assertThat(letter.reason()).isEqualTo("clock_lead");
        assertThat(letter.detail()).contains("2026-07-06T15:13:02.001Z").contains("set the clock of M");
    }

    @Test
    void acceptsTheNotANumberThatManyWritersEmit() {
        assertThat(usable("{\"machine_id\":\"M\",\"timestamp\":5,\"load\":NaN,\"other\":-Infinity}"))
                .isNotNull();
    }

    private MachineRecord usable(String text) {
        return usable(bytes(text));
    }

    private MachineRecord usable(byte[] value) {
        List<MachineRecord> usable = new ArrayList<>();
        List<DeadLetter> unusable = new ArrayList<>();
        scanner.scan(raw(value), usable::add, unusable::add);
        assertThat(unusable).isEmpty();
        assertThat(usable).hasSize(1);
        return usable.get(0);
    }

    private DeadLetter refused(byte[] value) {
        List<MachineRecord> usable = new ArrayList<>();
        List<DeadLetter> unusable = new ArrayList<>();
        scanner.scan(raw(value), usable::add, unusable::add);
        assertThat(usable).isEmpty();
        assertThat(unusable).hasSize(1);
        DeadLetter letter = unusable.get(0);
        assertThat(letter.value()).isSameAs(value);
        assertThat(letter.detail()).isNotBlank().contains(";");
        return letter;
    }

    private static RawRecord raw(byte[] value) {
        return new RawRecord("feedhold.telemetry", 3, 42, ARRIVAL, KEY, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
