package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.Sample.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryDecoderTest {

    private static final List<String> SIGNALS = List.of("spindle_load_pct", "vibration_rms", "temperature_c");
    private static final List<String> UNITS = List.of("%", "g", "°C");

    private final TelemetryDecoder decoder = new TelemetryDecoder();

    @Test
    void readsTheSampleOfTheReferenceMachine() {
        Sample sample = decode("{\"timestamp\":\"2026-07-06T15:08:01+00:00\",\"sequence\":1,"
                + "\"topic\":\"factory/SEAS-CNC-01/process\",\"machine_id\":\"SEAS-CNC-01\",\"part_id\":\"BRACKET-6305\","
                + "\"operation\":\"adaptive_cnc_milling\",\"process_phase\":\"warmup\",\"spindle_speed_rpm\":4500,"
                + "\"spindle_load_pct\":29.47,\"vibration_rms\":0.165,\"temperature_c\":28.79,"
                + "\"expected_load_pct\":28.18,\"expected_temperature_c\":28.12,\"anomaly_label\":\"none\"}");

        assertThat(sample.timestamp).isEqualTo(77);
        assertThat(sample.partId).isEqualTo("BRACKET-6305");
        assertThat(sample.operation).isEqualTo("adaptive_cnc_milling");
        assertThat(sample.processPhase).isEqualTo("warmup");
        assertThat(sample.execution).isNull();
        assertThat(sample.simulated).isFalse();
        assertThat(sample.historical).isFalse();
        assertThat(sample.reports).containsOnly(Report.NUMBER);
        assertThat(sample.values).containsExactly(29.47, 0.165, 28.79);
        assertThat(sample.expected).containsExactly(28.18, Double.NaN, 28.12);
    }

    @Test
    void readsAllContext() {
        Sample sample = decode("{\"machine_id\":\"M\",\"program\":\"O1000\",\"tool_id\":12,\"execution\":\"READY\","
                + "\"gateway_id\":\"G1\",\"work_order\":\"WO-1041\",\"part_revision\":\"C\","
                + "\"feed_override_pct\":80,\"historical\":true,\"simulated\":true}");

        assertThat(sample.program).isEqualTo("O1000");
        assertThat(sample.toolId).isEqualTo("12");
        assertThat(sample.execution).isEqualTo("READY");
        assertThat(sample.gatewayId).isEqualTo("G1");
        assertThat(sample.workOrder).isEqualTo("WO-1041");
        assertThat(sample.partRevision).isEqualTo("C");
        assertThat(sample.feedOverridePct).isEqualTo(80);
        assertThat(sample.historical).isTrue();
        assertThat(sample.simulated).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "0.4 | NUMBER",
                "0 | NUMBER",
                "-1.5e-3 | NUMBER",
                "null | NULL",
                "\"UNAVAILABLE\" | NULL",
                "\"NaN\" | NOT_A_NUMBER",
                "\"Infinity\" | NOT_A_NUMBER",
                "NaN | NOT_A_NUMBER",
                "-Infinity | NOT_A_NUMBER",
                "1e999 | NOT_A_NUMBER",
                "\"0.4\" | NOT_A_NUMBER",
                "\"\" | NOT_A_NUMBER",
                "true | NOT_A_NUMBER",
                "{\"value\":0.4} | NOT_A_NUMBER",
                "[0.4] | NOT_A_NUMBER",
            })
    void tellsWhatASourceReports(String json, Report expected) {
        Sample sample = decode("{\"machine_id\":\"M\",\"vibration_rms\":" + json + ",\"temperature_c\":31}");

        assertThat(sample.reports).containsExactly(Report.ABSENT, expected, Report.NUMBER);
        assertThat(sample.values[1]).matches(v -> Double.isNaN(v) == (expected != Report.NUMBER));
    }

    @Test
    void aVeryLongNumberIsReadAsTheNumberItIs() {
        Sample sample = decode("{\"machine_id\":\"M\",\"vibration_rms\":0.5" + "0".repeat(50_000)
                + ",\"temperature_c\":" + "9".repeat(10_000) + "}");

        assertThat(sample.values[1]).isEqualTo(0.5);
        assertThat(sample.reports[2]).isEqualTo(Report.NOT_A_NUMBER);
    }

    @Test
    void aSignalInAnotherUnitThanTheCataloguesIsNotConverted() {
        Sample sample = decode("{\"machine_id\":\"M\",\"units\":{\"vibration_rms\":\"mm/s\",\"temperature_c\":\"°C\","
                + "\"unknown\":\"bar\",\"spindle_load_pct\":null},"
                + "\"spindle_load_pct\":30,\"vibration_rms\":0.4,\"temperature_c\":31}");

        assertThat(sample.reports).containsExactly(Report.NUMBER, Report.WRONG_UNIT, Report.NUMBER);
    }

    @Test
    void takesTheSourcesWordForItsQuality() {
        Sample sample =
                decode("{\"machine_id\":\"M\",\"spindle_load_pct\":30,\"vibration_rms\":0.4,\"temperature_c\":31,"
                        + "\"signal_quality\":{\"spindle_load_pct\":\"good\",\"vibration_rms\":\"uncertain\","
                        + "\"temperature_c\":\"bad\"}}");

        assertThat(sample.reports).containsExactly(Report.NUMBER, Report.UNCERTAIN, Report.BAD);
        assertThat(sample.values).containsExactly(30, 0.4, 31);
    }

    @Test
    void aQualityWordThatNobodyKnowsIsNotGood() {
        Sample sample = decode(
                "{\"machine_id\":\"M\",\"vibration_rms\":0.4,\"signal_quality\":{\"vibration_rms\":\"simulated\"}}");

        assertThat(sample.reports[1]).isEqualTo(Report.UNCERTAIN);
    }

    @Test
    void theFullNameOfAnExpectedValueWins() {
        assertThat(decode("{\"machine_id\":\"M\",\"expected_load_pct\":1,\"expected_spindle_load_pct\":2}").expected[0])
                .isEqualTo(2);
        assertThat(decode("{\"machine_id\":\"M\",\"expected_spindle_load_pct\":2,\"expected_load_pct\":1}").expected[0])
                .isEqualTo(2);
    }

    @Test
    void readsThePayloadOfAnEnvelopeAndNothingBesideIt() {
        Sample sample = decode("{\"vibration_rms\":9,\"part_id\":\"outside\",\"payload\":{\"machine_id\":\"M\","
                + "\"vibration_rms\":0.4},\"temperature_c\":99}");

        assertThat(sample.partId).isNull();
        assertThat(sample.reports).containsExactly(Report.ABSENT, Report.NUMBER, Report.ABSENT);
        assertThat(sample.values[1]).isEqualTo(0.4);
    }

    @Test
    void cutsContextAt128BytesBetweenCharacters() {
        assertThat(decode("{\"machine_id\":\"M\",\"part_id\":\"" + "x".repeat(200) + "\"}").partId)
                .hasSize(128);
        assertThat(decode("{\"machine_id\":\"M\",\"part_id\":\"x" + "€".repeat(60) + "\"}").partId)
                .isEqualTo("x" + "€".repeat(42));
        assertThat(decode("{\"machine_id\":\"M\",\"part_id\":\"x" + "\uD83D\uDD27".repeat(40) + "\"}").partId)
                .isEqualTo("x" + "\uD83D\uDD27".repeat(31));
    }

    @Test
    void forgetsTheSampleBefore() {
        Sample sample = new Sample();
        decoder.decode(record("{\"machine_id\":\"M\",\"part_id\":\"P\",\"vibration_rms\":1}"), SIGNALS, UNITS, sample);

        decoder.decode(record("{\"machine_id\":\"M\"}"), SIGNALS, UNITS, sample);

        assertThat(sample.partId).isNull();
        assertThat(sample.reports).containsOnly(Report.ABSENT);
    }

    @Test
    void worksUnderSeveralCataloguesInTurn() {
        MachineRecord record = record("{\"machine_id\":\"M\",\"vibration_rms\":1,\"feed_mm_rev\":0.3}");
        Sample sample = new Sample();
        for (int i = 0; i < 600; i++) {
            List<String> signals = List.of("feed_mm_rev");

            decoder.decode(record, signals, List.of("mm/rev"), sample);

            assertThat(sample.values).containsExactly(0.3);
        }
        decoder.decode(record, SIGNALS, UNITS, sample);
        assertThat(sample.values[1]).isEqualTo(1);
    }

    private Sample decode(String text) {
        Sample sample = new Sample();
        decoder.decode(record(text), SIGNALS, UNITS, sample);
        return sample;
    }

    private static MachineRecord record(String text) {
        return new MachineRecord("M", 77, MachineRecord.NO_SEQUENCE, 80, 0, 0, null, text.getBytes(UTF_8));
    }
}
