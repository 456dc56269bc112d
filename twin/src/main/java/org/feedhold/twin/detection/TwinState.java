package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.feedhold.twin.acquisition.RecordOrder;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.manipulation.Ripple;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/**
 * All that the twin of one machine remembers between two samples: one compact value, mutated in place by
 * {@link MachineTwin} alone. Its size follows from the process model and does not grow with time.
 */
public final class TwinState {

    private static final int VERSION = 1;

    /** No sample has been seen. */
    static final long NEVER = Long.MIN_VALUE;

    private static final SignalQuality[] QUALITIES = SignalQuality.values();
    private static final Monitoring[] MONITORINGS = Monitoring.values();
    private static final Decision[] DECISIONS = Decision.values();

    // What the machine was doing at its newest sample.
    @Nullable
    String partId;

    @Nullable
    String workOrder;

    @Nullable
    String partRevision;

    @Nullable
    String operation;

    @Nullable
    String phase;

    @Nullable
    String toolId;

    @Nullable
    String execution;

    boolean simulated;

    @Nullable
    Monitoring monitoring;

    ReleaseVerdict release = ReleaseVerdict.RELEASED;

    // Its clock.
    RecordOrder order = new RecordOrder();
    long newest = NEVER;
    long arrival = NEVER;
    long silenceTimer = NEVER;
    long nextHealth = NEVER;
    long ordinal;
    long expectedAt = NEVER;
    int goodStreak = MachineTwin.GOOD_SAMPLES_TO_TRUST;
    boolean trusted;

    // What belongs to the model; the arrays are by signal and by check of the compiled model.
    @Nullable
    String modelKey;

    double[] accepted = new double[0];
    long[] acceptedAt = new long[0];
    double[] candidate = new double[0];
    byte[] candidates = new byte[0];
    double[] raw = new double[0];
    long[] sameSince = new long[0];
    byte[] same = new byte[0];
    byte[] quality = new byte[0];
    double[] settled = new double[0];
    double[] lagged = new double[0];
    long[] mask = new long[0];
    long[] runStart = new long[0];
    long[] lastBreach = new long[0];
    long[] insideSince = new long[0];
    boolean[] armed = new boolean[0];
    boolean[] sustained = new boolean[0];
    Ripple[] ripples = new Ripple[0];
    Baseline[] baselines = new Baseline[0];

    /** Event time of the newest sample in epoch milliseconds, or {@link Long#MIN_VALUE} before the first. */
    public long newest() {
        return newest;
    }

    /** Arrival time of the newest record in epoch milliseconds, or {@link Long#MIN_VALUE} before the first. */
    public long arrival() {
        return arrival;
    }

    /** Instant of the pending silence timer on the arrival clock, or {@link Long#MIN_VALUE} if there is none. */
    public long silenceTimer() {
        return silenceTimer;
    }

    /** Notes the pending silence timer. */
    public void silenceTimer(long timer) {
        silenceTimer = timer;
    }

    /** Operation at the newest sample. */
    public @Nullable String operation() {
        return operation;
    }

    /** Key of the process model of the newest sample. */
    public @Nullable String modelKey() {
        return modelKey;
    }

    /** The order of the machine's records. */
    public RecordOrder order() {
        return order;
    }

    /** Notes the arrival of a record that is a sign of life. */
    public void note(long arrival) {
        this.arrival = Math.max(this.arrival, arrival);
    }

    /** What is left when the machine's clock was set back: nothing that has an event time. */
    public TwinState withoutClock() {
        TwinState state = new TwinState();
        state.order = order;
        state.order.startAnew();
        state.arrival = arrival;
        state.silenceTimer = silenceTimer;
        return state;
    }

