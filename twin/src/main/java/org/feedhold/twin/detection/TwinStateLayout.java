package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.acquisition.RecordOrder;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.manipulation.Ripple;
import org.feedhold.twin.release.ReleaseVerdict;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

/**
 * How a twin's state lies in a checkpoint: what is as usual takes a bit, times are distances from the newest sample, and
 * numbers keep every bit, so that a restored twin goes on as an undisturbed one would. The first byte is the version; a
 * change of the layout raises it, and what earlier versions wrote is still read.
 */
final class TwinStateLayout {

    private static final int VERSION = 4;
    /** Told of a run with its first breach. */
    private static final int WITHOUT_UNTOLD_RUNS = 3;
    /** Knew of no gateway, either. */
    private static final int WITHOUT_GATEWAY = 2;

    private static final Monitoring[] MONITORINGS = Monitoring.values();
    private static final Decision[] DECISIONS = Decision.values();

    private TwinStateLayout() {}

    static void write(TwinState state, DataOutput to) throws IOException {
        to.writeByte(VERSION);
        CompactOutput out = new CompactOutput(to);
        out.text(state.partId);
        out.text(state.workOrder);
        out.text(state.partRevision);
        out.text(state.operation);
        out.text(state.phase);
        out.text(state.toolId);
        out.text(state.execution);
        out.text(state.modelKey);
        out.choice(state.monitoring);
        boolean released = state.release.equals(ReleaseVerdict.RELEASED);
        out.flags(state.simulated, state.trusted, released);
        if (!released) {
            write(state.release, out);
        }
        out.time(state.newest, 0);
        state.order.write(to);
        out.time(state.arrival, state.newest);
        out.time(state.silenceTimer, state.newest);
        out.time(state.forgetTimer, state.newest);
        out.time(state.nextHealth, state.newest);
        out.time(state.expectedAt, state.newest);
        out.count(state.ordinal);
        out.count(state.goodStreak);
        out.text(state.gatewayId);
        if (state.gatewayId != null) {
            out.flags(state.missed);
            out.time(state.presenceAt, state.newest);
        }
        writeSignals(state, out);
        writeChecks(state, to, out);
        writeBaselines(state.baselines, to, out);
    }

    /** Reads a state of any version. */
    static TwinState read(DataInput from) throws IOException {
        int version = from.readByte();
        if (version == 1) {
            return FirstTwinStateLayout.read(from);
        }
        if (version != VERSION && version != WITHOUT_UNTOLD_RUNS && version != WITHOUT_GATEWAY) {
            throw new IOException("twin state has version " + version + ", and this build reads up to " + VERSION
                    + ": restore it with the build that wrote it");
        }
        CompactInput in = new CompactInput(from);
        TwinState state = new TwinState();
        state.partId = in.text();
        state.workOrder = in.text();
        state.partRevision = in.text();
        state.operation = in.text();
        state.phase = in.text();
        state.toolId = in.text();
        state.execution = in.text();
        state.modelKey = in.text();
        state.monitoring = in.choice(MONITORINGS);
        int flags = in.flags();
        state.simulated = CompactInput.isSet(flags, 0);
        state.trusted = CompactInput.isSet(flags, 1);
        if (!CompactInput.isSet(flags, 2)) {
            state.release = readRelease(in);
        }
        state.newest = in.time(0);
        state.order = RecordOrder.read(from);
        state.arrival = in.time(state.newest);
        state.silenceTimer = in.time(state.newest);
        state.forgetTimer = in.time(state.newest);
        state.nextHealth = in.time(state.newest);
        state.expectedAt = in.time(state.newest);
        state.ordinal = in.count();
        state.goodStreak = (int) in.count();
        state.gatewayId = version == WITHOUT_GATEWAY ? null : in.text();
        if (state.gatewayId != null) {
            state.missed = CompactInput.isSet(in.flags(), 0);
            state.presenceAt = in.time(state.newest);
        }
        readSignals(state, in);
        readChecks(state, from, in);
        state.baselines = readBaselines(from, in);
        return state;
    }

    private static void write(ReleaseVerdict release, CompactOutput out) throws IOException {
        out.choice(release.decision());
        out.text(release.reason());
        out.count(release.watch().size());
        for (String signal : release.watch()) {
            out.text(signal);
        }
    }

    private static ReleaseVerdict readRelease(CompactInput in) throws IOException {
        Decision decision = in.choice(DECISIONS);
        String reason = Objects.requireNonNull(in.text());
        String[] watch = new String[(int) in.count()];
        for (int i = 0; i < watch.length; i++) {
            watch[i] = in.text();
        }
        return new ReleaseVerdict(decision, reason, List.of(watch));
    }

    private static void writeSignals(TwinState state, CompactOutput out) throws IOException {
        out.count(state.accepted.length);
        for (int s = 0; s < state.accepted.length; s++) {
            boolean rawIsAccepted = isSame(state.raw[s], state.accepted[s]);
            boolean laggedIsSettled = isSame(state.lagged[s], state.settled[s]);
            out.flags(
                    isNumber(state.accepted[s]),
                    isNumber(state.candidate[s]),
                    rawIsAccepted,
                    isNumber(state.raw[s]),
                    isNumber(state.settled[s]),
                    laggedIsSettled,
                    isNumber(state.lagged[s]));
            out.number(state.accepted[s]);
            out.number(state.candidate[s]);
            if (!rawIsAccepted) {
                out.number(state.raw[s]);
            }
            out.number(state.settled[s]);
            if (!laggedIsSettled) {
                out.number(state.lagged[s]);
            }
            out.time(state.acceptedAt[s], state.newest);
            out.time(state.sameSince[s], state.newest);
            out.count(state.candidates[s]);
            out.count(state.same[s]);
            out.count(state.quality[s]);
        }
    }

