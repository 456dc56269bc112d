package org.feedhold.operators.advisory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.operators.status.FleetCounts;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.GatewayAdvisor;
import org.feedhold.twin.advisory.MachineAdvisory;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.WithheldAdvice;
import org.feedhold.twin.advisory.WrittenAdvice;
import org.feedhold.twin.detection.GatewayState;
import org.feedhold.twin.detection.GatewayTwin;
import org.feedhold.twin.detection.GatewayVerdict;
import org.feedhold.twin.detection.PresenceChange;
import org.feedhold.twin.health.Health;

/**
 * Tells silent machines from a silent gateway: says once of the gateway what would be said of each of its machines.
 *
 * <p>Keyed by gateway; one input says which machines are heard, the other what there is to say of them. State: one {@link
 * GatewayState} a gateway, a few dozen bytes for each of its machines, and {@link WithheldAdvice} for each machine that is
 * silent or has not been written of since. Timers, on the arrival clock: one for each time at which a machine is missed or
 * heard again, and one for when a machine that did not come back with its gateway is reported for itself. A change is judged
 * when the clock has passed it, so that no other that is older can follow; a change that comes later than that is judged at
 * once. What comes after a silence waits for that, all else is written at once. All state is gone when the last machine is
 * forgotten.
 *
 * <p>Recommendations are the main output; those that are only shown as a machine's state go to {@link #SHOWN}, episodes to
 * {@link #EPISODES}, health to {@link #HEALTH}.
 */
