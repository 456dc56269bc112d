package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.acquisition.RecordOrder;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.manipulation.Ripple;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/** How version 1 laid a twin's state out. Read, never written: see the savepoint of that version in the tests of the jobs. */
final class FirstTwinStateLayout {

    private static final Monitoring[] MONITORINGS = Monitoring.values();
    private static final Decision[] DECISIONS = Decision.values();

    private FirstTwinStateLayout() {}

    /** Reads what follows the version byte. */
    static TwinState read(DataInput in) throws IOException {
        TwinState state = new TwinState();
        state.partId = text(in);
        state.workOrder = text(in);
        state.partRevision = text(in);
        state.operation = text(in);
        state.phase = text(in);
        state.toolId = text(in);
        state.execution = text(in);
        state.simulated = in.readBoolean();
        int monitoring = in.readByte();
        state.monitoring = monitoring < 0 ? null : MONITORINGS[monitoring];
        int decision = in.readByte();
        String reason = Objects.requireNonNullElse(text(in), "");
        String[] watch = new String[in.readUnsignedByte()];
        for (int i = 0; i < watch.length; i++) {
            watch[i] = text(in);
        }
        state.release = new ReleaseVerdict(decision < 0 ? null : DECISIONS[decision], reason, List.of(watch));
        state.newest = in.readLong();
        long sequence = in.readLong();
        in.readInt(); // a fingerprint of the newest record that no later version makes
        state.order = RecordOrder.after(state.newest, sequence);
        state.arrival = in.readLong();
        state.silenceTimer = in.readLong();
        state.nextHealth = in.readLong();
        state.ordinal = in.readLong();
        state.expectedAt = in.readLong();
        state.goodStreak = in.readByte();
        state.trusted = in.readBoolean();
        state.modelKey = text(in);
        readSignals(state, in);
        readChecks(state, in);
        return state;
    }

    private static void readSignals(TwinState state, DataInput in) throws IOException {
        int signals = in.readUnsignedByte();
        state.allot(signals, 0);
        for (int s = 0; s < signals; s++) {
            state.accepted[s] = in.readDouble();
            state.acceptedAt[s] = in.readLong();
            state.candidate[s] = in.readDouble();
            state.candidates[s] = in.readByte();
            state.raw[s] = in.readDouble();
            state.sameSince[s] = in.readLong();
            state.same[s] = in.readByte();
            state.quality[s] = in.readByte();
            state.settled[s] = in.readDouble();
            state.lagged[s] = in.readDouble();
        }
    }

    private static void readChecks(TwinState state, DataInput in) throws IOException {
        int checks = in.readUnsignedShort();
        state.allotChecks(checks);
        for (int c = 0; c < checks; c++) {
            state.armed[c] = in.readBoolean();
            if (state.armed[c]) {
                state.sustained[c] = in.readBoolean();
                state.mask[c] = in.readLong();
                state.runStart[c] = in.readLong();
                state.lastBreach[c] = in.readLong();
                state.insideSince[c] = in.readLong();
            }
            state.ripples[c] = new Ripple(in.readUnsignedByte());
            state.ripples[c].read(in);
        }
        state.baselines = new Baseline[in.readUnsignedShort()];
        for (int b = 0; b < state.baselines.length; b++) {
            state.baselines[b] = new Baseline(in.readUnsignedByte(), in.readDouble());
            state.baselines[b].read(in);
        }
    }

    private static @Nullable String text(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
