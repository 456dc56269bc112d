package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.scoring.FaultKind;
import org.jspecify.annotations.Nullable;

/** Counts what the demo showed, and joins what was injected with what was found. Times are in epoch milliseconds. */
final class DemoTally {

    private final Map<String, InjectedFault> faults = new LinkedHashMap<>();
    private final Map<String, Integer> decisions = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private long deadLetters;

    /** A fault, and when it was on screen. */
    static final class InjectedFault {

        private final FaultKind kind;
        private TruthWindow window;
        private @Nullable Long shownAt;

        private InjectedFault(FaultKind kind, TruthWindow window) {
            this.kind = kind;
            this.window = window;
        }

        FaultKind kind() {
            return kind;
        }

        TruthWindow window() {
            return window;
        }

        /** When a recommendation that names it was shown; null if none was. */
        @Nullable
        Long shownAt() {
            return shownAt;
        }
    }

    /** Takes what was injected; a later record about the same fault replaces an earlier one. */
    void injected(TruthWindow window) {
        FaultKind kind = FaultKind.of(window);
        if (kind.isFault()) {
            String id =
                    window.machineId() + '\n' + window.kind() + '\n' + window.variant() + '\n' + window.startMillis();
            faults.computeIfAbsent(id, key -> new InjectedFault(kind, window)).window = window;
        }
    }

    /** Takes a recommendation that is shown now. Returns false for a repeat, which need not be shown. */
    boolean recommended(JsonNode recommendation, long now) {
        if (!seen.add(recommendation.path("id").asText())) {
            return false;
        }
        decisions.merge(recommendation.path("decision").asText("none"), 1, Integer::sum);
        String machineId = recommendation.path("machine_id").asText();
        for (JsonNode finding : recommendation.path("findings")) {
            long since = Instant.parse(finding.path("since").asText()).toEpochMilli();
            faults.values().stream()
                    .filter(fault ->
                            fault.shownAt == null && fault.window.machineId().equals(machineId))
                    .filter(fault ->
                            fault.kind.isAnsweredBy(finding.path("code").asText()))
                    .filter(fault -> fault.window.startMillis() <= since)
                    .forEach(fault -> fault.shownAt = now);
        }
        return true;
    }

    void deadLetter() {
        deadLetters++;
    }

    /** Everything that was injected, in order. */
    Collection<InjectedFault> faults() {
        return faults.values();
    }

    /** Kinds of which at least one was found, in the order in which they were first on screen, with that time. */
    Map<FaultKind, Long> kindsFound() {
        Map<FaultKind, Long> found = new LinkedHashMap<>();
        List<InjectedFault> shown = new ArrayList<>(
                faults.values().stream().filter(fault -> fault.shownAt != null).toList());
        shown.sort((a, b) -> Long.compare(a.shownAt, b.shownAt));
        shown.forEach(fault -> found.putIfAbsent(fault.kind, fault.shownAt));
        return found;
    }

    /** Number of recommendations. */
    int recommendations() {
        return seen.size();
    }

    /** Number of recommendations by decision; {@code none} for machines that are not judged. */
    Map<String, Integer> decisions() {
        return decisions;
    }

    long deadLetters() {
        return deadLetters;
    }
}
