package org.feedhold.twin.action;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that an operator did at a machine, or said of one of its alarms.
 *
 * @param action what was done
 * @param actionId id that the sender gave to it: the same one again within {@link MachineActions#REPEAT_MILLIS} is a repeat
 * @param machineId machine
 * @param episodeId episode that it is about; null where it is about none
 * @param signal signal that it is about; null where it is about none
 * @param operator who did it
 * @param timestamp when it was done, by the clock of the sender
 * @param until end of what has one; null where it has none
 * @param result what a completed check has shown; null for any other action
 * @param verdict what feedback says; null for any other action
 * @param comment words of the operator; null if there are none
 */
public record OperatorAction(
        ActionKind action,
        String actionId,
        String machineId,
        @Nullable String episodeId,
        @Nullable String signal,
        String operator,
        Instant timestamp,
        @Nullable Instant until,
        @Nullable CheckResult result,
        @Nullable Verdict verdict,
        @Nullable String comment) {

    /** Why this version can do nothing with such an action, in words; null if it can. */
    public @Nullable String notSupported() {
        return switch (action) {
            case TOOL_CHANGE, CHECK_COMPLETED -> null;
            case ACKNOWLEDGE, SHELVE, UNSHELVE, FEEDBACK ->
                "this version keeps no alarm states, so it has no effect; send it again when a version does";
            case OUT_OF_SERVICE, IN_SERVICE ->
                "this version can't take signals out of service, so it has no effect; send it again when a version can";
        };
    }
}
