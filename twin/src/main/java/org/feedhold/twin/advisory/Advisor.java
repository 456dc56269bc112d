package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.MachineContext;
import org.feedhold.twin.detection.Measurement;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.HealthScore;
import org.jspecify.annotations.Nullable;

/**
 * Turns the evidence of one machine into episodes, health and one graded recommendation. The highest-ranked active finding
 * decides; all are listed. Speaks only when something has changed. Holds no state of a machine and no clock.
 */
public final class Advisor {

    /** Open checks kept for one machine; a further one replaces the oldest. */
    public static final int MOST_OPEN_CHECKS = 8;

    /** Recommendations a minute and machine that merely toggle the gate. */
    public static final int MOST_TOGGLES_A_MINUTE = 12;

    private static final long MINUTE = 60_000;

    /** Takes evidence in and says what follows. */
    public Advisory advise(AdvisorState state, SustainedEvidence sustained) {
        Evidence evidence = sustained.evidence();
        if (evidence.action() != null) {
            return act(state, evidence, evidence.action());
        }
        long now = Math.max(evidence.timestamp(), state.newest);
        state.newest = now;
        advanceScore(state, now);

        List<EpisodeEvent> events = EpisodeKeeper.take(state, sustained);
        state.penalty = penalty(state.episodes);
        if (evidence.edges().stream().anyMatch(edge -> edge.kind() == EdgeKind.CLOCK_SET_BACK)) {
            state.setClockBack();
            return new Advisory(events, null, null, null);
        }

        Recommendation recommendation = recommend(state, evidence, now);
        boolean changed = recommendation != null || evidence.monitoring() != state.monitoring;
        state.monitoring = evidence.monitoring();
        Health health = evidence.healthDue() || changed ? health(state, evidence, now) : null;
        return new Advisory(events, recommendation, health, null);
    }

    // ---- operator actions ------------------------------------------------------------------------------------------

    /** A completed check changes neither findings nor evidence; it may open the gate. */
    private static Advisory act(AdvisorState state, Evidence evidence, ArrivedAction arrived) {
        OperatorAction action = arrived.action();
        if (!state.openChecks.removeIf(check -> check.episodeId().equals(action.episodeId()))) {
            ControlEvent refused = ControlEvent.ofRefused(
                    arrived,
                    "episode " + action.episodeId() + " has left no open check on " + action.machineId()
                            + ": its newest recommendation lists them as open_checks");
            return new Advisory(List.of(), null, null, refused);
        }
        ControlEvent applied = ControlEvent.ofApplied(action, arrived.dueAt());
        if (state.newest == Long.MIN_VALUE) {
            // The clock was set back, and nothing has been judged on the new one: its first sample will tell.
            return new Advisory(List.of(), null, null, applied);
        }
        // The instant of the newest sample may have its recommendation.
        long now = state.newest + 1;
        advanceScore(state, now);
        state.newest = now;
        return new Advisory(List.of(), recommend(state, evidence, now), null, applied);
    }

    private static void advanceScore(AdvisorState state, long now) {
        if (state.scoredAt != Long.MIN_VALUE) {
            state.score = HealthScore.approach(state.score, Math.max(0, 100 - state.penalty), now - state.scoredAt);
        }
        state.scoredAt = now;
    }

    private static double penalty(List<OpenEpisode> episodes) {
        double penalty = 0;
        for (OpenEpisode episode : episodes) {
            if (episode.causedBy == null) {
                penalty += HealthScore.penalty(episode.decision());
            }
        }
        return penalty;
    }

    // ---- the recommendation ----------------------------------------------------------------------------------------

