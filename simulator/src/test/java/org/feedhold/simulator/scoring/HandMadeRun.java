package org.feedhold.simulator.scoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Peak;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.health.Health;
import org.jspecify.annotations.Nullable;

/** A run of a few samples, one in 2 s, written down by hand; every position is that of a sample, counted from 0. */
final class HandMadeRun {

    static final long INTERVAL_MILLIS = 2_000;

    private static final long START_MILLIS = 1_800_000_000_000L;

    private final String machineId;
    private final String[] phases;
    private final boolean[] silent;
    private final List<TruthWindow> truth = new ArrayList<>();
    private final List<Recommendation> recommendations = new ArrayList<>();
    private final List<EpisodeEvent> episodes = new ArrayList<>();
    private final List<Health> health = new ArrayList<>();

    HandMadeRun(int samples) {
        this("RUN-001", samples);
    }

    HandMadeRun(String machineId, int samples) {
        this.machineId = machineId;
        this.phases = new String[samples];
        this.silent = new boolean[samples];
        Arrays.fill(phases, "roughing");
    }

    static long millis(int sample) {
        return START_MILLIS + sample * INTERVAL_MILLIS;
    }

    static Finding finding(String code, Severity severity, int since) {
        return finding(code + '-' + since, code, severity, since);
    }

    static Finding finding(String episodeId, String code, Severity severity, int since) {
        return new Finding(
                code,
                episodeId,
                severity,
                null,
                null,
                Instant.ofEpochMilli(millis(since)),
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                null,
                code + "@model@1");
    }

    /** The machine is in another phase from this sample on. */
    HandMadeRun phaseFrom(int sample, String phase) {
        Arrays.fill(phases, sample, phases.length, phase);
        return this;
    }

    /** The machine sends nothing at these samples. */
    HandMadeRun silentAt(int first, int last) {
        Arrays.fill(silent, first, last + 1, true);
        return this;
    }

    HandMadeRun injected(String kind, int first, int last) {
        return injected(kind, "", first, last);
    }

    HandMadeRun injected(String kind, String variant, int first, int last) {
        truth.add(new TruthWindow(machineId, kind, variant, millis(first), millis(last), 1));
        return this;
    }

    HandMadeRun says(int sample, @Nullable Decision decision, Finding... findings) {
        return saysAt(millis(sample), decision, findings);
    }

    HandMadeRun saysAt(long timestampMillis, @Nullable Decision decision, Finding... findings) {
        recommendations.add(new Recommendation(
                "id-" + recommendations.size(),
                machineId,
                null,
                null,
                null,
                null,
                null,
                Instant.ofEpochMilli(timestampMillis),
                decision == null ? Monitoring.IDLE : Monitoring.MONITORED,
                decision,
                null,
                Basis.EVIDENCE,
                AppliesTo.PROCESS,
                List.of(),
                List.of(),
                "",
                null,
                null,
                true,
                true,
                List.of(),
                List.of(findings),
                List.of(),
                100,
                null,
                null,
                null,
                true,
                null,
                List.of()));
        return this;
    }

    HandMadeRun episode(int sample, String episodeId, EpisodeState state) {
        Instant at = Instant.ofEpochMilli(millis(sample));
        episodes.add(new EpisodeEvent(
                episodeId,
                machineId,
                "load_residual",
                state,
                at,
                Severity.WATCH,
                at,
                null,
                0,
                1,
                new Peak(null, null, null, null, null),
                null,
                null,
                null,
                null,
                null,
                null,
                "load_residual@model@1",
                true,
                List.of()));
        return this;
    }

    /** The health score is this at every sample from the first to the last. */
    HandMadeRun health(int first, int last, int score) {
        for (int i = first; i <= last; i++) {
            health.add(new Health(
                    machineId,
                    Instant.ofEpochMilli(millis(i)),
                    Monitoring.MONITORED,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    score,
                    Severity.NORMAL,
                    Decision.PROCEED,
                    List.of(),
                    List.of(),
                    true,
                    true,
                    null,
                    null,
                    true,
                    null));
        }
        return this;
    }

    /** Turns the order of arrival around. */
    HandMadeRun backwards() {
        Collections.reverse(truth);
        Collections.reverse(recommendations);
        Collections.reverse(episodes);
        Collections.reverse(health);
        return this;
    }

    void addTo(RunLog log) {
        for (int i = 0; i < phases.length; i++) {
            if (!silent[i]) {
                log.sample(machineId, millis(i), phases[i]);
            }
        }
        truth.forEach(log::truth);
        recommendations.forEach(log::recommendation);
        episodes.forEach(log::episode);
        health.forEach(log::health);
    }

    static Score score(HandMadeRun... runs) {
        RunLog log = new RunLog();
        for (HandMadeRun run : runs) {
            run.addTo(log);
        }
        return Scorer.score(log, ScoringSettings.DEFAULT);
    }

    static FaultScore fault(Score score, FaultKind kind) {
        return score.faults().stream()
                .filter(fault -> fault.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
