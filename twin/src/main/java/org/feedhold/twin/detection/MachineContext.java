package org.feedhold.twin.detection;

import org.jspecify.annotations.Nullable;

/**
 * What a machine was doing at a sample, as its source says.
 *
 * @param partId part
 * @param workOrder work order
 * @param partRevision revision of the part
 * @param operation operation
 * @param processPhase phase
 * @param toolId tool
 * @param execution MTConnect execution state; null counts as ACTIVE
 * @param simulated whether the data come from a simulator
 */
public record MachineContext(
        @Nullable String partId,
        @Nullable String workOrder,
        @Nullable String partRevision,
        @Nullable String operation,
        @Nullable String processPhase,
        @Nullable String toolId,
        @Nullable String execution,
        boolean simulated) {}
