package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.feedhold.twin.acquisition.RecordOrder;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
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

    /** No sample has been seen. */
    static final long NEVER = Long.MIN_VALUE;

    private static final SignalQuality[] QUALITIES = SignalQuality.values();

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
    long forgetTimer = NEVER;
    long nextHealth = NEVER;
    long ordinal;
    long expectedAt = NEVER;
    int goodStreak = MachineTwin.GOOD_SAMPLES_TO_TRUST;
    boolean trusted;

    // Its gateway.
    @Nullable
    String gatewayId;

    /** Whether the gateway was told that the machine is not heard. */
    boolean missed;

    long presenceAt = NEVER;

    // What belongs to the model; the arrays are by signal and by check of the compiled model.
    @Nullable
    String modelKey;

    /** That model, once it was looked up; no part of what is stored. */
    private @Nullable CompiledModel model;

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
    /** Numbers of the first breach of a run that nobody has been told of. */
    @Nullable
    Measurement[] untold = new Measurement[0];

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

    /** Instant of the pending timer at which the machine may be forgotten, or {@link Long#MIN_VALUE} if there is none. */
    public long forgetTimer() {
        return forgetTimer;
    }

    /** Notes the pending timer at which the machine may be forgotten. */
    public void forgetTimer(long timer) {
        forgetTimer = timer;
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

    /** The model of {@link #modelKey} if it is at hand: after a restore it has to be looked up, and handed in. */
    public @Nullable CompiledModel model() {
        return model;
    }

    /** Hands in the model of {@link #modelKey}. */
    public void model(CompiledModel found) {
        model = found;
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
        state.forgetTimer = forgetTimer;
        state.gatewayId = gatewayId;
        state.missed = missed;
        state.presenceAt = presenceAt;
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
    void adopt(@Nullable CompiledModel adopted) {
        model = adopted;
        modelKey = adopted == null ? null : adopted.key();
        int signals = adopted == null ? 0 : adopted.signals();
        int checks = adopted == null ? 0 : adopted.checks().length;
        allot(signals, checks);
        Arrays.fill(quality, (byte) SignalQuality.MISSING.ordinal());
        List<Ripple> rippleWindows = new ArrayList<>();
        List<Baseline> windows = new ArrayList<>();
        if (adopted != null) {
            for (Check check : adopted.checks()) {
                rippleWindows.add(new Ripple(
                        check.feature() == org.feedhold.twin.process.Feature.RIPPLE
                                ? check.rule().rippleWindow()
                                : 0));
            }
            for (int phase = 0; phase < adopted.phases(); phase++) {
                for (Check check : adopted.checks()) {
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

    /** Number of the first signal without which data are not trusted and that is not good; -1 if all are. */
    int firstBadSignal(CompiledModel model) {
        for (int s = 0; s < model.signals(); s++) {
            if (isRequired(model, s) && quality(s) != SignalQuality.GOOD) {
                return s;
            }
        }
        return -1;
    }

    private boolean isRequired(CompiledModel model, int s) {
        return model.signal(s).required()
                || release.watch().contains(model.signal(s).name());
    }

    @Nullable
    GatewayLink gatewayLink() {
        return gatewayId == null ? null : new GatewayLink(gatewayId, presenceAt);
    }

    MachineContext context() {
        return new MachineContext(partId, workOrder, partRevision, operation, phase, toolId, execution, simulated);
    }

    /** Writes the state; {@link #read} is its inverse. */
    public void write(DataOutput out) throws IOException {
        TwinStateLayout.write(this, out);
    }

    /**
     * Reads a state of this or an earlier version.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static TwinState read(DataInput in) throws IOException {
        return TwinStateLayout.read(in);
    }

    /** Makes room for signals and checks. */
    void allot(int signals, int checks) {
        accepted = filled(signals, Double.NaN);
        acceptedAt = filled(signals, NEVER);
        candidate = filled(signals, Double.NaN);
        candidates = new byte[signals];
        raw = filled(signals, Double.NaN);
        sameSince = filled(signals, NEVER);
        same = new byte[signals];
        quality = new byte[signals];
        settled = filled(signals, Double.NaN);
        lagged = filled(signals, Double.NaN);
        allotChecks(checks);
    }

    /** Makes room for checks. */
    void allotChecks(int checks) {
        mask = new long[checks];
        untold = new Measurement[checks];
        runStart = filled(checks, NEVER);
        lastBreach = filled(checks, NEVER);
        insideSince = filled(checks, NEVER);
        armed = new boolean[checks];
        sustained = new boolean[checks];
        ripples = new Ripple[checks];
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
