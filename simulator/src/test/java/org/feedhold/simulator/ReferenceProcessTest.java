package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.junit.jupiter.api.Test;

final class ReferenceProcessTest {

    private static final int RUNS = 100;
    private static final List<SimulatedRun> SOUND =
            SimulatedRuns.generate(SimulatedRuns.settings(RUNS, 20).build(), 180);
    private static final SimulatedRun FIRST = Records.run(SimulationSettings.builder(), 400);

    @Test
    void aRecordCarriesTheContextOfTheContract() {
        JsonNode record = Records.telemetry(FIRST.samples().get(0));

        assertThat(record.path("timestamp").textValue()).isEqualTo("2026-07-06T06:00:00.000Z");
        assertThat(record.path("sequence").intValue()).isEqualTo(1);
        assertThat(record.path("topic").textValue()).isEqualTo("factory/SEAS-CNC-01/process");
        assertThat(record.path("machine_id").textValue()).isEqualTo("SEAS-CNC-01");
        assertThat(record.path("part_id").textValue()).isEqualTo("BRACKET-6305");
        assertThat(record.path("work_order").textValue()).isEqualTo("WO-1041");
        assertThat(record.path("operation").textValue()).isEqualTo("adaptive_cnc_milling");
        assertThat(record.path("process_phase").textValue()).isEqualTo("warmup");
        assertThat(record.path("tool_id").textValue()).isEqualTo("T01-1");
        assertThat(record.path("execution").textValue()).isEqualTo("ACTIVE");
        assertThat(record.path("simulated").booleanValue()).isTrue();
    }

    @Test
    void phasesFollowEachOtherAndThenComesTheNextPart() {
        List<String> changes = new ArrayList<>();
        String last = "";
        for (SimulatedSample sample : FIRST.samples()) {
            JsonNode record = Records.telemetry(sample);
            String now = record.path("part_id").textValue() + " "
                    + record.path("process_phase").textValue();
            assertThat(sample.processPhase())
                    .isEqualTo(record.path("process_phase").textValue());
            if (!now.equals(last)) {
                changes.add(record.path("sequence").intValue() - 1 + " " + now);
            }
            last = now;
        }

        assertThat(changes)
                .containsExactly(
                        "0 BRACKET-6305 warmup",
                        "28 BRACKET-6305 roughing",
                        "100 BRACKET-6305 finishing",
                        "156 BRACKET-6305 inspection",
                        "180 BRACKET-6306 warmup",
                        "208 BRACKET-6306 roughing",
                        "280 BRACKET-6306 finishing",
                        "336 BRACKET-6306 inspection",
                        "360 BRACKET-6307 warmup",
                        "388 BRACKET-6307 roughing");
    }

    @Test
    void timestampsAndSequenceRunOnWithoutAGap() {
        for (int n = 0; n < FIRST.samples().size(); n++) {
            assertThat(FIRST.samples().get(n).timestampMillis())
                    .isEqualTo(SimulationSettings.DEFAULT_START_MILLIS + 2000L * n);
            assertThat(Records.telemetry(FIRST.samples().get(n))
                            .path("sequence")
                            .intValue())
                    .isEqualTo(n + 1);
        }
    }

    @Test
    void expectedValuesAreTheNominalOnes() {
        for (int n = 0; n < 180; n++) {
            SimulatedSample sample = FIRST.samples().get(n);
            assertThat(Records.signal(sample, "expected_load_pct")).isCloseTo(load(n), within(0.0051));
            assertThat(Records.signal(sample, "expected_temperature_c")).isCloseTo(temperature(n), within(0.0051));
        }
    }

    @Test
    void expectedValuesCanBeLeftOutAndNothingElseChanges() {
        SimulatedRun without = Records.run(SimulationSettings.builder().withExpected(false), 400);

        for (int n = 0; n < 400; n++) {
            JsonNode bare = Records.telemetry(without.samples().get(n));
            JsonNode full = Records.telemetry(FIRST.samples().get(n));
            ((ObjectNode) full).remove(List.of("expected_load_pct", "expected_temperature_c"));
            assertThat(bare).isEqualTo(full);
        }
    }

