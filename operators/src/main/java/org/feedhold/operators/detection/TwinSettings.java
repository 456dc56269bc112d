package org.feedhold.operators.detection;

import java.io.Serializable;
import org.feedhold.twin.action.MachineActions;

/**
 * Options of the twin.
 *
 * @param healthIntervalMillis time between two health records of one machine in event time; 0: one for each sample
 * @param maxOutOfOrdernessMillis how much older than its machine's newest one a record may be, in event time, and how long
 *     one that is not in order waits at most, in arrival time
 * @param forgetAfterMillis how long a machine may not be heard, in arrival time, before it is forgotten; more than 0
 * @param telemetryTopic name of the telemetry topic, for dead letters
 */
public record TwinSettings(
        long healthIntervalMillis, long maxOutOfOrdernessMillis, long forgetAfterMillis, String telemetryTopic)
        implements Serializable {

    /**
     * How long an operator action is kept at hand, in milliseconds: while a machine that it can matter to is remembered, with
     * those that it can repeat.
     */
    public long keepActionsMillis() {
        return forgetAfterMillis + MachineActions.REPEAT_MILLIS;
    }
}
