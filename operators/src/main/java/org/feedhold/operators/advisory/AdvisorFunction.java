package org.feedhold.operators.advisory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.operators.acquisition.ControlFunction;
import org.feedhold.operators.status.FleetCounts;
import org.feedhold.twin.advisory.Advisor;
import org.feedhold.twin.advisory.AdvisorState;
import org.feedhold.twin.advisory.AdvisorStateCodec;
import org.feedhold.twin.advisory.Advisory;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.MachineAdvisory;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.GatewayLink;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.storage.Phrases;
import org.jspecify.annotations.Nullable;

/**
 * Merges the evidence of each machine into episodes, health and recommendations.
 *
 * <p>Keyed by machine. State: one {@link AdvisorState} a machine, laid out by {@link AdvisorStateCodec}, bounded by the
 * number of rules and open checks, and gone when the machine is forgotten, unless a check of it is open; and, once for each instance, the texts of all rules that it has met. No timers: the end
 * of a silence, or of an off-delay, comes as evidence. Recommendations are the main output; episodes go to {@link
 * #EPISODES}, health to {@link #HEALTH}, what became of an operator action to {@link ControlFunction#EVENTS}; the rest of what
 * is said of a machine that has a gateway goes to {@link #WITH_GATEWAY} instead.
 */
public final class AdvisorFunction extends KeyedProcessFunction<String, SustainedEvidence, Recommendation>
        implements CheckpointedFunction {

    /** Openings, escalations and closings of episodes. */
    public static final OutputTag<EpisodeEvent> EPISODES = new OutputTag<>("episodes") {};

    /** All that there is to say of machines that have a gateway; nothing of it goes to the other outputs. */
    public static final OutputTag<MachineAdvisory> WITH_GATEWAY = new OutputTag<>("with-gateway") {};

    /** Health records. */
    public static final OutputTag<Health> HEALTH = new OutputTag<>("health") {};

    private static final long serialVersionUID = 1L;

    private static final String DECISION = "decision/";
    private static final String NO_DECISION = "none";
    private static final String CODE = "code/";

    private static final ValueStateDescriptor<byte[]> ADVISOR =
            new ValueStateDescriptor<>("advisor-compact", BytePrimitiveArraySerializer.INSTANCE);

    /** How the first version of the state kept it; read, never written. */
    private static final ValueStateDescriptor<AdvisorState> ADVISOR_V1 =
            new ValueStateDescriptor<>("advisor", AdvisorState.class);

    private static final ListStateDescriptor<String> PHRASES =
            new ListStateDescriptor<>("phrases", StringSerializer.INSTANCE);

    private transient ValueState<byte[]> advisor;
    private transient ValueState<AdvisorState> advisorV1;
    private transient ListState<String> storedPhrases;
    private transient Phrases phrases;
    private transient AdvisorStateCodec codec;
    private transient Advisor pure;
    private transient FleetCounts counts;
    private transient MetricGroup metrics;
    private transient Set<String> shown;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        advisor = context.getKeyedStateStore().getState(ADVISOR);
        advisorV1 = context.getKeyedStateStore().getState(ADVISOR_V1);
        // Every instance needs all: after a change of parallelism it gets machines of any other.
        storedPhrases = context.getOperatorStateStore().getUnionListState(PHRASES);
        phrases = new Phrases();
        storedPhrases.get().forEach(phrases::learn);
        counts = new FleetCounts(context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        storedPhrases.update(phrases.all());
        counts.store();
    }

    @Override
    public void open(OpenContext context) {
        codec = new AdvisorStateCodec(phrases);
        pure = new Advisor();
        metrics = getRuntimeContext().getMetricGroup().addGroup("advisory");
        shown = new HashSet<>();
        List<String> decisions = new ArrayList<>(List.of(NO_DECISION));
        for (Decision decision : Decision.values()) {
            decisions.add(decision.name().toLowerCase(Locale.ROOT));
        }
        for (String decision : decisions) {
            metrics.addGroup("decision", decision)
                    .gauge("machines", (Gauge<Long>) () -> counts.of(DECISION + decision));
        }
        for (String name : counts.names()) {
            if (name.startsWith(CODE)) {
                showEpisodes(name.substring(CODE.length()));
            }
        }
    }

    @Override
    public void processElement(SustainedEvidence evidence, Context context, Collector<Recommendation> out)
            throws Exception {
        evidence.evidence().cards().forEach(codec::learn);
        AdvisorState state = stored();
        String before = decisionOf(state);
        Decision decisionBefore = state.decision;
        String saidBefore = state.said;
        boolean actedBefore = state.saidAction;
        Advisory advisory = pure.advise(state, evidence);
        count(before, -1);
        if (advisory.answer() != null) {
            context.output(ControlFunction.EVENTS, advisory.answer());
        }
        if (isForgotten(evidence) && state.openChecks.isEmpty()) {
            advisor.clear();
        } else {
            count(decisionOf(state), 1);
            advisor.update(codec.encode(state));
        }
        advisory.episodes().forEach(this::count);
        GatewayLink gateway = evidence.evidence().gateway();
        if (gateway != null) {
            context.output(
                    WITH_GATEWAY,
                    new MachineAdvisory(
                            gateway.gatewayId(),
                            evidence.evidence().machineId(),
                            gateway.changedAt(),
                            has(evidence, EdgeKind.SILENT),
                            advisory,
                            decisionBefore,
                            saidBefore,
                            state.said,
                            actedBefore));
            return;
        }
        for (EpisodeEvent episode : advisory.episodes()) {
            context.output(EPISODES, episode);
        }
        if (advisory.health() != null) {
            context.output(HEALTH, advisory.health());
        }
        if (advisory.recommendation() != null) {
            out.collect(advisory.recommendation());
        }
    }

    /** An open check outlives what is known of its machine: a person has not looked yet. */
    private static boolean isForgotten(SustainedEvidence evidence) {
        boolean unknown =
                evidence.evidence().action() != null && evidence.evidence().timestamp() == Long.MIN_VALUE;
        return unknown || has(evidence, EdgeKind.FORGOTTEN);
    }

    private static boolean has(SustainedEvidence evidence, EdgeKind kind) {
        return evidence.evidence().edges().stream().anyMatch(edge -> edge.kind() == kind);
    }

    private static @Nullable String decisionOf(AdvisorState state) {
        if (!state.recommended) {
            return null;
        }
        return state.decision == null ? NO_DECISION : state.decision.name().toLowerCase(Locale.ROOT);
    }

    private void count(@Nullable String decision, int number) {
        if (decision != null) {
            counts.add(DECISION + decision, number);
        }
    }

    private void count(EpisodeEvent episode) {
        if (episode.state() != EpisodeState.ESCALATED) {
            counts.add(CODE + episode.code(), episode.state() == EpisodeState.OPENED ? 1 : -1);
            showEpisodes(episode.code());
        }
    }

    private void showEpisodes(String code) {
        if (shown.add(code)) {
            metrics.addGroup("code", code).gauge("open_episodes", (Gauge<Long>) () -> counts.of(CODE + code));
        }
    }

    private AdvisorState stored() throws IOException {
        byte[] stored = advisor.value();
        if (stored != null) {
            return codec.decode(stored);
        }
        AdvisorState old = advisorV1.value();
        if (old == null) {
            return new AdvisorState();
        }
        advisorV1.clear();
        return AdvisorStateCodec.upgrade(old);
    }
}
