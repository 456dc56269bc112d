package org.feedhold.operators.advisory;

import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.advisory.Advisor;
import org.feedhold.twin.advisory.AdvisorState;
import org.feedhold.twin.advisory.AdvisorStateCodec;
import org.feedhold.twin.advisory.Advisory;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.storage.Phrases;

/**
 * Merges the evidence of each machine into episodes, health and recommendations.
 *
 * <p>Keyed by machine. State: one {@link AdvisorState} a machine, laid out by {@link AdvisorStateCodec}, bounded by the
 * number of rules and open checks; and, once for each instance, the texts of all rules that it has met. No timers: the end
 * of a silence, or of an off-delay, comes as evidence. Recommendations are the main output; episodes go to {@link
 * #EPISODES}, health to {@link #HEALTH}.
 */
public final class AdvisorFunction extends KeyedProcessFunction<String, SustainedEvidence, Recommendation>
        implements CheckpointedFunction {

    /** Openings, escalations and closings of episodes. */
    public static final OutputTag<EpisodeEvent> EPISODES = new OutputTag<>("episodes") {};

    /** Health records. */
    public static final OutputTag<Health> HEALTH = new OutputTag<>("health") {};

    private static final long serialVersionUID = 1L;

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

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        advisor = context.getKeyedStateStore().getState(ADVISOR);
        advisorV1 = context.getKeyedStateStore().getState(ADVISOR_V1);
        // Every instance needs all: after a change of parallelism it gets machines of any other.
        storedPhrases = context.getOperatorStateStore().getUnionListState(PHRASES);
        phrases = new Phrases();
        storedPhrases.get().forEach(phrases::learn);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        storedPhrases.update(phrases.all());
    }

    @Override
    public void open(OpenContext context) {
        codec = new AdvisorStateCodec(phrases);
        pure = new Advisor();
    }

    @Override
    public void processElement(SustainedEvidence evidence, Context context, Collector<Recommendation> out)
            throws Exception {
        evidence.evidence().cards().forEach(codec::learn);
        AdvisorState state = stored();
        Advisory advisory = pure.advise(state, evidence);
        advisor.update(codec.encode(state));
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
