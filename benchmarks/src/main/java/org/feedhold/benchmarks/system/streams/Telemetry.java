package org.feedhold.benchmarks.system.streams;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the rules need of a sample; the machine is the record's key. The log states in each sample of a cut what is expected.
 *
 * @param timestamp event time
 * @param processPhase phase of the operation
 * @param toolId the tool in the spindle; null: still the same
 * @param execution MTConnect's word; null: {@code ACTIVE}
 * @param spindleLoad in percent
 * @param vibration in g RMS
 * @param temperature of the spindle in °C
 * @param feedRate in mm/min
 * @param toolWear in percent
 * @param expectedLoad in percent
 * @param expectedTemperature in °C
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Telemetry(
        @JsonProperty("timestamp") Instant timestamp,
        @JsonProperty("process_phase") @Nullable String processPhase,
        @JsonProperty("tool_id") @Nullable String toolId,
        @JsonProperty("execution") @Nullable String execution,
        @JsonProperty("spindle_load_pct") @Nullable Double spindleLoad,
        @JsonProperty("vibration_rms") @Nullable Double vibration,
        @JsonProperty("temperature_c") @Nullable Double temperature,
        @JsonProperty("feed_rate_mm_min") @Nullable Double feedRate,
        @JsonProperty("tool_wear_pct") @Nullable Double toolWear,
        @JsonProperty("expected_load_pct") double expectedLoad,
        @JsonProperty("expected_temperature_c") double expectedTemperature) {}
