package org.feedhold.twin.advisory;

import java.time.DateTimeException;
import java.time.Instant;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.action.OperatorAction;
import org.jspecify.annotations.Nullable;

/**
 * What the job did with a control record, or for which time it judged no silence; {@code type: applied} or {@code rejected}
 * on the topic {@code anomalies}. Also that a machine was forgotten.
 *
 * @param applied false if it was refused
 * @param what {@code process_model}, {@code release}, {@link #OPERATOR_ACTION}, {@link #BROKER_OUTAGE},
 *     {@link #MACHINE_FORGOTTEN}, …
 * @param key key of the control record; of an operator action, {@code machine_id/action_id}; of an outage, the telemetry topic and its partition: {@code feedhold.telemetry-3};
 *     else the machine
 * @param at time from which it counts, or its arrival if it was refused
 * @param reason why it was refused; of an outage, from when to when it counts: two times with a {@code /} between them; else
 *     null
 */
public record ControlEvent(
        boolean applied,
        String what,
        String key,
        Instant at,
        @Nullable String reason) {

    /** Kafka did not answer, and the arrival clock of a partition stood still. */
    public static final String BROKER_OUTAGE = "broker_outage";

    /** An operator did something. */
    public static final String OPERATOR_ACTION = "operator_action";

    /** A machine was not heard for so long that what was known of it was dropped. */
    public static final String MACHINE_FORGOTTEN = "machine_forgotten";

    /**
     * Says that a machine was forgotten.
     *
     * @param at in epoch milliseconds, event time
     * @param lastHeard arrival of its newest record, in epoch milliseconds
     */
    public static ControlEvent ofForgotten(String machineId, long at, long lastHeard) {
        String reason = "not heard since " + Instant.ofEpochMilli(lastHeard);
        return new ControlEvent(true, MACHINE_FORGOTTEN, machineId, Instant.ofEpochMilli(at), reason);
    }

    /**
     * Says that an operator action was applied.
     *
     * @param at from when it acts, in epoch milliseconds
     */
    public static ControlEvent ofApplied(OperatorAction action, long at) {
        return new ControlEvent(true, OPERATOR_ACTION, keyOf(action), Instant.ofEpochMilli(at), null);
    }

    /** Says that an operator action, which was due, was refused. */
    public static ControlEvent ofRefused(ArrivedAction action, String reason) {
        return new ControlEvent(
                false, OPERATOR_ACTION, keyOf(action.action()), Instant.ofEpochMilli(action.arrival()), reason);
    }

    /** The key of what is said of an operator action: {@code machine_id/action_id}. */
    public static String keyOf(OperatorAction action) {
        return action.machineId() + '/' + action.actionId();
    }

    /** Says that an outage, which is over, was applied to a partition. */
    public static ControlEvent ofOutage(String topic, int partition, Outage outage) {
        Instant from = Instant.ofEpochMilli(outage.from());
        return new ControlEvent(
                true, BROKER_OUTAGE, topic + '-' + partition, from, from + "/" + Instant.ofEpochMilli(outage.to()));
    }

    /**
     * The outage that this says was applied; null if it is about something else.
     *
     * @throws IllegalArgumentException if it does not say from when to when
     */
    public @Nullable Outage outage() {
        if (!what.equals(BROKER_OUTAGE)) {
            return null;
        }
        try {
            String fromTo = String.valueOf(reason);
            int slash = fromTo.indexOf('/');
            return new Outage(
                    Instant.parse(fromTo.substring(0, Math.max(slash, 0))).toEpochMilli(),
                    Instant.parse(fromTo.substring(slash + 1)).toEpochMilli());
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the outage of " + key
                            + " must say from when to when, as in 2026-07-06T15:00:00Z/2026-07-06T15:01:00Z: " + reason,
                    e);
        }
    }
}
