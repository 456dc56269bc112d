package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.detection.GatewayState.Member;
import org.feedhold.twin.detection.GatewayVerdict.Kind;

/**
 * Judges whether machines are silent for themselves or because of their gateway. A machine that was cutting falls silent with
 * its gateway if no other machine of it is heard, and at least one other stopped being heard after this one was heard last;
 * else for itself. What is known of a gateway follows from the changes alone, whatever the order in which they came.
 *
 * <p>Holds no state of a gateway: that is in {@link GatewayState}; and no clock: time is the arrival clock's, and comes with
 * the changes.
 */
public final class GatewayTwin {

    private GatewayTwin() {}

    /**
     * Takes in the changes of an instant on the arrival clock, after which none that is older may come.
     *
     * @param at the oldest instant with a change, see {@link GatewayState#firstChange}
     * @return what became known, in order
     */
    public static List<GatewayVerdict> judge(GatewayState state, long at) {
        List<GatewayVerdict> verdicts = reportOverdue(state, at - 1);
        for (PresenceChange change : state.takeChangesAt(at)) {
            take(state, change, verdicts);
        }
        return verdicts;
    }

    /**
     * Finds the machines that did not come back with their gateway: one that stays silent for its own time-out after that is
     * silent for itself.
     *
     * @param now on the arrival clock, in epoch milliseconds; all changes up to then have been judged
     * @return what became known, in order
     */
    public static List<GatewayVerdict> reportOverdue(GatewayState state, long now) {
        List<GatewayVerdict> verdicts = new ArrayList<>();
        for (Map.Entry<String, Member> entry : state.members.entrySet()) {
            Member member = entry.getValue();
            if (member.reportAt() <= now) {
                entry.setValue(member.silentAlone());
                verdicts.add(new GatewayVerdict(Kind.SILENT_ALONE, entry.getKey(), member.since(), member.presence()));
            }
        }
        return verdicts;
    }

    private static void take(GatewayState state, PresenceChange change, List<GatewayVerdict> verdicts) {
        Presence presence = change.presence();
        Member before = state.members.get(change.machineId());
        if (presence.isGone()) {
            state.members.remove(change.machineId());
        } else {
            state.members.put(
                    change.machineId(),
                    new Member(presence, change.at(), change.silenceAfterMillis(), false, GatewayState.NEVER));
        }
        if (before != null && before.withGateway()) {
            // One that left is heard elsewhere, where the end of its silence is told: so its beginning must be told
            // here.
            Kind kind = presence == Presence.LEFT ? Kind.SILENT_ALONE : Kind.BACK;
            verdicts.add(verdict(kind, change));
        }
        if (presence == Presence.SILENT) {
            fallSilent(state, change, verdicts);
        } else if (state.silent && (presence.isHeard() || !state.isAnySilentWithGateway())) {
            comeBack(state, change, verdicts);
        }
    }

    private static void fallSilent(GatewayState state, PresenceChange change, List<GatewayVerdict> verdicts) {
        if (!state.silent) {
            List<String> together = fellSilentTogether(state, change);
            if (together.size() < 2) {
                verdicts.add(verdict(Kind.SILENT_ALONE, change));
                return;
            }
            state.silent = true;
            state.silentSince = change.timestamp();
            state.simulated = change.simulated();
            state.together = together;
            verdicts.add(
                    new GatewayVerdict(Kind.GATEWAY_SILENT, change.machineId(), change.timestamp(), change.presence()));
            keepSilent(state, change, verdicts);
        }
        state.members.computeIfPresent(change.machineId(), (machineId, member) -> member.silentWithGateway());
        verdicts.add(verdict(Kind.SILENT_WITH_GATEWAY, change));
    }

    /** Machines that have not been heard since the gateway was silent last are silent with it again. */
    private static void keepSilent(GatewayState state, PresenceChange change, List<GatewayVerdict> verdicts) {
        for (Map.Entry<String, Member> entry : state.members.entrySet()) {
            if (entry.getValue().withGateway()) {
                entry.setValue(entry.getValue().silentWithGateway());
                verdicts.add(new GatewayVerdict(
                        Kind.SILENT_WITH_GATEWAY, entry.getKey(), change.timestamp(), change.presence()));
            }
        }
    }

    /** Empty if a machine of the gateway is heard. */
    private static List<String> fellSilentTogether(GatewayState state, PresenceChange change) {
        long heard = change.at() - change.silenceAfterMillis();
        List<String> together = new ArrayList<>();
        for (Map.Entry<String, Member> entry : state.members.entrySet()) {
            Member member = entry.getValue();
            if (member.presence().isHeard()) {
                return List.of();
            }
            if (member.presence() == Presence.QUIET || member.since() > heard) {
                together.add(entry.getKey());
            }
        }
        return together;
    }

    private static void comeBack(GatewayState state, PresenceChange change, List<GatewayVerdict> verdicts) {
        state.silent = false;
        state.members.replaceAll((machineId, member) ->
                member.withGateway() ? member.reportedAt(change.at() + member.silenceAfterMillis()) : member);
        verdicts.add(verdict(Kind.GATEWAY_BACK, change));
    }

    private static GatewayVerdict verdict(Kind kind, PresenceChange change) {
        return new GatewayVerdict(kind, change.machineId(), change.timestamp(), change.presence());
    }
}
