package org.feedhold.operators.detection;

import java.util.Arrays;
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
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.feedhold.operators.acquisition.ControlRegister;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SampleDecoder;
import org.feedhold.twin.detection.CompiledModel;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.MachineTwin;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.detection.TwinState;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ProcessModels.InForce;
import org.feedhold.twin.process.ReleasePolicy;
import org.feedhold.twin.release.ReleaseVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Holds the twin of each machine and turns its samples into evidence.
 *
 * <p>Keyed by machine. State: one {@link TwinState} a machine, of a size that its process model sets. Timers: at most one a
 * machine, on the arrival clock, for its silence. A late record goes to {@link ScanFunction#DEAD_LETTERS}; one that repeats
 * the newest is dropped and counted. The models and releases are no state: they are read from the log before the first
 * sample, and then kept up to date by the broadcast side.
 */
public final class TwinFunction
        extends KeyedBroadcastProcessFunction<String, MachineRecord, ControlRecord, SustainedEvidence> {

    /**
     * Flink asks for a broadcast state where control records are broadcast; nothing is kept in it, because the log itself is
     * kept for ever.
     */
    public static final MapStateDescriptor<String, String> CONTROL =
            new MapStateDescriptor<>("control", Types.STRING, Types.STRING);

    private static final long serialVersionUID = 1L;

    private static final ValueStateDescriptor<TwinState> TWIN =
            new ValueStateDescriptor<>("twin", TwinStateSerializer.INSTANCE);

    private final TwinSettings settings;
    private final SampleDecoder decoder;
    private final ControlLog controlLog;
    private final ControlDecoder controlDecoder;

    private transient ValueState<TwinState> twin;
    private transient ControlRegister register;
    private transient MachineTwin machineTwin;
    private transient Sample sample;
    private transient Map<String, CompiledModel> compiled;
    private transient Map<String, Found> found;
    private transient Counter late;
    private transient Counter duplicates;
    private transient Counter records;
    private transient Counter lateControl;
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
    public void open(OpenContext context) throws Exception {
        twin = getRuntimeContext().getState(TWIN);
        machineTwin = new MachineTwin(settings.healthIntervalMillis());
        sample = new Sample();
        compiled = new HashMap<>();
        found = new HashMap<>();
        MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("acquisition");
        records = metrics.counter("records");
        late = metrics.counter("late");
        duplicates = metrics.counter("duplicates");
        lateControl = getRuntimeContext().getMetricGroup().addGroup("control").counter("late");
        newestArrival = Long.MIN_VALUE;
        register = new ControlRegister(controlDecoder);
        controlLog.readToEnd(register::take);
    }

    @Override
    public void processElement(MachineRecord record, ReadOnlyContext context, Collector<SustainedEvidence> out)
            throws Exception {
        records.inc();
        newestArrival = Math.max(newestArrival, record.arrival());
        TwinState state = twin.value();
        if (state == null) {
            state = new TwinState();
        }
        int valueHash = Arrays.hashCode(record.value());
        if (state.repeats(record.timestamp(), record.sequence(), valueHash)) {
            duplicates.inc();
            return;
        }
        CompiledModel model = decode(record, state);
        if (sample.historical) {
            return;
        }
        if (state.newest() != Long.MIN_VALUE && record.timestamp() < state.newest()) {
            late.inc();
            context.output(ScanFunction.DEAD_LETTERS, late(record, state));
            return;
        }
        fallSilentBefore(record, state, out);
        state.note(record.sequence(), valueHash, record.arrival());
        emit(machineTwin.observe(state, record.machineId(), sample, model, release(record, model)), out);
        if (state.silenceTimer() == Long.MIN_VALUE) {
            state.silenceTimer(state.arrival() + MachineTwin.silenceAfter(model));
            context.timerService().registerEventTimeTimer(state.silenceTimer());
        }
        twin.update(state);
    }

    /**
     * A silence counts from arrival to arrival, whether or not its timer has run: how far the watermark was when this
     * record came depends on the other machines of its partition. Kafka's outages do not count, for a timer as for a record:
     * the arrival clock stands still in them.
     */
    private void fallSilentBefore(MachineRecord record, TwinState state, Collector<SustainedEvidence> out) {
        if (state.newest() == Long.MIN_VALUE) {
            return;
        }
        CompiledModel before = modelOf(state);
        if (record.clock() - state.arrival() >= MachineTwin.silenceAfter(before)) {
            emit(machineTwin.fallSilent(state, record.machineId(), before), out);
        }
    }

    /** Decodes under the catalogue of the machine's last operation, and again if the record turns out to have another. */
    private @Nullable CompiledModel decode(MachineRecord record, TwinState state) {
        CompiledModel model = find(record, state.operation());
        decode(record, model);
        if (!Objects.equals(sample.operation, state.operation())) {
            CompiledModel other = find(record, sample.operation);
            if (!Objects.equals(other, model)) {
                decode(record, other);
                return other;
            }
        }
        return model;
    }

    private void decode(MachineRecord record, @Nullable CompiledModel model) {
        decoder.decode(
                record,
                model == null ? List.of() : model.signalNames(),
                model == null ? List.of() : model.signalUnits(),
                sample);
    }

    /** The model of the newest sample: what has come since then counts from the next sample on. */
    private @Nullable CompiledModel modelOf(TwinState state) {
        ProcessModel model = state.modelKey() == null ? null : register.models().get(state.modelKey());
        return model == null ? null : compile(model);
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
                "the sample is " + (state.newest() - record.timestamp())
                        + " ms older than the newest one of its machine: check the machine's clock and the gateway's order",
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
        TwinState state = twin.value();
        if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
            // A bounded log has ended: that the machine is not heard after it means nothing.
            return;
        }
        CompiledModel model = modelOf(state);
        long due = state.arrival() + MachineTwin.silenceAfter(model);
        if (due > timestamp) {
            state.silenceTimer(due);
            context.timerService().registerEventTimeTimer(due);
        } else {
            state.silenceTimer(Long.MIN_VALUE);
            emit(machineTwin.fallSilent(state, context.getCurrentKey(), model), out);
        }
        twin.update(state);
    }

    private static void emit(@Nullable Evidence evidence, Collector<SustainedEvidence> out) {
        if (evidence != null) {
            out.collect(new SustainedEvidence(evidence, List.of()));
        }
    }
}
