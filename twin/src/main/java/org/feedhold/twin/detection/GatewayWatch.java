package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.advisory.Monitoring;
import org.jspecify.annotations.Nullable;

/**
 * Says when a machine joins a gateway, is missed and is heard again. Holds no state of a machine: that is in {@link TwinState};
 * and no clock: time is the arrival clock's, and comes with the call. Nothing is said of a machine whose records name no
 * gateway.
 */
public final class GatewayWatch {

    private List<PresenceChange> changes = new ArrayList<>();

    /** Hands over what has changed since the last call, in order. */
    public List<PresenceChange> take() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<PresenceChange> taken = changes;
        changes = new ArrayList<>();
        return taken;
    }

    /**
     * When the machine becomes quiet unless it is heard before, in epoch milliseconds; {@link Long#MAX_VALUE} if it is
     * missed already, or has no gateway.
     *
     * @param model the model of its newest sample
     */
    public static long quietAt(TwinState state, @Nullable CompiledModel model) {
        return state.gatewayId == null || state.missed
                ? Long.MAX_VALUE
                : state.arrival + MachineTwin.silenceAfter(model) / 2;
    }

    /**
     * The machine is heard.
     *
     * @param sample what the record says
     */
    public void hear(TwinState state, MachineRecord record, Sample sample) {
        String gatewayId = sample.gatewayId == null ? state.gatewayId : sample.gatewayId;
        if (gatewayId == null) {
            return;
        }
        boolean joins = !gatewayId.equals(state.gatewayId);
        if (joins) {
            change(state, record.machineId(), Presence.LEFT, record.clock(), record.timestamp(), 0);
            state.gatewayId = gatewayId;
            state.simulated = sample.simulated;
        }
        if (joins || state.missed) {
            state.missed = false;
            Presence presence = joins ? Presence.JOINED : Presence.HEARD;
            change(state, record.machineId(), presence, record.clock(), record.timestamp(), 0);
        }
    }

    /** The machine has not been heard for half of its silence time-out. */
    public void becomeQuiet(TwinState state, String machineId, @Nullable CompiledModel model) {
        miss(state, machineId, Presence.QUIET, MachineTwin.silenceAfter(model) / 2, model);
    }

    /** The machine has not been heard for its silence time-out; nothing if that was known before. */
    public void fallSilent(TwinState state, String machineId, @Nullable CompiledModel model) {
        if (state.monitoring != Monitoring.SILENT && state.monitoring != Monitoring.OFFLINE) {
            Presence presence = state.monitoring == Monitoring.MONITORED ? Presence.SILENT : Presence.OFFLINE;
            miss(state, machineId, presence, MachineTwin.silenceAfter(model), model);
        }
    }

    /** The machine is forgotten after {@code afterMillis}. */
    public void forget(TwinState state, String machineId, long afterMillis, @Nullable CompiledModel model) {
        miss(state, machineId, Presence.FORGOTTEN, afterMillis, model);
    }

    private void miss(
            TwinState state, String machineId, Presence presence, long afterMillis, @Nullable CompiledModel model) {
        state.missed = true;
        change(
                state,
                machineId,
                presence,
                state.arrival + afterMillis,
                state.newest + afterMillis,
                MachineTwin.silenceAfter(model));
    }

    private void change(
            TwinState state, String machineId, Presence presence, long at, long timestamp, long silenceAfterMillis) {
        if (state.gatewayId != null) {
            state.presenceAt = at;
            changes.add(new PresenceChange(
                    state.gatewayId, machineId, presence, at, timestamp, silenceAfterMillis, state.simulated));
        }
    }
}
