package org.feedhold.benchmarks.finding;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One episode, in the terms that systems are compared in.
 *
 * @param code what was found, for example {@code chatter_risk}; as in the topic {@code anomalies}
 * @param machineId the machine
 * @param startedAt timestamp of the sample that it started with, in ms since 1970
 * @param endedAt timestamp of the sample that it ended with, in ms since 1970; null if the log ends before
 */
public record Finding(
        String code,
        String machineId,
        long startedAt,
        @Nullable Long endedAt) {

    /** In words, for example {@code chatter_risk of CNC-0000001 from 2026-01-01T00:00:05Z to 2026-01-01T00:00:13Z}. */
    @Override
    public String toString() {
        return code + " of " + machineId + " from " + Instant.ofEpochMilli(startedAt) + " to "
                + (endedAt == null ? "the end of the log" : Instant.ofEpochMilli(endedAt));
    }
}
