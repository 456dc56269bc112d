package org.feedhold.operators.detection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFA;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.NFAStateSerializer;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.nfa.compiler.NFACompiler;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBuffer;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.feedhold.operators.status.FleetCounts;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.SustainedEvidence;

/**
 * Runs a Flink CEP pattern over the edges of each machine, on that machine's own clock, and adds what matched to the
 * evidence that completed it.
 *
 * <p>Flink's own CEP operator sorts by the watermark of the whole partition: a machine that lags behind its neighbours
 * would lose matches, and a match would reach the advisor beside another sample than its own. So the pattern is compiled
 * here and its automaton is fed edge by edge (see the decision record on CEP). {@code NFA}, {@code NFACompiler} and {@code SharedBuffer} are
 * internal classes of Flink, pinned by this function's test.
 *
 * <p>Keyed by machine. State: the automaton's partial matches, at most one a check, each gone when its run breaks off, is
 * found sustained, the machine leaves its context, or at its next edge after an hour; without one nothing is stored. No
 * timers. Evidence without an edge for the pattern passes without touching state.
 */
public final class PatternFunction extends KeyedProcessFunction<String, SustainedEvidence, SustainedEvidence>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private static final String PARTIAL_MATCHES = "partial_matches";

    private static final AfterMatchSkipStrategy NO_SKIP = AfterMatchSkipStrategy.noSkip();

    private final boolean aboutQuality;
    private final NFACompiler.NFAFactory<Edge> factory;

    private transient NFA<Edge> automaton;
    private transient SharedBuffer<Edge> buffer;
    private transient ValueState<NFAState> partialMatches;
    private transient FleetCounts counts;

    private PatternFunction(boolean aboutQuality, Pattern<Edge, ?> pattern) {
        this.aboutQuality = aboutQuality;
        this.factory = NFACompiler.compileFactory(pattern, false);
    }

    /** Finds sustained breaches of limits. */
    public static PatternFunction ofLimits() {
        return new PatternFunction(false, EdgePatterns.sustainedBreach());
    }

    /** Finds sustained losses of required signals. */
    public static PatternFunction ofDropouts() {
        return new PatternFunction(true, EdgePatterns.sustainedDropout());
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = new FleetCounts(context);
        buffer = new SharedBuffer<>(context.getKeyedStateStore(), EdgeSerializer.INSTANCE);
        partialMatches = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("partial-matches", new NFAStateSerializer()));
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        // The buffer writes through to keyed state whenever its accessor is closed.
        counts.store();
    }

    @Override
    public void open(OpenContext context) throws Exception {
        automaton = factory.createNFA();
        automaton.open(getRuntimeContext(), new Configuration());
        getRuntimeContext().getMetricGroup().addGroup("detection").gauge(PARTIAL_MATCHES, (Gauge<Long>)
                () -> counts.of(PARTIAL_MATCHES));
    }

    @Override
    public void close() throws Exception {
        if (automaton != null) {
            automaton.close();
        }
        if (buffer != null) {
            buffer.releaseCacheStatisticsTimer();
        }
    }

    @Override
    public void processElement(SustainedEvidence in, Context context, Collector<SustainedEvidence> out)
            throws Exception {
        Evidence evidence = in.evidence();
        List<EpisodeStart> starts = null;
        NFAState state = null;
        long before = 0;
        for (Edge edge : evidence.edges()) {
            if (!concerns(edge)) {
                continue;
            }
            if (state == null) {
                state = partialMatches.value();
                before = state == null ? 0 : underWay(state);
            }
            if (state == null) {
                if (edge.kind() != EdgeKind.BEGAN) {
                    continue;
                }
                state = automaton.createInitialNFAState();
            }
            for (Map<String, List<Edge>> match : feed(state, edge)) {
                if (starts == null) {
                    starts = new ArrayList<>(in.starts());
                }
                starts.add(start(match));
            }
        }
        if (state != null) {
            counts.add(PARTIAL_MATCHES, underWay(state) - before);
            keep(state);
        }
        out.collect(starts == null ? in : new SustainedEvidence(evidence, List.copyOf(starts)));
    }

    private boolean concerns(Edge edge) {
        return switch (edge.kind()) {
            case BEGAN, BREACH, BROKEN -> edge.aboutQuality() == aboutQuality;
            case CONTEXT_LEFT -> true;
            case CLEARED, SILENT, SILENCE_ENDED, TOOL_CHANGED, RELEASE_CHANGED, CLOCK_SET_BACK, FORGOTTEN -> false;
        };
    }

    private static long underWay(NFAState state) {
        long runs = 0;
        for (ComputationState match : state.getPartialMatches()) {
            runs += match.getPreviousBufferEntry() == null ? 0 : 1;
        }
        return runs;
    }

    /** Where no run is under way nothing needs to be stored: neither the automaton nor the buffer's count of edges. */
    @SuppressWarnings("try") // as in feed
    private void keep(NFAState state) throws Exception {
        if (underWay(state) == 0) {
            partialMatches.clear();
            try (SharedBufferAccessor<Edge> accessor = buffer.getAccessor()) {
                accessor.advanceTime(Long.MAX_VALUE);
            }
        } else {
            partialMatches.update(state);
        }
    }

    @SuppressWarnings("try") // close() may be interrupted, and so may the task: it passes on
    private Collection<Map<String, List<Edge>>> feed(NFAState state, Edge edge) throws Exception {
        try (SharedBufferAccessor<Edge> accessor = buffer.getAccessor()) {
            automaton.advanceTime(accessor, state, edge.timestamp(), NO_SKIP);
            return automaton.process(accessor, state, edge, edge.timestamp(), NO_SKIP, () -> edge.timestamp());
        }
    }

    private static EpisodeStart start(Map<String, List<Edge>> match) {
        Edge began = match.get(EdgePatterns.BEGAN).get(0);
        Edge sustained = match.get(EdgePatterns.SUSTAINED).get(0);
        return new EpisodeStart(
                sustained.check(), began.since(), sustained.breaches(), began.measurement(), sustained.measurement());
    }
}
