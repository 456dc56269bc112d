package org.feedhold.kafka.acquisition;

import java.util.Set;

/** The fields of telemetry that have a meaning of their own, so that no signal can have their name. */
public final class TelemetryFields {

    private static final Set<String> CONTEXT = Set.of(
            "timestamp",
            "sequence",
            "topic",
            "payload",
            "machine_id",
            "part_id",
            "operation",
            "process_phase",
            "program",
            "tool_id",
            "execution",
            "feed_override_pct",
            "gateway_id",
            "work_order",
            "part_revision",
            "historical",
            "simulated",
            "units",
            "signal_quality");

    private TelemetryFields() {}

    /** Whether a field carries context and no signal. */
    public static boolean isContext(String field) {
        return CONTEXT.contains(field);
    }
}