public final class GatewayFunction
        extends KeyedCoProcessFunction<String, PresenceChange, MachineAdvisory, Recommendation>
        implements CheckpointedFunction {

    /** Recommendations that are no news, but a machine's newest state. */
    public static final OutputTag<Recommendation> SHOWN = new OutputTag<>("shown") {};

    /** Openings and closings of episodes. */
    public static final OutputTag<EpisodeEvent> EPISODES = new OutputTag<>("gateway-episodes") {};

    /** Health records. */
    public static final OutputTag<Health> HEALTH = new OutputTag<>("gateway-health") {};

    private static final long serialVersionUID = 1L;

    private static final String OPEN_EPISODES = "open_episodes";

    private static final ValueStateDescriptor<GatewayState> GATEWAY =
            new ValueStateDescriptor<>("gateway", GatewayStateSerializer.INSTANCE);

    private static final MapStateDescriptor<String, WithheldAdvice> WITHHELD =
            new MapStateDescriptor<>("withheld-advice", StringSerializer.INSTANCE, WithheldAdviceSerializer.INSTANCE);

    private transient ValueState<GatewayState> gateway;
    private transient MapState<String, WithheldAdvice> withheld;
    private transient FleetCounts counts;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = new FleetCounts(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.store();
    }

    @Override
    public void open(OpenContext context) {
        gateway = getRuntimeContext().getState(GATEWAY);
        withheld = getRuntimeContext().getMapState(WITHHELD);
        getRuntimeContext()
                .getMetricGroup()
                .addGroup("advisory")
                .addGroup("code", GatewayAdvisor.GATEWAY_SILENT)
                .gauge(OPEN_EPISODES, (Gauge<Long>) () -> counts.of(OPEN_EPISODES));
    }

    @Override
    public void processElement1(PresenceChange change, Context context, Collector<Recommendation> out)
            throws Exception {
        GatewayState state = gateway.value();
        if (state == null) {
            state = new GatewayState();
        }
        state.note(change);
        gateway.update(state);
        context.timerService().registerEventTimeTimer(change.at());
    }

    @Override
    public void processElement2(MachineAdvisory advisory, Context context, Collector<Recommendation> out)
            throws Exception {
        long now = context.timerService().currentWatermark();
        boolean mayBeSilent = advisory.silent() && advisory.after() > now;
        WithheldAdvice ofMachine = withheld.get(advisory.machineId());
        if (ofMachine == null && !mayBeSilent) {
            write(WrittenAdvice.of(advisory.advisory()), context, out);
            return;
        }
        if (ofMachine == null) {
            ofMachine = new WithheldAdvice();
        }
        List<WrittenAdvice> written = new ArrayList<>();
        ofMachine.take(advisory, mayBeSilent, written);
        ofMachine.release(now, written);
        keep(advisory.machineId(), ofMachine);
        write(written, context, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Recommendation> out) throws Exception {
        GatewayState state = gateway.value();
        if (state == null) {
            return;
        }
        List<WrittenAdvice> written = new ArrayList<>();
        for (long at = state.firstChange(); at <= timestamp; at = state.firstChange()) {
            Set<String> changed = state.machinesChangedAt(at);
            apply(GatewayTwin.judge(state, at), context.getCurrentKey(), state, written);
            for (String machineId : changed) {
                release(machineId, at, state, written);
            }
        }
        if (context.timerService().currentWatermark() != Long.MAX_VALUE) {
            apply(GatewayTwin.reportOverdue(state, timestamp), context.getCurrentKey(), state, written);
            long report = state.nextReport();
            if (report != GatewayState.NEVER) {
                context.timerService().registerEventTimeTimer(report);
            }
        }
        // Else a bounded log has ended, and that a machine is not heard after it means nothing.
        if (state.isEmpty()) {
            gateway.clear();
        } else {
            gateway.update(state);
        }
        write(written, context, out);
    }

    private void apply(List<GatewayVerdict> verdicts, String gatewayId, GatewayState state, List<WrittenAdvice> written)
            throws Exception {
        for (GatewayVerdict verdict : verdicts) {
            switch (verdict.kind()) {
                case GATEWAY_SILENT -> {
                    counts.add(OPEN_EPISODES, 1);
                    written.add(GatewayAdvisor.silent(gatewayId, state));
                }
                case GATEWAY_BACK -> {
                    counts.add(OPEN_EPISODES, -1);
                    written.add(GatewayAdvisor.back(gatewayId, state, verdict.timestamp(), verdict.cause()));
                }
                case SILENT_WITH_GATEWAY, SILENT_ALONE, BACK -> {
                    WithheldAdvice ofMachine = withheld.get(verdict.machineId());
                    if (ofMachine != null) {
                        apply(verdict, ofMachine, GatewayAdvisor.episode(gatewayId, state), written);
                        keep(verdict.machineId(), ofMachine);
                    }
                }
            }
        }
    }

    private static void apply(
            GatewayVerdict verdict, WithheldAdvice ofMachine, EpisodeEvent episode, List<WrittenAdvice> written) {
        switch (verdict.kind()) {
            case SILENT_WITH_GATEWAY -> ofMachine.silentWithGateway(episode, written);
            case SILENT_ALONE -> ofMachine.silentAlone(written);
            case BACK -> ofMachine.back();
            case GATEWAY_SILENT, GATEWAY_BACK ->
                throw new IllegalStateException("a verdict on the gateway is none on a machine: " + verdict);
        }
    }

    private void release(String machineId, long at, GatewayState state, List<WrittenAdvice> written) throws Exception {
        WithheldAdvice ofMachine = withheld.get(machineId);
        if (ofMachine != null) {
            ofMachine.release(at, written);
            if (state.has(machineId)) {
                keep(machineId, ofMachine);
            } else {
                withheld.remove(machineId);
            }
        }
    }

    private void keep(String machineId, WithheldAdvice ofMachine) throws Exception {
        if (ofMachine.isEmpty()) {
            withheld.remove(machineId);
        } else {
            withheld.put(machineId, ofMachine);
        }
    }

    private static void write(List<WrittenAdvice> written, Context context, Collector<Recommendation> out) {
        for (WrittenAdvice advice : written) {
            write(advice, context, out);
        }
    }

    private static void write(WrittenAdvice advice, Context context, Collector<Recommendation> out) {
        for (EpisodeEvent episode : advice.episodes()) {
            context.output(EPISODES, episode);
        }
        if (advice.health() != null) {
            context.output(HEALTH, advice.health());
        }
        if (advice.shown() != null) {
            context.output(SHOWN, advice.shown());
        }
        if (advice.recommendation() != null) {
            out.collect(advice.recommendation());
        }
    }
}
