package org.feedhold.simulator.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.health.Health;
import org.jspecify.annotations.Nullable;

/** What is known of one machine, in the order of arrival. */
final class MachineRun {

    /** A sample of telemetry. */
    record RunSample(long timestampMillis, @Nullable String processPhase) {}

    /** What a recommendation says; in force until the next one. */
    record Judgement(long timestampMillis, @Nullable Decision decision, List<ActiveFinding> findings) {

        /** Whether it lists a finding that answers a kind of fault. */
        boolean lists(FaultKind kind) {
            for (ActiveFinding finding : findings) {
                if (kind.isAnsweredBy(finding.code())) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A finding that a recommendation lists. */
    record ActiveFinding(String code, String episodeId, Severity severity, long sinceMillis) {}

    /** The health score from this time on. */
    record HealthPoint(long timestampMillis, int score) {}

    private record WindowKey(String kind, String variant, long startMillis) {}

    private final List<RunSample> samples = new ArrayList<>();
    private final Map<WindowKey, TruthWindow> windows = new LinkedHashMap<>();
    private final List<Judgement> judgements = new ArrayList<>();
    private final List<Judgement> ofGateway = new ArrayList<>();
    private final Set<String> recommendationIds = new HashSet<>();
    private final Map<String, Long> openings = new HashMap<>();
    private final List<HealthPoint> health = new ArrayList<>();

    void add(RunSample sample) {
        samples.add(sample);
    }

    void add(TruthWindow window) {
        windows.put(new WindowKey(window.kind(), window.variant(), window.startMillis()), window);
    }

    void add(Recommendation recommendation) {
        if (recommendationIds.add(recommendation.id())) {
            judgements.add(judgement(recommendation));
        }
    }

    /** Adds what is said of the machine's gateway: in force until it is taken back. */
    void addOfGateway(Recommendation recommendation) {
        if (recommendationIds.add(recommendation.id())) {
            ofGateway.add(judgement(recommendation));
        }
    }

    private static Judgement judgement(Recommendation recommendation) {
        List<ActiveFinding> findings = new ArrayList<>(recommendation.findings().size());
        for (Finding finding : recommendation.findings()) {
            findings.add(new ActiveFinding(
                    finding.code(),
                    finding.episodeId(),
                    finding.severity(),
                    finding.since().toEpochMilli()));
        }
        return new Judgement(
                recommendation.timestamp().toEpochMilli(), recommendation.decision(), List.copyOf(findings));
    }

    void add(EpisodeEvent event) {
        if (event.state() == EpisodeState.OPENED) {
            openings.put(event.episodeId(), event.timestamp().toEpochMilli());
        }
    }

    void add(Health record) {
        health.add(new HealthPoint(record.timestamp().toEpochMilli(), record.healthScore()));
    }

    /** Samples by time, one for each timestamp. */
    List<RunSample> samples() {
        samples.sort(Comparator.comparingLong(RunSample::timestampMillis));
        List<RunSample> distinct = new ArrayList<>(samples.size());
        for (RunSample sample : samples) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1).timestampMillis() != sample.timestampMillis()) {
                distinct.add(sample);
            }
        }
        return distinct;
    }

    /** What was injected, by start. */
    List<TruthWindow> windows() {
        return windows.values().stream()
                .sorted(Comparator.comparingLong(TruthWindow::startMillis))
                .toList();
    }

    /** Judgements by time; of one time in the order of arrival. */
    List<Judgement> judgements() {
        judgements.sort(Comparator.comparingLong(Judgement::timestampMillis));
        List<Judgement> all = new ArrayList<>(judgements);
        for (Judgement silence : ofGateway) {
            all.add(silence.decision() == null ? ownAt(silence.timestampMillis()) : silence);
        }
        all.sort(Comparator.comparingLong(Judgement::timestampMillis));
        return all;
    }

    /** What the machine's own newest judgement says is in force again. */
    private Judgement ownAt(long timestampMillis) {
        Judgement own = new Judgement(timestampMillis, null, List.of());
        for (Judgement judgement : judgements) {
            if (judgement.timestampMillis() <= timestampMillis) {
                own = new Judgement(timestampMillis, judgement.decision(), judgement.findings());
            }
        }
        return own;
    }

    /** Event times at which episodes were opened. */
    Iterable<Long> openings() {
        return openings.values();
    }

    /** Health scores by time; of one time in the order of arrival. */
    List<HealthPoint> health() {
        health.sort(Comparator.comparingLong(HealthPoint::timestampMillis));
        return health;
    }
}