    private static @Nullable Recommendation recommend(AdvisorState state, Evidence evidence, long now) {
        Decision decision = decisionOf(state, evidence);
        if ((!state.recommended && decision == null) || now == state.recommendedAt) {
            return null;
        }
        boolean gateOpen = isGateOpen(state, evidence);
        List<OpenEpisode> episodes = new ArrayList<>(state.episodes);
        episodes.sort(Comparator.comparing((OpenEpisode episode) -> episode.id));
        String says = saying(decision, episodes, state.openChecks);
        boolean changed = !state.recommended || !says.equals(state.said);
        if (!changed && !mayToggle(state, gateOpen, now)) {
            return null;
        }
        // An action that could not be taken back within the minute is not given.
        boolean mayAct = evidence.dataTrusted() && togglesLeft(state, now) > 0;
        Recommendation recommendation = recommendation(state, evidence, now, decision, gateOpen, episodes, mayAct);
        state.recommended = true;
        state.recommendedAt = now;
        state.decision = decision;
        state.said = says;
        state.saidAction = hasAction(state.episodes);
        state.saidGateOpen = gateOpen;
        return recommendation;
    }

    private static @Nullable Decision decisionOf(AdvisorState state, Evidence evidence) {
        if (!evidence.monitoring().hasDecision()) {
            return null;
        }
        Decision decision = Decision.PROCEED;
        for (OpenEpisode episode : state.episodes) {
            decision = Decision.max(decision, episode.decision());
        }
        return decision;
    }

    private static boolean isGateOpen(AdvisorState state, Evidence evidence) {
        return evidence.dataTrusted() && state.openChecks.isEmpty();
    }

    /** Everything whose change is worth a recommendation, in a digest. */
    private static String saying(@Nullable Decision decision, List<OpenEpisode> sorted, List<OpenCheck> openChecks) {
        StringBuilder says = new StringBuilder().append(decision);
        for (OpenEpisode episode : sorted) {
            says.append(' ').append(episode.id).append(episode.alarmState);
        }
        for (OpenCheck check : openChecks) {
            says.append(' ').append(check.episodeId());
        }
        return Identifiers.digest(says.toString());
    }

    /** A gate that toggles under an action in force is worth a recommendation, but not without bound. */
    private static boolean mayToggle(AdvisorState state, boolean gateOpen, long now) {
        if (!state.saidAction || gateOpen == state.saidGateOpen) {
            return false;
        }
        // The last one is kept for closing: a gate must never be left open for want of a recommendation.
        if (togglesLeft(state, now) < (gateOpen ? 2 : 1)) {
            return false;
        }
        state.toggles.add(now);
        return true;
    }

    private static int togglesLeft(AdvisorState state, long now) {
        state.toggles.removeIf(toggled -> toggled <= now - MINUTE);
        return MOST_TOGGLES_A_MINUTE - state.toggles.size();
    }

    private static boolean hasAction(List<OpenEpisode> episodes) {
        for (OpenEpisode episode : episodes) {
            if (episode.causedBy == null && (episode.action != null || episode.parameterChange != null)) {
                return true;
            }
        }
        return false;
    }

    private static List<Advice> actions(List<OpenEpisode> episodes, boolean gateOpen) {
        List<Advice> actions = new ArrayList<>();
        for (OpenEpisode episode : episodes) {
            if (episode.causedBy == null && episode.action != null) {
                actions.add(new Advice(episode.code, episode.action));
            }
            if (gateOpen && episode.causedBy == null && episode.parameterChange != null) {
                actions.add(new Advice(episode.code, episode.parameterChange));
            }
        }
        return actions;
    }

