package org.feedhold.operators.detection;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.operators.acquisition.ControlFunction;
import org.feedhold.operators.acquisition.ControlRegister;
import org.feedhold.operators.acquisition.DeadLetterCounters;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.operators.action.PendingActions;
import org.feedhold.operators.status.FleetCounts;
import org.feedhold.operators.status.MachineLog;
import org.feedhold.twin.acquisition.Admission;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RecordOrder;
import org.feedhold.twin.acquisition.Reorderer;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SampleDecoder;
import org.feedhold.twin.acquisition.WaitingRecords;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.ActionsTaken;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.detection.CompiledModel;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.GatewayWatch;
import org.feedhold.twin.detection.MachineTwin;
import org.feedhold.twin.detection.PresenceChange;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.detection.TwinState;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ProcessModels.InForce;
import org.feedhold.twin.process.ReleasePolicy;
import org.feedhold.twin.process.ReportingMode;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Holds the twin of each machine and turns its samples into evidence.
 *
 * <p>Keyed by machine. State: one {@link TwinState} a machine, of a size that its process model sets, and its
 * {@link WaitingRecords} while there are any, of a size that {@link Reorderer} sets. Timers, on the arrival clock: one for its
 * silence, which for a machine with a gateway also runs when it becomes quiet, one while records wait, one after which it may
 * be forgotten, and one for each operator action that is to act. A late record goes to {@link ScanFunction#DEAD_LETTERS}; one that came before is
 * dropped and counted. Operator actions come as records of their machine, act in the order of the log, and have the state and
 * timers of {@link PendingActions}; what became of one goes to {@link ControlFunction#EVENTS}. The models and releases are no state: they are read from the log before the first
 * sample, and then kept up to date by the broadcast side.
 */
public final class TwinFunction
        extends KeyedBroadcastProcessFunction<String, MachineRecord, ControlRecord, SustainedEvidence>
        implements CheckpointedFunction {

    /**
     * Flink asks for a broadcast state where control records are broadcast; nothing is kept in it, because the log itself is
     * kept for ever.
     */
    public static final MapStateDescriptor<String, String> CONTROL =
            new MapStateDescriptor<>("control", Types.STRING, Types.STRING);

    /** Machines that were forgotten. */
    public static final OutputTag<ControlEvent> FORGOTTEN = new OutputTag<>("forgotten") {};

    /** Whether machines are heard through their gateways. */
    public static final OutputTag<PresenceChange> PRESENCE = new OutputTag<>("presence") {};

    private static final long serialVersionUID = 1L;

    private static final String SILENCE_TIMERS = "silence_timers";

    private static final ValueStateDescriptor<TwinState> TWIN =
            new ValueStateDescriptor<>("twin", TwinStateSerializer.INSTANCE);

    private static final ValueStateDescriptor<WaitingRecords> WAITING =
            new ValueStateDescriptor<>("waiting-records", WaitingRecordsSerializer.INSTANCE);

    private final TwinSettings settings;
    private final SampleDecoder decoder;
    private final ControlLog controlLog;
    private final ControlDecoder controlDecoder;
    private final MachineLog log = new MachineLog();

    private transient ValueState<TwinState> twin;
    private transient ValueState<WaitingRecords> waitingRecords;
    /** Stands for the state of a machine of which no record waits; one that then has to goes into it. */
    private transient WaitingRecords nothingWaits;

    private transient Reorderer reorderer;
    private transient ControlRegister register;
    private transient PendingActions actions;
    private transient MachineTwin machineTwin;
    private transient GatewayWatch gatewayWatch;
    private transient Sample sample;
    private transient Sample part;
    private transient boolean complete;
    private transient Map<String, CompiledModel> compiled;
    private transient Map<String, Found> found;
    private transient Counter late;
    private transient Counter duplicates;
    private transient Counter records;
    private transient Counter lateControl;
    private transient Counter clockResets;
    private transient Counter releasedEarly;
    private transient Counter forgotten;
    private transient DeadLetterCounters deadLetters;
    private transient FleetCounts counts;
    private transient long newestArrival;

    /** The model that a machine was last found to have, and for which records that holds. */
    private record Found(
            @Nullable String operation,
            long timestamp,
            long arrival,
            InForce inForce,
            @Nullable CompiledModel model) {

        boolean holdsFor(@Nullable String other, MachineRecord record) {
            return Objects.equals(operation, other)
                    && record.timestamp() >= timestamp
                    && record.timestamp() < inForce.untilTimestamp()
                    && record.arrival() >= arrival
                    && record.arrival() < inForce.untilArrival();
        }
    }

    /**
     * Makes the function.
     *
     * @param settings its options
     * @param decoder decodes records under a machine's catalogue
     * @param controlLog read to its end before the first sample
     * @param controlDecoder decodes control records
     */
    public TwinFunction(
            TwinSettings settings, SampleDecoder decoder, ControlLog controlLog, ControlDecoder controlDecoder) {
        this.settings = settings;
        this.decoder = decoder;
        this.controlLog = controlLog;
        this.controlDecoder = controlDecoder;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = new FleetCounts(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.store();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        twin = getRuntimeContext().getState(TWIN);
        waitingRecords = getRuntimeContext().getState(WAITING);
        nothingWaits = new WaitingRecords();
        reorderer = new Reorderer(settings.maxOutOfOrdernessMillis());
        machineTwin = new MachineTwin(settings.healthIntervalMillis());
        gatewayWatch = new GatewayWatch();
        sample = new Sample();
        part = new Sample();
        compiled = new HashMap<>();
        found = new HashMap<>();
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("acquisition");
        records = metrics.counter("records");
        late = metrics.counter("late");
        duplicates = metrics.counter("duplicates");
        lateControl = getRuntimeContext().getMetricGroup().addGroup("control").counter("late");
        clockResets = metrics.counter("clock_resets");
        releasedEarly = metrics.counter("released_early");
        forgotten = metrics.counter("machines_forgotten");
        deadLetters = new DeadLetterCounters(getRuntimeContext().getMetricGroup());
        metrics.gauge(SILENCE_TIMERS, (Gauge<Long>) () -> counts.of(SILENCE_TIMERS));
        newestArrival = Long.MIN_VALUE;
        register = new ControlRegister(controlDecoder);
        actions = new PendingActions(getRuntimeContext(), controlDecoder, settings.keepActionsMillis());
        controlLog.readToEnd(this::load);
    }

    private void load(ControlRecord control) {
        if (control.kind() == ControlRecord.Kind.OPERATOR_ACTION) {
            actions.load(control);
        } else {
            register.take(control);
        }
    }

    @Override
    public void processElement(MachineRecord record, ReadOnlyContext context, Collector<SustainedEvidence> out)
            throws Exception {
        if (record.isAction()) {
            takeIn(record, context);
            return;
        }
        records.inc();
        newestArrival = Math.max(newestArrival, record.arrival());
        TwinState state = twin.value();
        if (state == null) {
            state = new TwinState();
        }
        WaitingRecords waiting = waitingOf(state);
        state = advance(state, waiting, record.machineId(), record.clock(), context, out);
        CompiledModel model = decode(record, List.of(), state);
        if (!sample.historical) {
            Admission admission = reorderer.admit(state.order(), record);
            if (admission == Admission.CLOCK_SET_BACK) {
                gatewayWatch.hear(state, record, sample);
                state = setClockBack(state, waiting, record, out);
                model = decode(record, List.of(), state);
                admission = reorderer.admit(state.order(), record);
            }
            switch (admission) {
                case DUPLICATE -> duplicates.inc();
                case LATE, CLOCK_SET_BACK -> {
                    late.inc();
                    DeadLetter letter = late(record, state);
                    deadLetters.count(letter);
                    context.output(ScanFunction.DEAD_LETTERS, letter);
                }
                case TIMELY -> {
                    gatewayWatch.hear(state, record, sample);
                    state.note(record.arrival());
                    take(record, state, waiting, model, out);
                    watchSilence(state, context.timerService());
                    watchForgetting(state, context.timerService());
                }
            }
        }
        if (state.arrival() != RecordOrder.NONE) {
            keep(state, waiting, context.timerService());
        }
        tellGateway(context);
    }

    private void tellGateway(ReadOnlyContext context) {
        for (PresenceChange change : gatewayWatch.take()) {
            context.output(PRESENCE, change);
        }
    }

    private WaitingRecords waitingOf(TwinState state) throws Exception {
        return state.order().isAnyWaiting() ? waitingRecords.value() : nothingWaits;
    }

    /** Judges a record at once, or has it wait and judges what need not wait any more. */
    private void take(
            MachineRecord record,
            TwinState state,
            WaitingRecords waiting,
            @Nullable CompiledModel model,
            Collector<SustainedEvidence> out)
            throws Exception {
        if (reorderer.passes(state.order(), waiting, record, complete)) {
            observe(state, record, model, out);
            return;
        }
        waiting.add(record, complete, state.arrival());
        if (reorderer.isFull(waiting)) {
            releasedEarly.inc();
        }
        release(state, waiting, record.clock(), out);
    }

    /**
     * Does what is due at a time on the arrival clock, whether or not its timer has run: how far the watermark was when a
     * record came depends on the other machines of its partition. Kafka's outages do not count, for a timer as for a record:
     * the arrival clock stands still in them.
     */
    private TwinState advance(
            TwinState state,
            WaitingRecords waiting,
            String machineId,
            long now,
            ReadOnlyContext context,
            Collector<SustainedEvidence> out)
            throws Exception {
        TwinState current = state;
        for (ArrivedAction action = actions.take(machineId, now);
                action != null;
                action = actions.take(machineId, now)) {
            current = passTime(current, waiting, machineId, action.dueAt(), context, out);
            act(action, current, context, out);
        }
        return passTime(current, waiting, machineId, now, context, out);
    }

    /** What follows from nothing but time; what is known of the machine after it. */
    private TwinState passTime(
            TwinState state,
            WaitingRecords waiting,
            String machineId,
            long now,
            ReadOnlyContext context,
            Collector<SustainedEvidence> out)
            throws Exception {
        becomeQuietBefore(state, waiting, machineId, now, out);
        release(state, waiting, now, out);
        fallSilentBefore(state, waiting, machineId, now, out);
        if (!isForgotten(state, now)) {
            return state;
        }
        forget(state, machineId, context, out);
        return new TwinState();
    }

    private void becomeQuietBefore(
            TwinState state, WaitingRecords waiting, String machineId, long now, Collector<SustainedEvidence> out)
            throws Exception {
        long quietAt = GatewayWatch.quietAt(state, modelOf(state));
        if (quietAt <= now) {
            release(state, waiting, quietAt, out);
            CompiledModel model = modelOf(state);
            if (GatewayWatch.quietAt(state, model) <= now) {
                gatewayWatch.becomeQuiet(state, machineId, model);
            }
        }
    }

    /** Takes an operator action in; it acts when the arrival clock has come to it, be it by a record or by the timer. */
    private void takeIn(MachineRecord record, ReadOnlyContext context) throws Exception {
        ArrivedAction action = controlDecoder.arrivedAction(record.actionRecord());
        if (!actions.offer(action)) {
            answer(
                    ControlEvent.ofRefused(
                            action,
                            "a later action of this machine has taken effect: use machine_id as key, so that actions stay"
                                    + " in order, and send it again under a new action_id"),
                    context);
            return;
        }
        if (newestArrival >= action.dueAt()) {
            lateControl.inc();
        }
        context.timerService().registerEventTimeTimer(action.dueAt());
    }

    private void act(ArrivedAction action, TwinState state, ReadOnlyContext context, Collector<SustainedEvidence> out)
            throws Exception {
        context.timerService().registerEventTimeTimer(actions.keptUntil(action));
        ArrivedAction original = actions.original(action);
        if (original != null) {
            String reason = "it repeats the action of " + Instant.ofEpochMilli(original.arrival())
                    + " with the same action_id, and has no effect";
            answer(ControlEvent.ofRefused(action, reason), context);
        } else if (action.action().action() == ActionKind.TOOL_CHANGE) {
            answer(changeTool(action, state), context);
        } else {
            emit(machineTwin.act(state, action.action().machineId(), modelOf(state), action), out);
        }
    }

    private ControlEvent changeTool(ArrivedAction action, TwinState state) throws Exception {
        if (state.arrival() == RecordOrder.NONE) {
            return ControlEvent.ofRefused(
                    action,
                    "nothing is known of machine " + action.action().machineId()
                            + ", so neither of its tool: check machine_id");
        }
        if (!actions.awaitSample(action)) {
            return ControlEvent.ofRefused(
                    action,
                    ActionsTaken.MOST_TOOL_CHANGES
                            + " tool changes of this machine wait for their first sample: send it"
                            + " again when the machine is heard");
        }
        return ControlEvent.ofApplied(
                action.action(), Math.max(action.action().timestamp().toEpochMilli(), state.newest()));
    }

    private static void answer(ControlEvent event, ReadOnlyContext context) {
        context.output(ControlFunction.EVENTS, event);
    }

    private void release(TwinState state, WaitingRecords waiting, long now, Collector<SustainedEvidence> out)
            throws Exception {
        for (List<MachineRecord> instant = reorderer.next(state.order(), waiting, now);
                instant != null;
                instant = reorderer.next(state.order(), waiting, now)) {
            judge(instant, state, out);
        }
    }

    private void releaseAll(TwinState state, WaitingRecords waiting, Collector<SustainedEvidence> out)
            throws Exception {
        for (List<MachineRecord> instant = reorderer.first(state.order(), waiting);
                instant != null;
                instant = reorderer.first(state.order(), waiting)) {
            judge(instant, state, out);
        }
    }

    private void judge(List<MachineRecord> instant, TwinState state, Collector<SustainedEvidence> out)
            throws Exception {
        CompiledModel model = decode(instant.get(0), instant.subList(1, instant.size()), state);
        observe(state, instant.get(0), model, out);
    }

    private void observe(
            TwinState state, MachineRecord record, @Nullable CompiledModel model, Collector<SustainedEvidence> out)
            throws Exception {
        sample.toolChanged = actions.changesTool(record.machineId(), sample.timestamp);
        emit(machineTwin.observe(state, record.machineId(), sample, model, release(record, model)), out);
    }

    /** A silence counts from arrival to arrival; before it is judged, all is that came before it. */
    private void fallSilentBefore(
            TwinState state, WaitingRecords waiting, String machineId, long now, Collector<SustainedEvidence> out)
            throws Exception {
        if (!isSilent(state, now)) {
            return;
        }
        releaseAll(state, waiting, out);
        if (isSilent(state, now)) {
            gatewayWatch.fallSilent(state, machineId, modelOf(state));
            emit(machineTwin.fallSilent(state, machineId, modelOf(state)), out);
        }
    }

    private boolean isSilent(TwinState state, long now) {
        return state.arrival() != RecordOrder.NONE && now - state.arrival() >= MachineTwin.silenceAfter(modelOf(state));
    }

    private boolean isForgotten(TwinState state, long now) {
        return state.arrival() != RecordOrder.NONE && now - state.arrival() >= forgetAfter(state);
    }

    /** A machine can't be forgotten before it is missed. */
    private long forgetAfter(TwinState state) {
        return Math.max(settings.forgetAfterMillis(), MachineTwin.silenceAfter(modelOf(state)));
    }

    /** Drops all that is known of a machine; should it come back, it is a new one. */
    private void forget(TwinState state, String machineId, ReadOnlyContext context, Collector<SustainedEvidence> out)
            throws Exception {
        gatewayWatch.forget(state, machineId, forgetAfter(state), modelOf(state));
        Evidence end = machineTwin.forget(state, machineId, modelOf(state), forgetAfter(state));
        emit(end, out);
        context.output(FORGOTTEN, ControlEvent.ofForgotten(machineId, end.timestamp(), state.arrival()));
        forgotten.inc();
        counts.add(SILENCE_TIMERS, state.silenceTimer() == RecordOrder.NONE ? 0 : -1);
        for (long timer : new long[] {
            state.silenceTimer(), state.forgetTimer(), state.order().wakeUp()
        }) {
            if (timer != RecordOrder.NONE) {
                context.timerService().deleteEventTimeTimer(timer);
            }
        }
        twin.clear();
        waitingRecords.clear();
        found.remove(machineId);
        actions.forgetTool(machineId);
    }

    private TwinState setClockBack(
            TwinState state, WaitingRecords waiting, MachineRecord record, Collector<SustainedEvidence> out)
            throws Exception {
        clockResets.inc();
        log.sayClockSetBack(record.machineId(), state.order().newest() - record.timestamp());
        releaseAll(state, waiting, out);
        emit(machineTwin.setClockBack(state, record.machineId(), modelOf(state)), out);
        return state.withoutClock();
    }

    private void watchSilence(TwinState state, TimerService timers) {
        CompiledModel model = modelOf(state);
        long due = Math.min(state.arrival() + MachineTwin.silenceAfter(model), GatewayWatch.quietAt(state, model));
        if (state.silenceTimer() == RecordOrder.NONE || due < state.silenceTimer()) {
            counts.add(SILENCE_TIMERS, state.silenceTimer() == RecordOrder.NONE ? 1 : 0);
            state.silenceTimer(due);
            timers.registerEventTimeTimer(due);
        }
    }

    /** One timer a machine, which moves on only when it runs. */
    private void watchForgetting(TwinState state, TimerService timers) {
        if (state.forgetTimer() == RecordOrder.NONE) {
            state.forgetTimer(state.arrival() + forgetAfter(state));
            timers.registerEventTimeTimer(state.forgetTimer());
        }
    }

    private void keep(TwinState state, WaitingRecords waiting, TimerService timers) throws Exception {
        RecordOrder order = state.order();
        if (!waiting.isEmpty()) {
            waitingRecords.update(waiting);
            if (waiting == nothingWaits) {
                nothingWaits = new WaitingRecords();
            }
            if (order.wakeUp() == RecordOrder.NONE) {
                order.wakeUp(reorderer.wakeUp(waiting));
                timers.registerEventTimeTimer(order.wakeUp());
            }
        } else if (order.isAnyWaiting()) {
            waitingRecords.clear();
        }
        order.anyWaiting(!waiting.isEmpty());
        twin.update(state);
    }

    /**
     * Decodes the records of an instant into one sample, under the catalogue of the machine's last operation, and again if
     * they turn out to have another.
     */
    private @Nullable CompiledModel decode(MachineRecord first, List<MachineRecord> others, TwinState state) {
        CompiledModel model = find(first, state.operation());
        decode(first, others, model, state);
        complete = isComplete(model);
        if (!Objects.equals(sample.operation, state.operation())) {
            CompiledModel other = find(first, sample.operation);
            if (!Objects.equals(other, model)) {
                decode(first, others, other, state);
                // A record that does not name an operation is a part of an instant rather than the end of the
                // operation.
                complete = sample.operation == null ? complete : isComplete(other);
                return other;
            }
        }
        return model;
    }

    private boolean isComplete(@Nullable CompiledModel model) {
        return model == null || model.isComplete(sample);
    }

    private void decode(
            MachineRecord first, List<MachineRecord> others, @Nullable CompiledModel model, TwinState state) {
        decode(first, model, sample);
        for (int i = 0; i < others.size(); i++) {
            decode(others.get(i), model, part);
            sample.merge(part);
        }
        if (model != null && model.model().reportingMode() == ReportingMode.ON_CHANGE) {
            state.fillIn(sample);
        }
    }

    private void decode(MachineRecord record, @Nullable CompiledModel model, Sample into) {
        decoder.decode(
                record,
                model == null ? List.of() : model.signalNames(),
                model == null ? List.of() : model.signalUnits(),
                into);
    }

    /** The model of the newest sample: what has come since then counts from the next sample on. */
    private @Nullable CompiledModel modelOf(TwinState state) {
        CompiledModel known = state.model();
        String key = state.modelKey();
        if (known != null || key == null) {
            return known;
        }
        ProcessModel model = register.models().get(key);
        if (model == null) {
            return null;
        }
        CompiledModel found = compile(model);
        state.model(found);
        return found;
    }

    private CompiledModel compile(ProcessModel model) {
        return compiled.computeIfAbsent(model.key(), key -> new CompiledModel(model));
    }

    private @Nullable CompiledModel find(MachineRecord record, @Nullable String operation) {
        Found last = found.get(record.machineId());
        if (last != null && last.holdsFor(operation, record)) {
            return last.model;
        }
        InForce inForce = register.models().find(record.machineId(), operation, record.timestamp(), record.arrival());
        CompiledModel model = inForce.model() == null ? null : compile(inForce.model());
        found.put(record.machineId(), new Found(operation, record.timestamp(), record.arrival(), inForce, model));
        return model;
    }

    private ReleaseVerdict release(MachineRecord record, @Nullable CompiledModel model) {
        ReleasePolicy policy =
                model == null ? ReleasePolicy.OPTIONAL : model.model().releasePolicy();
        return register.releases().judge(record.machineId(), sample.partId, sample.operation, policy, record.arrival());
    }

    private DeadLetter late(MachineRecord record, TwinState state) {
        return new DeadLetter(
                record.key(),
                record.value(),
                "late",
                "the sample is " + (state.order().newest() - record.timestamp())
                        + " ms older than the newest one of its machine, which is beyond --max-out-of-orderness or after its"
                        + " place was judged: check the machine's clock and the gateway's order",
                settings.telemetryTopic(),
                record.partition(),
                record.offset());
    }

    @Override
    public void processBroadcastElement(ControlRecord control, Context context, Collector<SustainedEvidence> out) {
        int before = register.models().generation();
        if (register.takeWhileRunning(control, newestArrival)) {
            lateControl.inc();
        }
        if (register.models().generation() != before) {
            found.clear();
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<SustainedEvidence> out) throws Exception {
        TwinState stored = twin.value();
        TwinState state = stored == null ? new TwinState() : stored;
        WaitingRecords waiting = waitingOf(state);
        String machineId = context.getCurrentKey();
        if (timestamp >= state.order().wakeUp()) {
            state.order().wakeUp(RecordOrder.NONE);
        }
        if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
            // A bounded log has ended: nothing can come any more, and that the machine is not heard after it means
            // nothing.
            releaseAll(state, waiting, out);
        } else {
            state = advance(state, waiting, machineId, timestamp, context, out);
            actions.drop(machineId, timestamp);
            if (state.arrival() == RecordOrder.NONE) {
                // Nothing is known of the machine, or nothing any more.
                tellGateway(context);
                return;
            }
            if (timestamp >= state.forgetTimer()) {
                state.forgetTimer(RecordOrder.NONE);
                watchForgetting(state, context.timerService());
            }
            if (state.silenceTimer() != RecordOrder.NONE && timestamp >= state.silenceTimer()) {
                counts.add(SILENCE_TIMERS, -1);
                state.silenceTimer(RecordOrder.NONE);
            }
            if (!isSilent(state, timestamp)) {
                watchSilence(state, context.timerService());
            }
        }
        if (state.arrival() != RecordOrder.NONE) {
            keep(state, waiting, context.timerService());
        }
        tellGateway(context);
    }

    private static void emit(@Nullable Evidence evidence, Collector<SustainedEvidence> out) {
        if (evidence != null) {
            out.collect(new SustainedEvidence(evidence, List.of()));
        }
    }
}