    @Test
    void signalsSpreadAroundTheNominalValuesAsTheProcessSays() {
        Map<String, Spread> spreads = new HashMap<>();
        for (SimulatedRun run : SOUND) {
            for (int n = 0; n < 180; n++) {
                JsonNode record = Records.telemetry(run.samples().get(n));
                int at = n;
                Map<String, Double> nominal = Map.of(
                        "spindle_load_pct", load(at),
                        "temperature_c", temperature(at),
                        "vibration_rms", phase(at, 0.18, 0.42, 0.28, 0.12),
                        "spindle_speed_rpm", phase(at, 4500, 7800, 9200, 2500),
                        "feed_rate_mm_min", phase(at, 340, 820, 520, 140),
                        "tool_wear_pct", 4 + 0.18 * at,
                        "pressure_bar", 6.0);
                nominal.forEach((signal, value) -> spreads.computeIfAbsent(
                                phase(at, "warmup", "roughing", "finishing", "inspection") + " " + signal,
                                key -> new Spread())
                        .add(record.path(signal).doubleValue() - value));
            }
        }

        Map<String, Double> deviations = Map.of("spindle_load_pct", 2.2, "temperature_c", 0.75, "tool_wear_pct", 0.45);
        spreads.forEach((key, spread) -> {
            String signal = key.substring(key.indexOf(' ') + 1);
            assertThat(spread.mean())
                    .as("mean of " + key)
                    .isCloseTo(0, within(4.5 * spread.deviation() / Math.sqrt(spread.count())));
            if (deviations.containsKey(signal)) {
                assertThat(spread.deviation())
                        .as("deviation of " + key)
                        .isCloseTo(deviations.get(signal), within(0.08));
            }
        });
        assertThat(spreads.get("roughing vibration_rms").deviation()).isCloseTo(0.04, within(0.002));
        assertThat(spreads.get("roughing spindle_speed_rpm").deviation() / 7800).isCloseTo(0.005, within(0.0005));
        assertThat(spreads.get("roughing feed_rate_mm_min").deviation() / 820).isCloseTo(0.01, within(0.001));
    }

    @Test
    void feedStaysWithinItsWindowVibrationAboveItsFloorAndWearBelowItsTop() {
        for (SimulatedRun run : SOUND) {
            for (int n = 0; n < 180; n++) {
                SimulatedSample sample = run.samples().get(n);
                assertThat(Records.signal(sample, "feed_rate_mm_min"))
                        .isBetween(phase(n, 240.0, 650.0, 410.0, 90.0), phase(n, 460.0, 980.0, 660.0, 220.0));
                assertThat(Records.signal(sample, "vibration_rms")).isGreaterThanOrEqualTo(0.01);
            }
        }
        for (SimulatedSample sample :
                Records.run(SimulationSettings.builder(), 900).samples()) {
            assertThat(Records.signal(sample, "tool_wear_pct")).isBetween(0.0, 98.0);
        }
    }

    @Test
    void noSoundSignalRepeatsItselfForLong() {
        for (String signal : List.of(
                "spindle_load_pct", "vibration_rms", "temperature_c", "feed_rate_mm_min", "spindle_speed_rpm")) {
            for (SimulatedRun run : SOUND) {
                int same = 0;
                double last = Double.NaN;
                for (SimulatedSample sample : run.samples()) {
                    double value = Records.signal(sample, signal);
                    same = value == last ? same + 1 : 0;
                    last = value;
                    assertThat(same).as(signal).isLessThan(3);
                }
            }
        }
    }

    @Test
    void thePlannedToolChangeBringsANewToolWithoutWear() {
        SimulatedRun run =
                Records.run(SimulationSettings.builder().wear(new SimulationSettings.Wear(4, 0.18, 2)), 181 + 360);

        assertThat(Records.telemetry(run.samples().get(359)).path("tool_id").textValue())
                .isEqualTo("T01-1");
        assertThat(Records.signal(run.samples().get(359), "tool_wear_pct")).isGreaterThan(60);
        assertThat(Records.telemetry(run.samples().get(360)).path("tool_id").textValue())
                .isEqualTo("T01-2");
        assertThat(Records.signal(run.samples().get(360), "tool_wear_pct")).isLessThan(7);
    }