    /** Where the source reports on change: what a sample does not say of its context is unchanged. */
    public void fillIn(Sample sample) {
        sample.partId = sample.partId == null ? partId : sample.partId;
        sample.workOrder = sample.workOrder == null ? workOrder : sample.workOrder;
        sample.partRevision = sample.partRevision == null ? partRevision : sample.partRevision;
        sample.operation = sample.operation == null ? operation : sample.operation;
        sample.processPhase = sample.processPhase == null ? phase : sample.processPhase;
        sample.toolId = sample.toolId == null ? toolId : sample.toolId;
        sample.execution = sample.execution == null ? execution : sample.execution;
    }

    /** Lays the model's part of the state out anew, empty. */
    void adopt(@Nullable CompiledModel model) {
        modelKey = model == null ? null : model.model().key();
        int signals = model == null ? 0 : model.signals();
        int checks = model == null ? 0 : model.checks().length;
        accepted = filled(signals, Double.NaN);
        acceptedAt = filled(signals, NEVER);
        candidate = filled(signals, Double.NaN);
        candidates = new byte[signals];
        raw = filled(signals, Double.NaN);
        sameSince = filled(signals, NEVER);
        same = new byte[signals];
        quality = new byte[signals];
        Arrays.fill(quality, (byte) SignalQuality.MISSING.ordinal());
        settled = filled(signals, Double.NaN);
        lagged = filled(signals, Double.NaN);
        mask = new long[checks];
        runStart = filled(checks, NEVER);
        lastBreach = filled(checks, NEVER);
        insideSince = filled(checks, NEVER);
        armed = new boolean[checks];
        sustained = new boolean[checks];
        List<Ripple> rippleWindows = new ArrayList<>();
        List<Baseline> windows = new ArrayList<>();
        if (model != null) {
            for (Check check : model.checks()) {
                rippleWindows.add(new Ripple(
                        check.feature() == org.feedhold.twin.process.Feature.RIPPLE
                                ? check.rule().rippleWindow()
                                : 0));
            }
            for (int phase = 0; phase < model.phases(); phase++) {
                for (Check check : model.checks()) {
                    if (check.zScore() != null) {
                        windows.add(new Baseline(
                                check.zScore().window(), check.zScore().floor()));
                    }
                }
            }
        }
        ripples = rippleWindows.toArray(new Ripple[0]);
        baselines = windows.toArray(new Baseline[0]);
    }

    SignalQuality quality(int signal) {
        return QUALITIES[quality[signal]];
    }

    MachineContext context() {
        return new MachineContext(partId, workOrder, partRevision, operation, phase, toolId, execution, simulated);
    }