    private static Recommendation recommendation(
            AdvisorState state,
            Evidence evidence,
            long now,
            @Nullable Decision decision,
            boolean gateOpen,
            List<OpenEpisode> sorted,
            boolean mayAct) {
        MachineContext context = evidence.context();
        List<OpenEpisode> byRank = new ArrayList<>(state.episodes);
        byRank.sort(Comparator.comparing(OpenEpisode::decision).reversed());
        Basis basis = basis(byRank);
        return new Recommendation(
                Identifiers.recommendation(
                        evidence.machineId(),
                        now,
                        decision,
                        sorted.stream().map(episode -> episode.id).toList(),
                        gateOpen,
                        sorted.stream()
                                .map(episode -> String.valueOf(episode.alarmState))
                                .toList()),
                evidence.machineId(),
                context.partId(),
                context.workOrder(),
                context.partRevision(),
                context.operation(),
                context.processPhase(),
                Instant.ofEpochMilli(now),
                evidence.monitoring(),
                decision,
                state.decision,
                basis,
                basis == Basis.MISSING_DATA ? AppliesTo.AUTOMATION : AppliesTo.PROCESS,
                mayAct && basis == Basis.EVIDENCE ? actions(state.episodes, gateOpen) : List.of(),
                requiredChecks(byRank),
                Rationale.of(evidence, byRank),
                strength(byRank),
                null,
                evidence.dataTrusted(),
                gateOpen,
                evidence.notEvaluated(),
                byRank.stream().map(Advisor::finding).toList(),
                List.copyOf(state.openChecks),
                shownScore(state, evidence),
                null,
                evidence.processModel(),
                null,
                context.simulated(),
                null,
                List.of());
    }

    private static Basis basis(List<OpenEpisode> byRank) {
        if (byRank.isEmpty()) {
            return Basis.EVIDENCE;
        }
        Decision top = byRank.get(0).decision();
        for (OpenEpisode episode : byRank) {
            if (episode.decision() == top && !episode.aboutQuality) {
                return Basis.EVIDENCE;
            }
        }
        return Basis.MISSING_DATA;
    }

    private static List<Advice> requiredChecks(List<OpenEpisode> byRank) {
        List<Advice> checks = new ArrayList<>();
        for (OpenEpisode episode : byRank) {
            if (episode.causedBy == null && episode.requiredCheck != null) {
                checks.add(new Advice(episode.code, episode.requiredCheck));
            }
        }
        return checks;
    }

    private static @Nullable Double strength(List<OpenEpisode> episodes) {
        Double strongest = null;
        for (OpenEpisode episode : episodes) {
            if (episode.value != null && episode.limit != null) {
                double strength = new Measurement(null, episode.value, null, null, episode.limit, null).strength();
                strongest = strongest == null ? strength : Math.max(strongest, strength);
            }
        }
        return strongest;
    }

    private static Finding finding(OpenEpisode episode) {
        Decision decision = episode.decision();
        return new Finding(
                episode.code,
                episode.id,
                decision.severity(),
                episode.causedBy == null ? Priority.of(decision) : null,
                episode.alarmState,
                Instant.ofEpochMilli(episode.start),
                episode.signal,
                episode.value,
                episode.unit,
                episode.expected,
                episode.limit,
                episode.zScore,
                episode.samples,
                episode.causedBy,
                episode.rule);
    }

    // ---- health ----------------------------------------------------------------------------------------------------

    private static int shownScore(AdvisorState state, Evidence evidence) {
        boolean dataMissing = evidence.monitoring().hasDecision() && !evidence.dataTrusted();
        return HealthScore.shown(state.score, !dataMissing);
    }

    private static Health health(AdvisorState state, Evidence evidence, long now) {
        MachineContext context = evidence.context();
        Decision decision = decisionOf(state, evidence);
        return new Health(
                evidence.machineId(),
                Instant.ofEpochMilli(now),
                evidence.monitoring(),
                evidence.reason(),
                context.execution(),
                context.partId(),
                context.operation(),
                context.processPhase(),
                context.toolId(),
                shownScore(state, evidence),
                decision == null ? Severity.NORMAL : decision.severity(),
                decision,
                evidence.signals(),
                state.episodes.stream()
                        .map(episode -> episode.code)
                        .distinct()
                        .sorted()
                        .toList(),
                evidence.dataTrusted(),
                isGateOpen(state, evidence),
                null,
                evidence.processModel(),
                context.simulated(),
                null);
    }
}
