package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

/**
 * All that is remembered of one gateway: which machines are heard through it, what has changed and is not judged yet, and
 * whether it is silent. Mutated by {@link GatewayTwin} alone; a few dozen bytes for each machine that is not forgotten.
 */
public final class GatewayState {

    /** There is no such time. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int VERSION = 1;

    private static final Presence[] PRESENCES = Presence.values();

    /**
     * A machine that is heard through the gateway.
     *
     * @param presence what the newest change that was judged says
     * @param since when that was, on the arrival clock
     * @param silenceAfterMillis its silence time-out, while it is missed
     * @param withGateway whether it is silent because the gateway is
     * @param reportAt when it is silent for itself unless it is heard, on the arrival clock; {@link #NEVER} while that is open
     */
    record Member(Presence presence, long since, long silenceAfterMillis, boolean withGateway, long reportAt) {

        Member silentWithGateway() {
            return new Member(presence, since, silenceAfterMillis, true, NEVER);
        }

        Member silentAlone() {
            return new Member(presence, since, silenceAfterMillis, false, NEVER);
        }

        Member reportedAt(long at) {
            return new Member(presence, since, silenceAfterMillis, withGateway, at);
        }
    }

    final TreeMap<String, Member> members = new TreeMap<>();
    private final TreeMap<Long, List<PresenceChange>> changes = new TreeMap<>();
    boolean silent;
    long silentSince;
    boolean simulated;
    List<String> together = List.of();
    private long newest = Long.MIN_VALUE;

    /** Notes a change, to be judged when the arrival clock has passed it. */
    public void note(PresenceChange change) {
        changes.computeIfAbsent(change.at(), at -> new ArrayList<>()).add(change);
    }

    /** The oldest instant with a change that is not judged yet, on the arrival clock; {@link #NEVER} if there is none. */
    public long firstChange() {
        return changes.isEmpty() ? NEVER : changes.firstKey();
    }

    /** The machines that changed at an instant, sorted. */
    public Set<String> machinesChangedAt(long at) {
        Set<String> machines = new TreeSet<>();
        for (PresenceChange change : changes.getOrDefault(at, List.of())) {
            machines.add(change.machineId());
        }
        return machines;
    }

    /** Changes of an instant, by machine; those of one machine as they came. */
    List<PresenceChange> takeChangesAt(long at) {
        List<PresenceChange> ofInstant = changes.remove(at);
        ofInstant.sort(Comparator.comparing(PresenceChange::machineId));
        return ofInstant;
    }

    /** Whether a machine belongs to the gateway. */
    public boolean has(String machineId) {
        return members.containsKey(machineId);
    }

    boolean isAnySilentWithGateway() {
        return members.values().stream().anyMatch(Member::withGateway);
    }

    /** The next time at which a machine may be found silent for itself, on the arrival clock; {@link #NEVER} if there is none. */
    public long nextReport() {
        return members.values().stream().mapToLong(Member::reportAt).min().orElse(NEVER);
    }

    /** Whether there is nothing to be remembered any more. */
    public boolean isEmpty() {
        return members.isEmpty() && changes.isEmpty();
    }

    /** Event time at which the newest silence began, in epoch milliseconds. */
    public long silentSince() {
        return silentSince;
    }

    /** Whether the machine that fell silent first in the newest silence is simulated. */
    public boolean simulated() {
        return simulated;
    }

    /** Machines that fell silent together in the newest silence, sorted. */
    public List<String> together() {
        return together;
    }

    /** A time for what is said next of the gateway, in epoch milliseconds: {@code timestamp}, but later than what was said before. */
    public long nextTimestamp(long timestamp) {
        newest = Math.max(timestamp, newest + 1);
        return newest;
    }

    /** Writes the state; {@link #read} is its inverse. */
    public void write(DataOutput to) throws IOException {
        to.writeByte(VERSION);
        CompactOutput out = new CompactOutput(to);
        out.flags(silent, simulated);
        out.time(silentSince, 0);
        out.time(newest, silentSince);
        out.count(together.size());
        for (String machineId : together) {
            out.text(machineId);
        }
        out.count(members.size());
        for (Map.Entry<String, Member> entry : members.entrySet()) {
            Member member = entry.getValue();
            out.text(entry.getKey());
            out.choice(member.presence());
            out.time(member.since(), silentSince);
            out.count(member.silenceAfterMillis());
            out.flags(member.withGateway());
            out.time(member.reportAt() == NEVER ? Long.MIN_VALUE : member.reportAt(), member.since());
        }
        List<PresenceChange> all =
                changes.values().stream().flatMap(List::stream).toList();
        out.count(all.size());
        for (PresenceChange change : all) {
            out.text(change.gatewayId());
            out.text(change.machineId());
            out.choice(change.presence());
            out.time(change.at(), 0);
            out.time(change.timestamp(), change.at());
            out.count(change.silenceAfterMillis());
            out.flags(change.simulated());
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static GatewayState read(DataInput from) throws IOException {
        int version = from.readByte();
        if (version != VERSION) {
            throw new IOException("a gateway's state has version " + version + ", and this build reads up to " + VERSION
                    + ": restore it with the build that wrote it");
        }
        CompactInput in = new CompactInput(from);
        GatewayState state = new GatewayState();
        int flags = in.flags();
        state.silent = CompactInput.isSet(flags, 0);
        state.simulated = CompactInput.isSet(flags, 1);
        state.silentSince = in.time(0);
        state.newest = in.time(state.silentSince);
        String[] together = new String[(int) in.count()];
        for (int i = 0; i < together.length; i++) {
            together[i] = in.text();
        }
        state.together = List.of(together);
        long members = in.count();
        for (long i = 0; i < members; i++) {
            String machineId = Objects.requireNonNull(in.text());
            Presence presence = Objects.requireNonNull(in.choice(PRESENCES));
            long since = in.time(state.silentSince);
            long silenceAfterMillis = in.count();
            boolean withGateway = CompactInput.isSet(in.flags(), 0);
            long reportAt = in.time(since);
            state.members.put(
                    machineId,
                    new Member(
                            presence,
                            since,
                            silenceAfterMillis,
                            withGateway,
                            reportAt == Long.MIN_VALUE ? NEVER : reportAt));
        }
        long changes = in.count();
        for (long i = 0; i < changes; i++) {
            String gatewayId = Objects.requireNonNull(in.text());
            String machineId = Objects.requireNonNull(in.text());
            Presence presence = Objects.requireNonNull(in.choice(PRESENCES));
            long at = in.time(0);
            state.note(new PresenceChange(
                    gatewayId, machineId, presence, at, in.time(at), in.count(), CompactInput.isSet(in.flags(), 0)));
        }
        return state;
    }
}
