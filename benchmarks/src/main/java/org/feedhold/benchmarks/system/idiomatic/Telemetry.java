package org.feedhold.benchmarks.system.idiomatic;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One sample, as Jackson binds it and Flink's POJO serializer sends it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public final class Telemetry {

    /** The machine. */
    @JsonProperty("machine_id")
    public String machineId = "";

    /** Event time. */
    @JsonProperty("timestamp")
    public Instant timestamp = Instant.EPOCH;

    /** Phase of the operation. */
    @JsonProperty("process_phase")
    public @Nullable String processPhase;

    /** In percent. */
    @JsonProperty("spindle_load_pct")
    public double spindleLoad;

    /** In g RMS. */
    @JsonProperty("vibration_rms")
    public double vibration;

    /** In mm/min. */
    @JsonProperty("feed_rate_mm_min")
    public double feedRate;

    /** What the load should be, in percent. */
    @JsonProperty("expected_load_pct")
    public double expectedLoad;

    /** For Jackson and Flink. */
    public Telemetry() {}
}