    private static void readSignals(TwinState state, CompactInput in) throws IOException {
        int signals = (int) in.count();
        state.allot(signals, 0);
        for (int s = 0; s < signals; s++) {
            int flags = in.flags();
            state.accepted[s] = in.number(CompactInput.isSet(flags, 0));
            state.candidate[s] = in.number(CompactInput.isSet(flags, 1));
            state.raw[s] = CompactInput.isSet(flags, 2) ? state.accepted[s] : in.number(CompactInput.isSet(flags, 3));
            state.settled[s] = in.number(CompactInput.isSet(flags, 4));
            state.lagged[s] = CompactInput.isSet(flags, 5) ? state.settled[s] : in.number(CompactInput.isSet(flags, 6));
            state.acceptedAt[s] = in.time(state.newest);
            state.sameSince[s] = in.time(state.newest);
            state.candidates[s] = (byte) in.count();
            state.same[s] = (byte) in.count();
            state.quality[s] = (byte) in.count();
        }
    }

    private static void writeChecks(TwinState state, DataOutput to, CompactOutput out) throws IOException {
        out.count(state.mask.length);
        for (int c = 0; c < state.mask.length; c++) {
            boolean hasRipple = state.ripples[c].window() > 0;
            Measurement untold = state.untold[c];
            out.flags(state.armed[c], state.sustained[c], hasRipple, untold != null);
            if (state.armed[c]) {
                out.signed(state.mask[c]);
                out.time(state.runStart[c], state.newest);
                out.time(state.lastBreach[c], state.newest);
                out.time(state.insideSince[c], state.newest);
            }
            if (untold != null) {
                write(untold, out);
            }
            if (hasRipple) {
                out.count(state.ripples[c].window());
                state.ripples[c].write(to);
            }
        }
    }

    private static void readChecks(TwinState state, DataInput from, CompactInput in) throws IOException {
        int checks = (int) in.count();
        state.allotChecks(checks);
        for (int c = 0; c < checks; c++) {
            int flags = in.flags();
            state.armed[c] = CompactInput.isSet(flags, 0);
            state.sustained[c] = CompactInput.isSet(flags, 1);
            if (state.armed[c]) {
                state.mask[c] = in.signed();
                state.runStart[c] = in.time(state.newest);
                state.lastBreach[c] = in.time(state.newest);
                state.insideSince[c] = in.time(state.newest);
            }
            if (CompactInput.isSet(flags, 3)) {
                state.untold[c] = readMeasurement(in);
            }
            boolean hasRipple = CompactInput.isSet(flags, 2);
            state.ripples[c] = new Ripple(hasRipple ? (int) in.count() : 0);
            if (hasRipple) {
                state.ripples[c].read(from);
            }
        }
    }

    private static void write(Measurement measurement, CompactOutput out) throws IOException {
        out.flags(
                measurement.value() != null,
                measurement.expected() != null,
                measurement.limit() != null,
                measurement.zScore() != null);
        out.text(measurement.signal());
        out.number(measurement.value());
        out.text(measurement.unit());
        out.number(measurement.expected());
        out.number(measurement.limit());
        out.number(measurement.zScore());
    }

    private static Measurement readMeasurement(CompactInput in) throws IOException {
        int flags = in.flags();
        return new Measurement(
                in.text(),
                in.nullable(CompactInput.isSet(flags, 0)),
                in.text(),
                in.nullable(CompactInput.isSet(flags, 1)),
                in.nullable(CompactInput.isSet(flags, 2)),
                in.nullable(CompactInput.isSet(flags, 3)));
    }

    /** The windows of all phases are alike: of those that are, only the first says how long it is and what its floor is. */
    private static void writeBaselines(Baseline[] baselines, DataOutput to, CompactOutput out) throws IOException {
        out.count(baselines.length);
        Baseline before = null;
        for (Baseline baseline : baselines) {
            boolean alike =
                    before != null && before.window() == baseline.window() && isSame(before.floor(), baseline.floor());
            out.flags(alike);
            if (!alike) {
                out.count(baseline.window());
                out.number(baseline.floor());
            }
            baseline.write(to);
            before = baseline;
        }
    }

    private static Baseline[] readBaselines(DataInput from, CompactInput in) throws IOException {
        Baseline[] baselines = new Baseline[(int) in.count()];
        for (int b = 0; b < baselines.length; b++) {
            boolean alike = CompactInput.isSet(in.flags(), 0);
            baselines[b] = alike
                    ? new Baseline(baselines[b - 1].window(), baselines[b - 1].floor())
                    : new Baseline((int) in.count(), in.number(true));
            baselines[b].read(from);
        }
        return baselines;
    }

    private static boolean isNumber(double value) {
        return !Double.isNaN(value);
    }

    private static boolean isSame(double one, double other) {
        return Double.doubleToLongBits(one) == Double.doubleToLongBits(other);
    }
}
