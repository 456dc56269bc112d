package org.feedhold.twin.detection;

import java.util.List;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/**
 * All that one instant means for one machine, in one record, so that it reaches the advisor together. Written only when
 * something happened or a health record is due.
 *
 * @param machineId machine
 * @param timestamp event time in epoch milliseconds
 * @param context what the machine was doing
 * @param processModel {@code name@version}; null if there is none
 * @param monitoring whether it is judged
 * @param reason why it is not, in words; null while it is
 * @param dataTrusted whether every required signal is good, and has been for three samples since it last was not
 * @param signals newest view of every signal of the catalogue
 * @param notEvaluated rules that could not be judged, with the reason
 * @param edges what happened, in order
 * @param cards one for every check that has an edge
 * @param release what the releases say of the part
 * @param gateway its gateway; null if its records name none
 * @param healthDue whether a health record is due, by time or because the context, monitoring or trust has changed
 * @param action operator action that takes effect; null for what samples, or the lack of them, mean
 */
public record Evidence(
        String machineId,
        long timestamp,
        MachineContext context,
        @Nullable String processModel,
        Monitoring monitoring,
        @Nullable String reason,
        boolean dataTrusted,
        List<SignalReading> signals,
        List<String> notEvaluated,
        List<Edge> edges,
        List<CheckCard> cards,
        ReleaseVerdict release,
        @Nullable GatewayLink gateway,
        boolean healthDue,
        @Nullable ArrivedAction action) {

    /** The same, with an operator action that takes effect. */
    Evidence with(ArrivedAction taken) {
        return new Evidence(
                machineId,
                timestamp,
                context,
                processModel,
                monitoring,
                reason,
                dataTrusted,
                signals,
                notEvaluated,
                edges,
                cards,
                release,
                gateway,
                healthDue,
                taken);
    }
}