    @Test
    void equalSettingsGiveEqualBytesAndAnotherSeedGivesOthers() {
        List<SimulatedRun> again =
                SimulatedRuns.generate(SimulatedRuns.settings(RUNS, 20).build(), 180);
        List<SimulatedRun> others =
                SimulatedRuns.generate(SimulatedRuns.settings(RUNS, 21).build(), 180);

        Set<String> different = new HashSet<>();
        for (int run = 0; run < RUNS; run++) {
            for (int n = 0; n < 180; n++) {
                byte[] first = SOUND.get(run).samples().get(n).telemetry();
                assertThat(again.get(run).samples().get(n).telemetry()).isEqualTo(first);
                assertThat(others.get(run).samples().get(n).telemetry()).isNotEqualTo(first);
            }
            different.add(signals(SOUND.get(run)));
        }
        assertThat(different).hasSize(RUNS);
    }

    @Test
    void noTwoMachinesMakeTheSamePart() {
        Set<String> parts = new HashSet<>();
        for (SimulatedRun run :
                SimulatedRuns.generate(SimulationSettings.builder().machines(3).build(), 540)) {
            for (SimulatedSample sample : run.samples()) {
                if (sample.inspection() != null) {
                    assertThat(parts.add(sample.inspection().partId())).isTrue();
                }
            }
        }
        assertThat(parts).hasSize(9);
    }

    @Test
    void idsThatNeedEscapesStayIntact() {
        String id = "Fräse \"7\" \\ 北";
        SimulatedRun run =
                Records.run(SimulationSettings.builder().machineIds(List.of(id)).gatewayIds(List.of("gate\"way")), 1);

        JsonNode record = Records.telemetry(run.samples().get(0));
        assertThat(record.path("machine_id").textValue()).isEqualTo(id);
        assertThat(record.path("gateway_id").textValue()).isEqualTo("gate\"way");
    }

    @Test
    void settingsThatCannotBeSayWhatIsWrong() {
        assertThatThrownBy(() -> SimulationSettings.builder()
                        .machineIds(List.of("A\u0001"))
                        .build())
                .hasMessageContaining("without control characters");
        assertThatThrownBy(() -> SimulationSettings.builder()
                        .machineIds(List.of("A", "A"))
                        .build())
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> SimulationSettings.builder().intervalMillis(0).build())
                .hasMessageContaining("at least 1 ms: 0");
        assertThatThrownBy(() ->
                        SimulationSettings.builder().phaseLengths(List.of(1, 2)).build())
                .hasMessageContaining("warmup, roughing, finishing, inspection")
                .hasMessageContaining("[1, 2]");
        assertThatThrownBy(() -> SimulationSettings.builder().machines(0).build())
                .hasMessageContaining("at least one machine");
    }

    private static double load(int n) {
        double w = Math.sin(n / 11.0);
        return phase(n, 28 + 2 * w, 62 + 4.5 * w, 43 + 2.5 * w, 18 + w);
    }

    private static double temperature(int n) {
        double w = Math.sin(n / 11.0);
        return phase(n, 28 + 0.12 * (n % 20), 43 + 1.2 * w, 38 + 0.8 * w, 32 + 0.4 * w);
    }

    private static <T> T phase(int n, T warmup, T roughing, T finishing, T inspection) {
        int at = n % 180;
        return at < 28 ? warmup : at < 100 ? roughing : at < 156 ? finishing : inspection;
    }

    private static double phase(int n, double warmup, double roughing, double finishing, double inspection) {
        return ReferenceProcessTest.<Double>phase(
                n, (Double) warmup, (Double) roughing, (Double) finishing, (Double) inspection);
    }

    private static String signals(SimulatedRun run) {
        JsonNode record = Records.telemetry(run.samples().get(0));
        return record.path("spindle_load_pct") + " " + record.path("temperature_c") + " "
                + record.path("feed_rate_mm_min");
    }
}
