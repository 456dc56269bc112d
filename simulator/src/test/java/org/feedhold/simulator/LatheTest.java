package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.junit.jupiter.api.Test;

final class LatheTest {

    private final SimulatedRun run = Records.run(lathe(), 1200);

    @Test
    void aRecordHasTheSignalsOfALathe() {
        JsonNode record = Records.telemetry(run.samples().get(0));

        assertThat(record.path("machine_id").textValue()).isEqualTo("SEAS-LATHE-01");
        assertThat(record.path("operation").textValue()).isEqualTo("od_turning");
        assertThat(List.of(
                        "spindle_load_pct",
                        "vibration_rms",
                        "temperature_c",
                        "feed_mm_rev",
                        "surface_speed_m_min",
                        "spindle_speed_rpm",
                        "tool_wear_pct",
                        "coolant_pressure_bar",
                        "expected_load_pct",
                        "expected_temperature_c"))
                .allMatch(signal -> record.path(signal).isNumber());
        assertThat(record.has("feed_rate_mm_min")).isFalse();
    }

    @Test
    void phasesHaveTheirValues() {
        Map<String, Map<String, Spread>> spreads = new TreeMap<>();
        for (SimulatedSample sample : run.samples()) {
            for (String signal : List.of(
                    "spindle_load_pct", "temperature_c", "vibration_rms", "feed_mm_rev", "surface_speed_m_min")) {
                spreads.computeIfAbsent(sample.processPhase(), phase -> new TreeMap<>())
                        .computeIfAbsent(signal, name -> new Spread())
                        .add(Records.signal(sample, signal));
            }
        }

        assertMeans(spreads.get("facing"), 24, 30, 0.15, 0.20, 180);
        assertMeans(spreads.get("rough_turning"), 55, 41, 0.38, 0.30, 220);
        assertMeans(spreads.get("finish_turning"), 32, 36, 0.22, 0.12, 260);
        assertThat(spreads.get("facing").get("feed_mm_rev").count()).isEqualTo(200);
        assertThat(spreads.get("rough_turning").get("feed_mm_rev").count()).isEqualTo(600);
    }

    @Test
    void theSpindleTurnsFasterAsTheDiameterFalls() {
        assertThat(Records.signal(run.samples().get(19), "spindle_speed_rpm"))
                .isGreaterThan(1.5 * Records.signal(run.samples().get(0), "spindle_speed_rpm"));
        for (SimulatedSample sample : run.samples()) {
            double diameter = Records.signal(sample, "surface_speed_m_min")
                    * 1000
                    / (Math.PI * Records.signal(sample, "spindle_speed_rpm"));
            assertThat(diameter).isBetween(19.5, 60.5);
        }
    }

    @Test
    void faultsActOnItsOwnFeed() {
        SimulatedRun broken =
                Records.run(lathe().faults(Records.script("feed_mismatch@40-49,sensor_dropout@60-65")), 120);

        assertThat(Records.signal(broken.samples().get(45), "feed_mm_rev")
                        / Records.signal(run.samples().get(45), "feed_mm_rev"))
                .isCloseTo(2.35, within(0.01));
        assertThat(Records.telemetry(broken.samples().get(60))
                        .path("feed_mm_rev")
                        .isNull())
                .isTrue();
    }

    private static SimulationSettings.Builder lathe() {
        return SimulationSettings.builder().type(MachineType.LATHE);
    }

    private static void assertMeans(
            Map<String, Spread> spreads, double load, double temperature, double vibration, double feed, double speed) {
        assertThat(spreads.get("spindle_load_pct").mean()).isCloseTo(load, within(0.6));
        assertThat(spreads.get("temperature_c").mean()).isCloseTo(temperature, within(0.2));
        assertThat(spreads.get("vibration_rms").mean()).isCloseTo(vibration, within(0.012));
        assertThat(spreads.get("feed_mm_rev").mean()).isCloseTo(feed, within(0.002));
        assertThat(spreads.get("surface_speed_m_min").mean()).isCloseTo(speed, within(0.5));
    }
}