    /** Writes the state; {@link #read} is its inverse. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        writeText(out, partId);
        writeText(out, workOrder);
        writeText(out, partRevision);
        writeText(out, operation);
        writeText(out, phase);
        writeText(out, toolId);
        writeText(out, execution);
        out.writeBoolean(simulated);
        out.writeByte(monitoring == null ? -1 : monitoring.ordinal());
        out.writeByte(release.decision() == null ? -1 : release.decision().ordinal());
        writeText(out, release.reason());
        out.writeByte(release.watch().size());
        for (String signal : release.watch()) {
            writeText(out, signal);
        }
        out.writeLong(newest);
        order.write(out);
        out.writeLong(arrival);
        out.writeLong(silenceTimer);
        out.writeLong(nextHealth);
        out.writeLong(ordinal);
        out.writeLong(expectedAt);
        out.writeByte(goodStreak);
        out.writeBoolean(trusted);
        writeText(out, modelKey);
        out.writeByte(accepted.length);
        for (int s = 0; s < accepted.length; s++) {
            out.writeDouble(accepted[s]);
            out.writeLong(acceptedAt[s]);
            out.writeDouble(candidate[s]);
            out.writeByte(candidates[s]);
            out.writeDouble(raw[s]);
            out.writeLong(sameSince[s]);
            out.writeByte(same[s]);
            out.writeByte(quality[s]);
            out.writeDouble(settled[s]);
            out.writeDouble(lagged[s]);
        }
        out.writeShort(mask.length);
        for (int c = 0; c < mask.length; c++) {
            out.writeBoolean(armed[c]);
            if (armed[c]) {
                out.writeBoolean(sustained[c]);
                out.writeLong(mask[c]);
                out.writeLong(runStart[c]);
                out.writeLong(lastBreach[c]);
                out.writeLong(insideSince[c]);
            }
            out.writeByte(ripples[c].window());
            ripples[c].write(out);
        }
        out.writeShort(baselines.length);
        for (Baseline baseline : baselines) {
            out.writeByte(baseline.window());
            out.writeDouble(baseline.floor());
            baseline.write(out);
        }
    }

    /**
     * Reads a state.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static TwinState read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("twin state has version " + version + ", and this build reads up to " + VERSION
                    + ": restore it with the build that wrote it");
        }
        TwinState state = new TwinState();
        state.partId = readText(in);
        state.workOrder = readText(in);
        state.partRevision = readText(in);
        state.operation = readText(in);
        state.phase = readText(in);
        state.toolId = readText(in);
        state.execution = readText(in);
        state.simulated = in.readBoolean();
        int monitoring = in.readByte();
        state.monitoring = monitoring < 0 ? null : MONITORINGS[monitoring];
        int decision = in.readByte();
        String reason = readText(in);
        String[] watch = new String[in.readUnsignedByte()];
        for (int i = 0; i < watch.length; i++) {
            watch[i] = readText(in);
        }
        state.release = new ReleaseVerdict(
                decision < 0 ? null : DECISIONS[decision], reason == null ? "" : reason, List.of(watch));
        state.newest = in.readLong();
        state.order = RecordOrder.read(in);
        state.arrival = in.readLong();
        state.silenceTimer = in.readLong();
        state.nextHealth = in.readLong();
        state.ordinal = in.readLong();
        state.expectedAt = in.readLong();
        state.goodStreak = in.readByte();
        state.trusted = in.readBoolean();
        state.readModelPart(in);
        return state;
    }

    private void readModelPart(DataInput in) throws IOException {
        modelKey = readText(in);
        int signals = in.readUnsignedByte();
        accepted = new double[signals];
        acceptedAt = new long[signals];
        candidate = new double[signals];
        candidates = new byte[signals];
        raw = new double[signals];
        sameSince = new long[signals];
        same = new byte[signals];
        quality = new byte[signals];
        settled = new double[signals];
        lagged = new double[signals];
        for (int s = 0; s < signals; s++) {
            accepted[s] = in.readDouble();
            acceptedAt[s] = in.readLong();
            candidate[s] = in.readDouble();
            candidates[s] = in.readByte();
            raw[s] = in.readDouble();
            sameSince[s] = in.readLong();
            same[s] = in.readByte();
            quality[s] = in.readByte();
            settled[s] = in.readDouble();
            lagged[s] = in.readDouble();
        }
        int checks = in.readUnsignedShort();
        mask = new long[checks];
        runStart = filled(checks, NEVER);
        lastBreach = filled(checks, NEVER);
        insideSince = filled(checks, NEVER);
        armed = new boolean[checks];
        sustained = new boolean[checks];
        ripples = new Ripple[checks];
        for (int c = 0; c < checks; c++) {
            armed[c] = in.readBoolean();
            if (armed[c]) {
                sustained[c] = in.readBoolean();
                mask[c] = in.readLong();
                runStart[c] = in.readLong();
                lastBreach[c] = in.readLong();
                insideSince[c] = in.readLong();
            }
            ripples[c] = new Ripple(in.readUnsignedByte());
            ripples[c].read(in);
        }
        baselines = new Baseline[in.readUnsignedShort()];
        for (int b = 0; b < baselines.length; b++) {
            baselines[b] = new Baseline(in.readUnsignedByte(), in.readDouble());
            baselines[b].read(in);
        }
    }

    private static void writeText(DataOutput out, @Nullable String text) throws IOException {
        // Not writeUTF, which takes no more than 64 KiB: the reason of a release may be longer.
        byte[] bytes = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static @Nullable String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }

    private static long[] filled(int length, long value) {
        long[] array = new long[length];
        Arrays.fill(array, value);
        return array;
    }
}
