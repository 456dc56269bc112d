package org.feedhold.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one machine does at one of its samples.
 *
 * @param machineId machine
 * @param timestampMillis event time in epoch milliseconds
 * @param processPhase phase of the process
 * @param telemetry the telemetry record as UTF-8 JSON; null if the machine sends none: it is silent, or switched off
 * @param inspection outcome of the part that ends with this sample; null if none does
 * @param began truth that begins with this sample, with its planned end ({@link Long#MAX_VALUE} if nobody knows it)
 * @param ended truth that has ended, with its true end: this sample, or the one before
 */
public record SimulatedSample(
        String machineId,
        long timestampMillis,
        String processPhase,
        byte @Nullable [] telemetry,
        @Nullable Inspection inspection,
        List<TruthWindow> began,
        List<TruthWindow> ended) {}
