package org.feedhold.operators.advisory;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.advisory.Advisor;
import org.feedhold.twin.advisory.AdvisorState;
import org.feedhold.twin.advisory.Advisory;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;

/**
 * Merges the evidence of each machine into episodes, health and recommendations.
 *
 * <p>Keyed by machine. State: one {@link AdvisorState} a machine, bounded by the number of rules and open checks. No timers:
 * the end of a silence, or of an off-delay, comes as evidence. Recommendations are the main output; episodes go to
 * {@link #EPISODES}, health to {@link #HEALTH}.
 */
public final class AdvisorFunction extends KeyedProcessFunction<String, SustainedEvidence, Recommendation> {

    /** Openings, escalations and closings of episodes. */
    public static final OutputTag<EpisodeEvent> EPISODES = new OutputTag<>("episodes") {};

    /** Health records. */
    public static final OutputTag<Health> HEALTH = new OutputTag<>("health") {};

    private static final long serialVersionUID = 1L;

    private static final ValueStateDescriptor<AdvisorState> ADVISOR =
            new ValueStateDescriptor<>("advisor", AdvisorState.class);

    private transient ValueState<AdvisorState> advisor;
    private transient Advisor pure;

    @Override
    public void open(OpenContext context) {
        advisor = getRuntimeContext().getState(ADVISOR);
        pure = new Advisor();
    }

    @Override
    public void processElement(SustainedEvidence evidence, Context context, Collector<Recommendation> out)
            throws Exception {
        AdvisorState state = advisor.value();
        if (state == null) {
            state = new AdvisorState();
        }
        Advisory advisory = pure.advise(state, evidence);
        advisor.update(state);
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
}
