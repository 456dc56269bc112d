package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.feedhold.twin.advisory.Recommendation;
import org.junit.jupiter.api.Test;

/**
 * A day of a real machine whose spindle thermometer says 0 °C for a second, 1912 times (NIST Smart Manufacturing Systems
 * test bed, by MTConnect). What those readings cause is what is recommended with them and not without them.
 */
class SensorGlitchesTest {

    private static final Path DAY = Path.of("../../shared/data/nist_mtconnect/raw/Mazak01-20170508-20170509.txt.gz");
    private static final String MACHINE = "Mazak01";
    private static final String TEMPERATURE = "spindle_temperature_c";

    /** Data items of the machine that are signals here. */
    private static final Map<String, String> SIGNALS = Map.of(
            "S2temp",
            TEMPERATURE,
            "S2load",
            "spindle_load_pct",
            "S2rpm",
            "spindle_speed_rpm",
            "Fact",
            "feed_rate_mm_s");

    private static final String MODEL = """
            schema: feedhold.process_model/v1
            name: mill_turning
            version: 1
            effective_from: 2017-01-01T00:00:00Z
            applies_to: {operation: mill_turning}
            reporting: {mode: on_change, interval: 1s}
            silence_after: 30m
            evaluate_when: {execution: [ACTIVE, READY, STOPPED, INTERRUPTED, FEED_HOLD]}
            signals:
              spindle_temperature_c: {unit: °C,   range: [-20, 150], required: true, GLITCH, stale_after: 2h}
              spindle_load_pct:      {unit: "%",  range: [0, 300], stale_after: 24h}
              spindle_speed_rpm:     {unit: 1/min, range: [0, 20000], stale_after: 24h}
              feed_rate_mm_s:        {unit: mm/s, range: [0, 2000], stale_after: 24h}
            phases:
              any:
                expected: {spindle_temperature_c: 32}
                limits:   {spindle_temperature_c: {low: 10, high: 60}}
            rules:
              spindle_cold_or_hot: {signal: spindle_temperature_c, low: human_review, high: human_review, hits: 2, of: 3,
                                    action: Let the spindle warm up., required_check: Look at the spindle's cooling.}
              thermal_drift: {signal: spindle_temperature_c, feature: residual, limits: {low: -15, high: 15},
                              low: human_review, high: human_review, hits: 2, of: 3, required_check: Look at the cooling.}
              sensor_dropout: {feature: quality, decision: do_not_proceed, hits: 2, of: 2, at_least: 5s, off_delay: 4s,
                               required_check: Check the thermometer's cable.}
            """;

    /** The rule that finds them may know that 0 is no value, or only how fast a spindle can cool. */
    @Test
    void thousandsOfZeroReadingsOfASecondCauseAtMostFiveRecommendations() throws IOException {
        assumeTrue(Files.exists(DAY), "the real machine-day is not there: " + DAY.toAbsolutePath());
        List<String> lines = lines();
        List<String> clean = lines.stream().filter(line -> !isGlitch(line)).toList();
        Set<String> known = recommendations(clean, "zero_valid: false").stream()
                .map(Recommendation::id)
                .collect(Collectors.toSet());

        long knowingZero = causedByGlitches(lines, "zero_valid: false", known);
        long knowingSteps = causedByGlitches(lines, "max_step: 12", known);
        long knowingNothing = causedByGlitches(lines, "zero_valid: true", known);

        System.out.printf(
                "%d zero readings, %d recommendations without them; caused by them: %d with zero_valid, %d with max_step,"
                        + " %d with neither%n",
                lines.size() - clean.size(), known.size(), knowingZero, knowingSteps, knowingNothing);
        assertThat(lines.size() - clean.size()).isGreaterThan(1_900);
        assertThat(known).isNotEmpty();
        assertThat(knowingZero).isLessThanOrEqualTo(5);
        assertThat(knowingSteps).isLessThanOrEqualTo(5);
        assertThat(knowingNothing).as("what is to be prevented").isGreaterThan(100);
    }

    private static long causedByGlitches(List<String> lines, String rule, Set<String> known) {
        return recommendations(lines, rule).stream()
                .filter(each -> !known.contains(each.id()))
                .count();
    }

    /** What is recommended to these lines, one record a line as a gateway would send it. */
    private static List<Recommendation> recommendations(List<String> lines, String rule) {
        Trial trial = new Trial().model(MODEL.replace("GLITCH", rule));
        long arrival = 0;
        String execution = "UNAVAILABLE";
        for (String line : lines) {
            String[] fields = line.split("\\|", -1);
            long timestamp = Instant.parse(fields[0]).toEpochMilli();
            arrival = Math.max(arrival, timestamp);
            if (fields[1].equals("execution")) {
                execution = fields[2];
            }
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("machine_id", MACHINE);
            sample.put("timestamp", timestamp);
            sample.put("operation", "mill_turning");
            sample.put("process_phase", "any");
            sample.put("execution", execution);
            String signal = SIGNALS.get(fields[1]);
            if (signal != null) {
                sample.put(signal, fields[2].equals("UNAVAILABLE") ? fields[2] : (Object) Double.valueOf(fields[2]));
            }
            trial.record(MACHINE, arrival, Trial.json(sample));
        }
        return trial.run(3_600_000, 1).recommendations(MACHINE);
    }

    private static boolean isGlitch(String line) {
        String[] fields = line.split("\\|", -1);
        return fields[1].equals("S2temp") && !fields[2].equals("UNAVAILABLE") && Double.parseDouble(fields[2]) == 0;
    }

    /** The lines of the day, but for the hour meter's; what stands before it is a snapshot of older days. */
    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(DAY)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> line.startsWith("2017-05-08T") || line.startsWith("2017-05-09T"))
                    .filter(line -> !line.contains("|total_time|"))
                    .toList();
        }
    }
}
