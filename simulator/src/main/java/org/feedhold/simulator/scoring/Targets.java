package org.feedhold.simulator.scoring;

import static org.feedhold.simulator.scoring.Target.atLeast;
import static org.feedhold.simulator.scoring.Target.atMost;

import java.util.List;

/** What the job promises on the simulator's profiles, with the reference script of faults. */
public final class Targets {

    /** On profile {@code reference}: chatter, tool wear, thermal drift, feed mismatch and sensor dropout in each run. */
    public static final List<Target> REFERENCE = List.of(
            atLeast("chatter.found", 1),
            atLeast("chatter.promised", 0.85),
            atLeast("tool_wear.found", 1),
            atLeast("tool_wear.promised", 0.88),
            atLeast("thermal_drift.found", 1),
            atLeast("thermal_drift.promised", 0.88),
            atLeast("feed_mismatch.found", 1),
            atLeast("feed_mismatch.promised", 0.80),
            atLeast("sensor_dropout.found", 1),
            atLeast("sensor_dropout.promised", 0.80),
            atMost("false_review_samples", 0),
            // 30 on 200 runs.
            atMost("false_watch_findings", 0.15),
            atMost("false_at_phase_change", 0),
            atMost("episodes.mean", 11),
            atMost("machine_alarms.mean", 6),
            atMost("proceed_on_bad_data", 0),
            atLeast("health.sharp", 0.99),
            atLeast("health.fell", 1),
            atLeast("health.back", 1));

    /** On profile {@code hard}: single spikes, thermal lag, and a load shift below its limit in each run. */
    public static final List<Target> HARD = List.of(
            atMost("false_chatter_runs", 0.02),
            atMost("false_thermal_drift", 0),
            atLeast("load_shift.found", 0.85),
            atMost("false_watch_findings", 0.5));

    private Targets() {}
}
