package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.manipulation.SettlingExpectation;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.SignalSpec;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Compares one sample after another with what the process should look like and says what follows for each check. Holds no
 * state of a machine: that is in {@link TwinState}; and no clock: time comes with the samples. O(1) work a sample; it
 * allocates next to nothing unless something happened.
 *
 * <p>Reused buffers make an instance single-threaded.
 */
public final class MachineTwin {

    /**
     * A run of breaches that has not become sustained for so long begins anew with the next breach: patterns may forget it.
     * Much longer than any on-delay, so that a source that reports every half hour can still breach twice.
     */
    public static final long LONGEST_RUN_MILLIS = 3_600_000;

    /** Good samples in a row after which data are trusted again. */
    static final int GOOD_SAMPLES_TO_TRUST = 3;

    private static final String ACTIVE = "ACTIVE";

    private final long healthIntervalMillis;

    // What the present sample gives, by signal; valid within one call.
    private double[] value = new double[0];
    private double[] expected = new double[0];
    private double[] residual = new double[0];
    private double[] zScore = new double[0];
    private double[] variation = new double[0];
    private double override;
    private int phase;
    private final List<Edge> edges = new ArrayList<>();
    private final Set<CheckCard> cards = new LinkedHashSet<>();
    private final List<Check> ended = new ArrayList<>();

    /**
     * Makes a twin.
     *
     * @param healthIntervalMillis time between two health records of one machine; 0: one for each sample
     */
    public MachineTwin(long healthIntervalMillis) {
        this.healthIntervalMillis = healthIntervalMillis;
    }

    /**
     * Judges a sample that is not older than the newest one.
     *
     * @param release what the releases say of the sample's part
     * @return what follows, or null if nothing happened and no health record is due
     */
    public @Nullable Evidence observe(
            TwinState state, String machineId, Sample sample, @Nullable CompiledModel model, ReleaseVerdict release) {
        edges.clear();
        cards.clear();
        boolean silenceEnded = state.monitoring == Monitoring.SILENT;
        if (silenceEnded) {
            edges.add(machineEdge(EdgeKind.SILENCE_ENDED, state, sample.timestamp, state.newest));
            state.goodStreak = 0;
        }
        boolean sameInstant = sample.timestamp == state.newest;
        boolean contextChanged = takeContext(state, sample, model);
        takeRelease(state, sample, release);

        phase = model == null ? -1 : model.phase(sample.processPhase);
        Monitoring before = state.monitoring;
        state.monitoring = monitoringOf(sample, model);
        state.newest = sample.timestamp;
        state.ordinal++;
        if (model != null) {
            makeRoom(model.signals());
            SignalIntake.take(state, sample, model, sameInstant, value);
        }
        if (state.monitoring == Monitoring.MONITORED) {
            takeExpectations(state, sample, Objects.requireNonNull(model));
            judge(state, sample.timestamp, model);
        } else if (before == Monitoring.MONITORED || before == Monitoring.SILENT) {
            leaveContext(state, sample.timestamp);
        }
        boolean trustChanged = updateTrust(state, model);
        boolean healthDue = state.nextHealth == TwinState.NEVER || sample.timestamp >= state.nextHealth;
        if (healthDue) {
            state.nextHealth = sample.timestamp + healthIntervalMillis;
        }
        if (sameInstant) {
            state.nextHealth = sample.timestamp + 1;
        }
        if (edges.isEmpty() && !contextChanged && !trustChanged && !healthDue && before == state.monitoring) {
            return null;
        }
        return evidence(
                state,
                machineId,
                sample.timestamp,
                model,
                healthDue || contextChanged || trustChanged || before != state.monitoring);
    }

    /**
     * Says what it means that a machine has not reported for its silence time-out.
     *
     * @param model the model of its newest sample, see {@link TwinState#modelKey}: a later one counts from its next sample on
     * @return what follows, or null if that was known before
     */
    public @Nullable Evidence fallSilent(TwinState state, String machineId, @Nullable CompiledModel model) {
        if (state.monitoring == Monitoring.SILENT || state.monitoring == Monitoring.OFFLINE) {
            return null;
        }
        edges.clear();
        cards.clear();
        long at = state.newest + silenceAfter(model);
        if (state.monitoring == Monitoring.MONITORED) {
            state.monitoring = Monitoring.SILENT;
            edges.add(machineEdge(EdgeKind.SILENT, state, at, at));
        } else {
            state.monitoring = Monitoring.OFFLINE;
        }
        state.trusted = false;
        // An instant has one recommendation: what samples from before it change is said with the first one after it.
        state.nextHealth = at + 1;
        phase = model == null ? -1 : model.phase(state.phase);
        if (model != null) {
            makeRoom(model.signals());
        }
        return evidence(state, machineId, at, model, true);
    }

