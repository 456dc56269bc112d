package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened at one instant, in order, and the checks that it concerns; reused for the next one. */
final class EdgeBuffer {

    private final List<Edge> edges = new ArrayList<>();
    private final Set<CheckCard> cards = new LinkedHashSet<>();

    void clear() {
        edges.clear();
        cards.clear();
    }

    boolean isEmpty() {
        return edges.isEmpty();
    }

    boolean has(EdgeKind kind) {
        return edges.stream().anyMatch(edge -> edge.kind() == kind);
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }

    List<CheckCard> cards() {
        return List.copyOf(cards);
    }

    /** Adds what happened to the machine as a whole. */
    void add(EdgeKind kind, TwinState state, long timestamp, long since) {
        edges.add(new Edge(kind, "", false, state.ordinal, timestamp, since, 0, 0, 0, 0, null));
    }

    /** Adds that a run of breaches of a check is over. */
    void addBroken(Check check, int c, TwinState state, long timestamp) {
        add(EdgeKind.BROKEN, check, c, state, timestamp, state.runStart[c], 0, null);
    }

    /** Adds what happened to a check. */
    Edge add(
            EdgeKind kind,
            Check check,
            int c,
            TwinState state,
            long timestamp,
            long since,
            int hits,
            @Nullable Measurement measurement) {
        cards.add(check.card());
        Edge edge = new Edge(
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
        edges.add(edge);
        return edge;
    }
}
