package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opening, escalation or closing of an anomaly episode; {@code type: episode} on the topic {@code anomalies}.
 *
 * @param episodeId see {@link Identifiers}
 * @param machineId machine
 * @param code anomaly code
 * @param state what happened
 * @param timestamp event time at which it happened
 * @param severity severity after it
 * @param start event time of the first breaching sample
 * @param end event time of the first sample back inside; null while open
 * @param durationMs {@code end - start} in milliseconds; while open, {@code timestamp - start}
 * @param samples breaching samples so far
 * @param peak strongest evidence so far
 * @param causedBy id of the episode that explains this one
 * @param closedBy why it closed; null while open
 * @param operation operation
 * @param processPhase phase
 * @param partId part
 * @param toolId tool
 * @param rule {@code rule@model@version}
 * @param simulated whether the data came from a simulator
 * @param machines of a gateway that is silent: its machines, at most {@link GatewayAdvisor#MOST_NAMED} of them; else empty
 */
public record EpisodeEvent(
        String episodeId,
        String machineId,
        String code,
        EpisodeState state,
        Instant timestamp,
        Severity severity,
        Instant start,
        @Nullable Instant end,
        long durationMs,
        int samples,
        Peak peak,
        @Nullable String causedBy,
        @Nullable ClosedBy closedBy,
        @Nullable String operation,
        @Nullable String processPhase,
        @Nullable String partId,
        @Nullable String toolId,
        String rule,
        boolean simulated,
        List<String> machines) {

    /** A message from before there were gateways names none. */
    public EpisodeEvent {
        machines = machines == null ? List.of() : List.copyOf(machines);
    }
}
