package org.feedhold.twin.advisory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active anomaly with its evidence.
 *
 * @param code anomaly code
 * @param episodeId id of its episode
 * @param severity severity of its present decision
 * @param priority alarm priority; null for an event
 * @param alarmState alarm state; null for an event and for a consequence of another finding
 * @param since event time of the first breaching sample
 * @param signal signal it is about; null where it is about the machine
 * @param value newest breaching value of the rule's feature, in {@code unit}; null where there is none
 * @param unit unit of value, expected and limit
 * @param expected expected value at that sample
 * @param limit limit that is breached
 * @param zScore z-score of the residual at that sample
 * @param samples breaching samples so far
 * @param causedBy id of the episode that explains this one
 * @param rule {@code rule@model@version}
 */
public record Finding(
        String code,
        String episodeId,
        Severity severity,
        @Nullable Priority priority,
        @Nullable AlarmState alarmState,
        Instant since,
        @Nullable String signal,
        @Nullable Double value,
        @Nullable String unit,
        @Nullable Double expected,
        @Nullable Double limit,
        @Nullable Double zScore,
        int samples,
        @Nullable String causedBy,
        String rule) {}