    /**
     * Says what it means that a machine's clock was set back: what is open ends with the old clock. The state is then of no
     * use any more but for {@link TwinState#withoutClock}.
     *
     * @param model the model of its newest sample
     */
    public Evidence setClockBack(TwinState state, String machineId, @Nullable CompiledModel model) {
        edges.clear();
        cards.clear();
        leaveContext(state, state.newest);
        edges.add(machineEdge(EdgeKind.CLOCK_SET_BACK, state, state.newest, state.newest));
        state.monitoring = Monitoring.OFFLINE;
        state.trusted = false;
        phase = model == null ? -1 : model.phase(state.phase);
        if (model != null) {
            makeRoom(model.signals());
        }
        return evidence(state, machineId, state.newest, model, false);
    }

    /**
     * Says what it means that a machine has not been heard for so long that it is forgotten: what is open ends. The state is
     * then of no use any more.
     *
     * @param model the model of its newest sample
     * @param afterMillis how long it has not been heard
     */
    public Evidence forget(TwinState state, String machineId, @Nullable CompiledModel model, long afterMillis) {
        edges.clear();
        cards.clear();
        long at = state.newest + afterMillis;
        edges.add(machineEdge(EdgeKind.FORGOTTEN, state, at, at));
        leaveContext(state, at);
        state.monitoring = Monitoring.OFFLINE;
        state.trusted = false;
        phase = model == null ? -1 : model.phase(state.phase);
        if (model != null) {
            makeRoom(model.signals());
        }
        return evidence(state, machineId, at, model, false);
    }

    /**
     * Hands an operator action on to the advisor, with what is known of its machine; no sample is judged.
     *
     * @param state state of the machine, or an empty one if nothing is known of it
     * @param model the model of its newest sample
     */
    public Evidence act(TwinState state, String machineId, @Nullable CompiledModel model, ArrivedAction action) {
        edges.clear();
        cards.clear();
        phase = model == null ? -1 : model.phase(state.phase);
        if (model != null) {
            makeRoom(model.signals());
            Arrays.fill(expected, Double.NaN);
            Arrays.fill(residual, Double.NaN);
            Arrays.fill(zScore, Double.NaN);
        }
        boolean quiet = state.monitoring == Monitoring.SILENT || state.monitoring == Monitoring.OFFLINE;
        // As after a silence: what the advisor says of the action takes an instant of its own, one millisecond later.
        state.nextHealth = quiet ? state.nextHealth + 1 : state.newest + 2;
        return evidence(state, machineId, state.newest, model, false).with(action);
    }

    /** The model's silence time-out in milliseconds; 10 s where there is no model. */
    public static long silenceAfter(@Nullable CompiledModel model) {
        return model == null ? 10_000 : model.model().silenceAfterMillis();
    }

    private Monitoring monitoringOf(Sample sample, @Nullable CompiledModel model) {
        if (model == null) {
            return Monitoring.UNMODELLED;
        }
        String execution = sample.execution == null ? ACTIVE : sample.execution;
        if (!model.model().evaluateWhen().contains(execution)) {
            return Monitoring.IDLE;
        }
        return phase < 0 ? Monitoring.UNMODELLED : Monitoring.MONITORED;
    }

    private boolean takeContext(TwinState state, Sample sample, @Nullable CompiledModel model) {
        String modelKey = model == null ? null : model.model().key();
        boolean modelChanged = !Objects.equals(modelKey, state.modelKey);
        if (modelChanged) {
            if (state.monitoring == Monitoring.MONITORED || state.monitoring == Monitoring.SILENT) {
                leaveContext(state, sample.timestamp);
            }
            state.adopt(model);
        }
        boolean toolChanged = sample.toolChanged
                || (state.toolId != null && sample.toolId != null && !sample.toolId.equals(state.toolId));
        boolean phaseChanged = !Objects.equals(sample.processPhase, state.phase);
        boolean changed = modelChanged
                || toolChanged
                || phaseChanged
                || !Objects.equals(sample.partId, state.partId)
                || !Objects.equals(sample.operation, state.operation)
                || !Objects.equals(sample.execution, state.execution);
        if (toolChanged && !modelChanged && model != null) {
            changeTool(state, sample.timestamp, model);
        }
        if (phaseChanged && model != null) {
            enterPhase(state, model);
        }
        state.partId = sample.partId;
        state.workOrder = sample.workOrder;
        state.partRevision = sample.partRevision;
        state.operation = sample.operation;
        state.phase = sample.processPhase;
        state.toolId = sample.toolId == null ? state.toolId : sample.toolId;
        state.execution = sample.execution;
        state.simulated = sample.simulated;
        return changed;
    }

