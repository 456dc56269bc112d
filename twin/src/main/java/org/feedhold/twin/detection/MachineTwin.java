package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.process.Feature;
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

    // What the present sample gives; valid within one call.
    private final Comparison comparison = new Comparison();
    private final EdgeBuffer edges = new EdgeBuffer();
    private final CheckJudge checks;

    /**
     * Makes a twin.
     *
     * @param healthIntervalMillis time between two health records of one machine; 0: one for each sample
     */
    public MachineTwin(long healthIntervalMillis) {
        this.healthIntervalMillis = healthIntervalMillis;
        this.checks = new CheckJudge(comparison, edges, healthIntervalMillis == 0);
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
        boolean silenceEnded = state.monitoring == Monitoring.SILENT;
        if (silenceEnded) {
            edges.add(EdgeKind.SILENCE_ENDED, state, sample.timestamp, state.newest);
            state.goodStreak = 0;
        }
        boolean sameInstant = sample.timestamp == state.newest;
        boolean contextChanged = takeContext(state, sample, model);
        takeRelease(state, sample, release);

        comparison.enter(model, sample.processPhase);
        Monitoring before = state.monitoring;
        state.monitoring = monitoringOf(sample, model);
        state.newest = sample.timestamp;
        state.ordinal++;
        if (model != null) {
            comparison.take(state, sample, model, sameInstant);
        }
        if (state.monitoring == Monitoring.MONITORED) {
            comparison.compare(state, sample, Objects.requireNonNull(model));
            checks.judge(state, sample.timestamp, model);
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
        long at = state.newest + silenceAfter(model);
        if (state.monitoring == Monitoring.MONITORED) {
            state.monitoring = Monitoring.SILENT;
            edges.add(EdgeKind.SILENT, state, at, at);
        } else {
            state.monitoring = Monitoring.OFFLINE;
        }
        state.trusted = false;
        // An instant has one recommendation: what samples from before it change is said with the first one after it.
        state.nextHealth = at + 1;
        comparison.enter(model, state.phase);
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
        leaveContext(state, state.newest);
        edges.add(EdgeKind.CLOCK_SET_BACK, state, state.newest, state.newest);
        state.monitoring = Monitoring.OFFLINE;
        state.trusted = false;
        comparison.enter(model, state.phase);
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
        long at = state.newest + afterMillis;
        edges.add(EdgeKind.FORGOTTEN, state, at, at);
        leaveContext(state, at);
        state.monitoring = Monitoring.OFFLINE;
        state.trusted = false;
        comparison.enter(model, state.phase);
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
        comparison.enter(model, state.phase);
        comparison.clear();
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
        return comparison.phase() < 0 ? Monitoring.UNMODELLED : Monitoring.MONITORED;
    }

    private boolean takeContext(TwinState state, Sample sample, @Nullable CompiledModel model) {
        String modelKey = model == null ? null : model.key();
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
        checks.end(state, timestamp, model, "tool_wear");
        edges.add(EdgeKind.TOOL_CHANGED, state, timestamp, timestamp);
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
        CheckJudge.endAll(state);
        edges.add(EdgeKind.CONTEXT_LEFT, state, timestamp, timestamp);
    }

    private void takeRelease(TwinState state, Sample sample, ReleaseVerdict release) {
        if (!release.equals(state.release)) {
            state.release = release;
            edges.add(EdgeKind.RELEASE_CHANGED, state, sample.timestamp, sample.timestamp);
        }
    }

    private boolean updateTrust(TwinState state, @Nullable CompiledModel model) {
        boolean good =
                state.monitoring == Monitoring.MONITORED && state.firstBadSignal(Objects.requireNonNull(model)) < 0;
        if (state.monitoring == Monitoring.MONITORED) {
            state.goodStreak = good ? Math.min(GOOD_SAMPLES_TO_TRUST, state.goodStreak + 1) : 0;
        }
        boolean trusted = good && state.goodStreak >= GOOD_SAMPLES_TO_TRUST;
        boolean changed = trusted != state.trusted;
        state.trusted = trusted;
        return changed;
    }

    private Evidence evidence(
            TwinState state, String machineId, long timestamp, @Nullable CompiledModel model, boolean healthDue) {
        boolean monitored = state.monitoring == Monitoring.MONITORED;
        List<SignalReading> readings = new ArrayList<>();
        List<String> notEvaluated = new ArrayList<>();
        if (model != null) {
            for (int s = 0; s < model.signals(); s++) {
                readings.add(comparison.reading(state, model, s, monitored));
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
                edges.edges(),
                edges.cards(),
                state.release,
                state.gatewayLink(),
                healthDue,
                null);
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
                edges.has(EdgeKind.FORGOTTEN)
                        ? "no data for so long that the machine is forgotten"
                        : "no data since the machine was last seen not cutting";
            case SILENT -> "no data though the machine was cutting when it was last heard";
            case UNMODELLED ->
                model == null
                        ? "no process model for operation " + state.operation
                        : "process model " + state.modelKey + " has no phase " + state.phase;
        };
    }
}
