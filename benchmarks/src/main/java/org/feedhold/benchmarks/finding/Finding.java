package org.feedhold.benchmarks.finding;

import org.jspecify.annotations.Nullable;

/**
 * One episode, in the terms that systems are compared in.
 *
 * @param code what was found, for example {@code chatter}; as in the topic {@code anomalies}
 * @param machineId the machine
 * @param startedAt timestamp of the sample that it started with, in ms since 1970
 * @param endedAt timestamp of the sample that it ended with, in ms since 1970; null if the log ends before
 */
public record Finding(
        String code,
        String machineId,
        long startedAt,
        @Nullable Long endedAt) {}