    private void changeTool(TwinState state, long timestamp, CompiledModel model) {
        for (Baseline baseline : state.baselines) {
            baseline.clear();
        }
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            if (checks[c].rule().code().equals("tool_wear")) {
                if (state.mask[c] != 0) {
                    edges.add(edge(EdgeKind.BROKEN, checks[c], state, c, timestamp, state.runStart[c], 0, null));
                }
                disarm(state, c);
            }
        }
        edges.add(machineEdge(EdgeKind.TOOL_CHANGED, state, timestamp, timestamp));
    }

    private static void enterPhase(TwinState state, CompiledModel model) {
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            state.ripples[c].clear();
        }
        for (int s = 0; s < model.signals(); s++) {
            // A residual in an episode gets no leave to settle: it would hide behind the new phase.
            boolean watched = false;
            for (int c = 0; c < checks.length; c++) {
                watched |= checks[c].signal() == s && checks[c].feature() == Feature.RESIDUAL && state.sustained[c];
            }
            if (watched) {
                state.lagged[s] = Double.NaN;
            } else if (Double.isNaN(state.lagged[s])) {
                state.lagged[s] = state.settled[s];
            }
        }
    }

    private void leaveContext(TwinState state, long timestamp) {
        for (int c = 0; c < state.armed.length; c++) {
            disarm(state, c);
        }
        edges.add(machineEdge(EdgeKind.CONTEXT_LEFT, state, timestamp, timestamp));
    }

    private static void disarm(TwinState state, int check) {
        state.armed[check] = false;
        state.sustained[check] = false;
        state.mask[check] = 0;
        state.insideSince[check] = TwinState.NEVER;
    }

    private void takeRelease(TwinState state, Sample sample, ReleaseVerdict release) {
        if (!release.equals(state.release)) {
            state.release = release;
            edges.add(machineEdge(EdgeKind.RELEASE_CHANGED, state, sample.timestamp, sample.timestamp));
        }
    }

    // ---- residuals -----------------------------------------------------------------------------------------------

    private void takeExpectations(TwinState state, Sample sample, CompiledModel model) {
        override = sample.feedOverridePct;
        boolean modelOnly = model.model().expectedFromModelOnly();
        for (int s = 0; s < model.signals(); s++) {
            double stated = modelOnly ? Double.NaN : sample.expected[s];
            double settled = Double.isNaN(stated) ? model.expected(phase, s) : stated;
            long elapsed = Math.max(0, sample.timestamp - Math.max(state.expectedAt, 0));
            expected[s] = expectedNow(state, s, settled, model.timeConstant(phase, s), elapsed);
            residual[s] = value[s] - expected[s];
            zScore[s] = Double.NaN;
            variation[s] = Double.isNaN(stated) ? model.variation(phase, s) : 0;
            state.settled[s] = settled;
        }
        state.expectedAt = sample.timestamp;
    }

    private double expectedNow(TwinState state, int s, double settled, long timeConstant, long elapsed) {
        if (timeConstant == 0 || Double.isNaN(settled) || Double.isNaN(state.lagged[s])) {
            state.lagged[s] = Double.NaN;
            return settled;
        }
        double lagged = SettlingExpectation.approach(state.lagged[s], settled, elapsed, timeConstant);
        if (Double.isNaN(value[s])) {
            state.lagged[s] = lagged;
            return settled;
        }
        if (SettlingExpectation.hasSettled(value[s], lagged, settled)) {
            state.lagged[s] = Double.NaN;
            return settled;
        }
        state.lagged[s] = lagged;
        return SettlingExpectation.nearest(value[s], lagged, settled);
    }

    // ---- checks --------------------------------------------------------------------------------------------------

    private void judge(TwinState state, long timestamp, CompiledModel model) {
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            if (checks[c].zScore() != null && !Double.isNaN(model.limit(phase, c))) {
                zScore[checks[c].signal()] = zScoreOf(state, model, checks[c], c);
            }
        }
        boolean suspect = false;
        ended.clear();
        for (int c = 0; c < checks.length; c++) {
            double limit = model.limit(phase, c);
            if (Double.isNaN(limit)) {
                if (state.armed[c]) {
                    clear(state, checks[c], c, timestamp, timestamp);
                }
                continue;
            }
            judge(state, timestamp, model, checks[c], c, limit);
            suspect |= state.sustained[c] || recentBreaches(state, checks[c], c) >= checks[c].suspicious();
        }
        for (Check check : ended) {
            endRunsOfEpisode(state, timestamp, checks, check);
        }
        if (!suspect) {
            learn(state, model, checks);
        }
    }

    /** What goes on after an episode has closed, without having been sustained in it, begins anew: it is another episode. */
    private void endRunsOfEpisode(TwinState state, long timestamp, Check[] checks, Check closed) {
        for (int c = 0; c < checks.length; c++) {
            if (state.sustained[c] && closed.isOfSameEpisodeAs(checks[c])) {
                return;
            }
        }
        for (int c = 0; c < checks.length; c++) {
            if (state.mask[c] != 0 && closed.isOfSameEpisodeAs(checks[c])) {
                edges.add(edge(EdgeKind.BROKEN, checks[c], state, c, timestamp, state.runStart[c], 0, null));
                state.mask[c] = 0;
            }
        }
    }

    private void judge(TwinState state, long timestamp, CompiledModel model, Check check, int c, double limit) {
        if (check.feature() == Feature.QUALITY) {
            int bad = firstBadSignal(state, model);
            step(state, timestamp, check, c, bad >= 0, bad < 0, bad < 0 ? null : missing(model, bad));
            return;
        }
        double scaled = check.rule().scaledByOverride() && override > 0 ? limit * override / 100 : limit;
        double feature = featureOf(state, model, check, c);
        if (Double.isNaN(feature)) {
            // A bad signal holds what is known; a phase in which there is nothing to compare with ends it.
            boolean incomparable =
                    check.feature() != Feature.RIPPLE && state.quality(check.signal()) == SignalQuality.GOOD;
            if (incomparable && state.armed[c]) {
                clear(state, check, c, timestamp, timestamp);
            }
            return;
        }
        boolean breached = check.breached(feature, scaled);
        boolean inside = check.inside(feature, scaled);
        if (!breached && !state.armed[c]) {
            return;
        }
        step(state, timestamp, check, c, breached, inside, breached ? measured(model, check, feature, scaled) : null);
    }

    private double featureOf(TwinState state, CompiledModel model, Check check, int c) {
        int s = check.signal();
        return switch (check.feature()) {
            case LEVEL -> value[s];
            case RESIDUAL -> residual[s];
            case RATIO -> expected[s] > 0 ? value[s] / expected[s] : Double.NaN;
            case RIPPLE -> {
                if (Double.isNaN(value[s])) {
                    state.ripples[c].clear();
                    yield Double.NaN;
                }
                state.ripples[c].add(value[s]);
                yield state.ripples[c].value();
            }
            case Z_SCORE -> zScoreOf(state, model, check, c);
            case QUALITY -> throw new IllegalStateException("quality is no number");
        };
    }

    private double zScoreOf(TwinState state, CompiledModel model, Check check, int c) {
        double deviation = residual[check.signal()];
        Baseline baseline = state.baselines[phase * model.baselines() + model.baselineOf(c)];
        boolean comparable = !Double.isNaN(deviation)
                && baseline.count() >= Objects.requireNonNull(check.zScore()).minimum();
        return comparable ? baseline.zScore(deviation, variation[check.signal()]) : Double.NaN;
    }

    /** Counts one sample for a check, and says what follows. */
    private void step(
            TwinState state,
            long timestamp,
            Check check,
            int c,
            boolean breached,
            boolean inside,
            @Nullable Measurement measurement) {
        if (!breached && !state.armed[c]) {
            return;
        }
        long within = check.rule().withinMillis();
        boolean running = state.mask[c] != 0;
        state.mask[c] = state.mask[c] << 1 | (breached ? 1 : 0);
        if (breached) {
            boolean apart = within > 0 && timestamp - state.lastBreach[c] > within;
            boolean forgotten = !state.sustained[c] && timestamp - state.runStart[c] >= LONGEST_RUN_MILLIS;
            if (running && (apart || forgotten)) {
                edges.add(edge(EdgeKind.BROKEN, check, state, c, timestamp, state.runStart[c], 0, null));
                state.mask[c] = 1;
                running = false;
            }
            if (!running) {
                state.runStart[c] = timestamp;
                edges.add(edge(EdgeKind.BEGAN, check, state, c, timestamp, timestamp, 1, measurement));
            }
            state.armed[c] = true;
            state.lastBreach[c] = timestamp;
            int hits = recentBreaches(state, check, c);
            Edge breach = edge(EdgeKind.BREACH, check, state, c, timestamp, state.runStart[c], hits, measurement);
            state.sustained[c] |= breach.isSustained();
            edges.add(breach);
        } else if (running && (state.mask[c] & newest(check.of() - check.hits() + 1)) == 0) {
            state.mask[c] = 0;
            edges.add(edge(EdgeKind.BROKEN, check, state, c, timestamp, state.runStart[c], 0, null));
        }
        countOffDelay(state, timestamp, check, c, breached, inside);
    }

    /** The off-delay begins anew when the feature is outside so often that another episode might begin, not at one spike. */
    private void countOffDelay(TwinState state, long timestamp, Check check, int c, boolean breached, boolean inside) {
        if (!inside) {
            int outside = recentBreaches(state, check, c) + (breached ? 0 : 1);
            if (outside >= check.suspicious()) {
                state.insideSince[c] = TwinState.NEVER;
            }
            return;
        }
        if (state.insideSince[c] == TwinState.NEVER) {
            state.insideSince[c] = timestamp;
        }
        // A run that has opened nothing ends by being broken: an off-delay shorter than `of` samples must not cut it
        // short.
        boolean mayEnd = state.sustained[c] || state.mask[c] == 0;
        if (mayEnd && timestamp - state.insideSince[c] >= check.rule().offDelayMillis()) {
            clear(state, check, c, timestamp, state.insideSince[c]);
        }
    }

    private static int recentBreaches(TwinState state, Check check, int c) {
        return Long.bitCount(state.mask[c] & newest(check.of()));
    }

    private void clear(TwinState state, Check check, int c, long timestamp, long since) {
        if (state.mask[c] != 0) {
            edges.add(edge(EdgeKind.BROKEN, check, state, c, timestamp, state.runStart[c], 0, null));
        }
        if (state.sustained[c]) {
            ended.add(check);
        }
        disarm(state, c);
        edges.add(edge(EdgeKind.CLEARED, check, state, c, timestamp, since, 0, null));
    }

    private static long newest(int samples) {
        return samples >= Long.SIZE ? -1L : (1L << samples) - 1;
    }

    private int firstBadSignal(TwinState state, CompiledModel model) {
        for (int s = 0; s < model.signals(); s++) {
            if (isRequired(state, model, s) && state.quality(s) != SignalQuality.GOOD) {
                return s;
            }
        }
        return -1;
    }

    private static boolean isRequired(TwinState state, CompiledModel model, int s) {
        return model.signal(s).required()
                || state.release.watch().contains(model.signal(s).name());
    }

    /** The rolling window holds only good samples from outside an episode, and from outside one that may be beginning. */
    private void learn(TwinState state, CompiledModel model, Check[] checks) {
        for (int c = 0; c < checks.length; c++) {
            int baseline = model.baselineOf(c);
            if (baseline >= 0 && !Double.isNaN(model.limit(phase, c)) && !Double.isNaN(residual[checks[c].signal()])) {
                state.baselines[phase * model.baselines() + baseline].add(residual[checks[c].signal()]);
            }
        }
    }

    // ---- trust ---------------------------------------------------------------------------------------------------

    private boolean updateTrust(TwinState state, @Nullable CompiledModel model) {
        boolean good =
                state.monitoring == Monitoring.MONITORED && firstBadSignal(state, Objects.requireNonNull(model)) < 0;
        if (state.monitoring == Monitoring.MONITORED) {
            state.goodStreak = good ? Math.min(GOOD_SAMPLES_TO_TRUST, state.goodStreak + 1) : 0;
        }
        boolean trusted = good && state.goodStreak >= GOOD_SAMPLES_TO_TRUST;
        boolean changed = trusted != state.trusted;
        state.trusted = trusted;
        return changed;
    }

    // ---- what the advisor gets -----------------------------------------------------------------------------------

    private Edge machineEdge(EdgeKind kind, TwinState state, long timestamp, long since) {
        return new Edge(kind, "", false, state.ordinal, timestamp, since, 0, 0, 0, 0, null);
    }

    private Edge edge(
            EdgeKind kind,
            Check check,
            TwinState state,
            int c,
            long timestamp,
            long since,
            int hits,
            @Nullable Measurement measurement) {
        cards.add(check.card());
        return new Edge(
                kind,
                check.card().check(),
                check.card().aboutQuality(),
                state.ordinal,
                timestamp,
                since,
                hits,
                Long.bitCount(state.mask[c]),
                check.hits(),
                check.rule().atLeastMillis(),
                measurement);
    }

    private Measurement measured(CompiledModel model, Check check, double feature, double limit) {
        int s = check.signal();
        String unit = switch (check.feature()) {
            case LEVEL, RIPPLE, RESIDUAL, QUALITY -> model.signal(s).unit();
            case RATIO -> "×";
            case Z_SCORE -> "σ";
        };
        return new Measurement(model.signal(s).name(), feature, unit, number(expected[s]), limit, number(zScore[s]));
    }

    private static Measurement missing(CompiledModel model, int s) {
        return new Measurement(model.signal(s).name(), null, model.signal(s).unit(), null, null, null);
    }

    private Evidence evidence(
            TwinState state, String machineId, long timestamp, @Nullable CompiledModel model, boolean healthDue) {
        boolean monitored = state.monitoring == Monitoring.MONITORED;
        List<SignalReading> readings = new ArrayList<>();
        List<String> notEvaluated = new ArrayList<>();
        if (model != null) {
            for (int s = 0; s < model.signals(); s++) {
                readings.add(reading(state, model, s, monitored));
            }
            for (Check check : model.checks()) {
                if (monitored && check.signal() >= 0 && state.quality(check.signal()) != SignalQuality.GOOD) {
                    String reason = check.rule().name() + ": "
                            + model.signal(check.signal()).name() + " is "
                            + state.quality(check.signal()).name().toLowerCase(java.util.Locale.ROOT);
                    if (!notEvaluated.contains(reason)) {
                        notEvaluated.add(reason);
                    }
                }
            }
        }
        return new Evidence(
                machineId,
                timestamp,
                state.context(),
                state.modelKey,
                state.monitoring == null ? Monitoring.OFFLINE : state.monitoring,
                reasonOf(state, model),
                state.trusted,
                readings,
                notEvaluated,
                List.copyOf(edges),
                List.copyOf(cards),
                state.release,
                state.gatewayLink(),
                healthDue,
                null);
    }

    private SignalReading reading(TwinState state, CompiledModel model, int s, boolean monitored) {
        SignalSpec spec = model.signal(s);
        boolean good = state.quality(s) == SignalQuality.GOOD;
        return new SignalReading(
                spec.name(),
                good ? number(state.accepted[s]) : null,
                spec.unit(),
                monitored ? number(expected[s]) : null,
                monitored && good ? number(residual[s]) : null,
                monitored && good ? number(zScore[s]) : null,
                phase < 0 ? null : number(model.lowLimit(phase, s)),
                phase < 0 ? null : number(model.highLimit(phase, s)),
                state.quality(s));
    }

    private @Nullable String reasonOf(TwinState state, @Nullable CompiledModel model) {
        if (state.monitoring == null) {
            return "no data of this machine are known";
        }
        return switch (state.monitoring) {
            case MONITORED -> null;
            case LEARNING -> "still learning what to expect";
            case IDLE -> "execution is " + state.execution + ": the machine is not cutting";
            case OFFLINE ->
                edges.stream().anyMatch(edge -> edge.kind() == EdgeKind.FORGOTTEN)
                        ? "no data for so long that the machine is forgotten"
                        : "no data since the machine was last seen not cutting";
            case SILENT -> "no data though the machine was cutting when it was last heard";
            case UNMODELLED ->
                model == null
                        ? "no process model for operation " + state.operation
                        : "process model " + state.modelKey + " has no phase " + state.phase;
        };
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private void makeRoom(int signals) {
        if (value.length < signals) {
            value = new double[signals];
            expected = new double[signals];
            residual = new double[signals];
            zScore = new double[signals];
            variation = new double[signals];
        }
    }
}
