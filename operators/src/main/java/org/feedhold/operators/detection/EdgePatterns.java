package org.feedhold.operators.detection;

import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.MachineTwin;

/**
 * The two patterns that turn edges into episodes. Neither holds a constant of a process model: hits and delays are read
 * from the edge. Both are bounded in length (two edges are kept) and in time ({@link MachineTwin#LONGEST_RUN_MILLIS}, after
 * which the twin lets a run begin anew); a run of breaches begins once, so a check has at most one partial match.
 */
final class EdgePatterns {

    static final String BEGAN = "began";
    static final String BROKEN = "broken";
    static final String SUSTAINED = "sustained";

    private EdgePatterns() {}

    /** A limit, such as that on vibration in chatter, is breached often enough for long enough: not one spike. */
    static Pattern<Edge, ?> sustainedBreach() {
        return sustained(edge -> !edge.aboutQuality());
    }

    /** A required signal is not good for long enough: not one lost sample. */
    static Pattern<Edge, ?> sustainedDropout() {
        return sustained(Edge::aboutQuality);
    }

    interface EdgeFilter extends Serializable {
        boolean accepts(Edge edge);
    }

    private static Pattern<Edge, ?> sustained(EdgeFilter filter) {
        return Pattern.<Edge>begin(BEGAN, AfterMatchSkipStrategy.noSkip())
                .where(SimpleCondition.of(edge -> edge.kind() == EdgeKind.BEGAN && filter.accepts(edge)))
                .notFollowedBy(BROKEN)
                .where(new EndOfRun())
                .followedBy(SUSTAINED)
                .where(new LongEnough())
                .within(Duration.ofMillis(MachineTwin.LONGEST_RUN_MILLIS));
    }

    private static boolean isOfRun(Edge edge, IterativeCondition.Context<Edge> run) throws Exception {
        for (Edge began : run.getEventsForPattern(BEGAN)) {
            return began.check().equals(edge.check());
        }
        return false;
    }

    /** The run broke off, or the machine left the context in which it began. */
    private static final class EndOfRun extends IterativeCondition<Edge> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(Edge edge, Context<Edge> run) throws Exception {
            return edge.kind() == EdgeKind.CONTEXT_LEFT || (edge.kind() == EdgeKind.BROKEN && isOfRun(edge, run));
        }
    }

    /** A breach that makes the run frequent and long enough. */
    private static final class LongEnough extends IterativeCondition<Edge> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean filter(Edge edge, Context<Edge> run) throws Exception {
            return edge.isSustained() && isOfRun(edge, run);
        }
    }
}
