package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.feedhold.twin.detection.CheckCard;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EpisodeStart;
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
    public static final int MOST_OPEN_CHECKS = 32;

    /** Recommendations a minute and machine that merely toggle the gate. */
    public static final int MOST_TOGGLES_A_MINUTE = 12;

    private static final long MINUTE = 60_000;
    private static final String DROPOUT = "sensor_dropout";
    private static final String NOT_RELEASED = "not_released";
    private static final String TOOL_WEAR = "tool_wear";
    private static final String CHECK_CONNECTION =
            "Verify that the machine is still connected: controller, network and gateway; look at the machine itself.";

    /** Takes evidence in and says what follows. */
    public Advisory advise(AdvisorState state, SustainedEvidence sustained) {
        Evidence evidence = sustained.evidence();
        long now = Math.max(evidence.timestamp(), state.newest);
        state.newest = now;
        advanceScore(state, now);

        List<EpisodeEvent> events = new ArrayList<>();
        takeEdges(state, evidence, events);
        openEpisodes(state, sustained, events);
        takeRelease(state, evidence, events);
        state.penalty = penalty(state.episodes);

        Recommendation recommendation = recommend(state, evidence, now);
        boolean changed = recommendation != null || evidence.monitoring() != state.monitoring;
        state.monitoring = evidence.monitoring();
        Health health = evidence.healthDue() || changed ? health(state, evidence, now) : null;
        return new Advisory(events, recommendation, health);
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

    // ---- episodes ------------------------------------------------------------------------------------------------

    private static void takeEdges(AdvisorState state, Evidence evidence, List<EpisodeEvent> events) {
        for (Edge edge : evidence.edges()) {
            switch (edge.kind()) {
                case BEGAN, BROKEN, RELEASE_CHANGED -> {
                    // Only the patterns ask for these; the release is read from the evidence.
                }
                case BREACH -> takeBreach(state, evidence, edge);
                case CLEARED -> takeClearing(state, evidence, edge, events);
                case SILENT -> openSilence(state, evidence, edge, events);
                case SILENCE_ENDED ->
                    closeIf(state, evidence, events, Advisor::isSilence, ClosedBy.RETURNED, edge.timestamp());
                case TOOL_CHANGED ->
                    closeIf(
                            state,
                            evidence,
                            events,
                            episode -> episode.code.equals(TOOL_WEAR),
                            ClosedBy.TOOL_CHANGE,
                            edge.timestamp());
                case CONTEXT_LEFT ->
                    closeIf(state, evidence, events, episode -> true, ClosedBy.CONTEXT_CHANGE, edge.timestamp());
            }
        }
    }

    private static boolean isSilence(OpenEpisode episode) {
        return episode.aboutQuality && episode.signal == null;
    }

    private static void takeBreach(AdvisorState state, Evidence evidence, Edge edge) {
        for (OpenEpisode episode : state.episodes) {
            if (episode.checks.contains(edge.check())) {
                if (episode.newestOrdinal != edge.ordinal()) {
                    episode.newestOrdinal = edge.ordinal();
                    episode.samples++;
                }
                if (episode.leadingCheck().equals(edge.check())) {
                    episode.label = card(evidence, edge.check()).label();
                    takeMeasurement(episode, edge.measurement());
                }
            }
        }
    }

    private static void takeMeasurement(OpenEpisode episode, @Nullable Measurement measurement) {
        if (measurement == null || measurement.value() == null) {
            return;
        }
        episode.value = measurement.value();
        episode.unit = measurement.unit();
        episode.expected = measurement.expected();
        episode.limit = measurement.limit();
        episode.zScore = measurement.zScore();
        if (episode.peakValue == null || measurement.strength() > episode.peakStrength) {
            episode.peakValue = measurement.value();
            episode.peakUnit = measurement.unit();
            episode.peakLimit = measurement.limit();
            episode.peakZScore = measurement.zScore();
            episode.peakStrength = measurement.strength();
        }
    }

    private static void takeClearing(AdvisorState state, Evidence evidence, Edge edge, List<EpisodeEvent> events) {
        for (OpenEpisode episode : List.copyOf(state.episodes)) {
            int check = episode.checks.indexOf(edge.check());
            if (check >= 0) {
                episode.checks.remove(check);
                episode.decisions.remove(check);
                if (episode.checks.isEmpty()) {
                    close(state, evidence, events, episode, ClosedBy.RETURNED, edge.since());
                }
            }
        }
    }

    private static void openSilence(AdvisorState state, Evidence evidence, Edge edge, List<EpisodeEvent> events) {
        OpenEpisode episode = new OpenEpisode();
        episode.code = DROPOUT;
        episode.label = "machine";
        episode.rule = "silence_after@" + evidence.processModel();
        episode.aboutQuality = true;
        episode.requiredCheck = CHECK_CONNECTION;
        open(state, evidence, events, episode, edge.since(), "silence", Decision.DO_NOT_PROCEED);
    }

    private static void openEpisodes(AdvisorState state, SustainedEvidence sustained, List<EpisodeEvent> events) {
        List<EpisodeStart> starts = new ArrayList<>(sustained.starts());
        // The gravest first, so that a cause is open before what follows from it.
        starts.sort(Comparator.comparing((EpisodeStart start) ->
                        card(sustained.evidence(), start.check()).decision())
                .reversed());
        for (EpisodeStart start : starts) {
            openOrEscalate(state, sustained.evidence(), start, events);
        }
    }

    private static CheckCard card(Evidence evidence, String check) {
        for (CheckCard card : evidence.cards()) {
            if (card.check().equals(check)) {
                return card;
            }
        }
        throw new IllegalStateException("evidence of " + evidence.machineId() + " has no card for check " + check);
    }

    private static void openOrEscalate(
            AdvisorState state, Evidence evidence, EpisodeStart start, List<EpisodeEvent> events) {
        CheckCard card = card(evidence, start.check());
        String signal = start.newest() == null ? null : start.newest().signal();
        OpenEpisode episode = find(state, card, signal);
        if (episode == null) {
            episode = new OpenEpisode();
            episode.code = card.code();
            episode.signal = signal;
            episode.label = card.label();
            episode.rule = card.rule();
            episode.aboutQuality = card.aboutQuality();
            episode.samples = start.samples();
            episode.requiresCheck = card.requiresCheck();
            episode.action = card.action();
            episode.parameterChange = card.parameterChange();
            episode.requiredCheck = card.requiredCheck();
            episode.causedBy = causeOf(state, card);
            episode.newestOrdinal = evidence.edges().get(0).ordinal();
            takeMeasurement(episode, start.first());
            takeMeasurement(episode, start.newest());
            open(state, evidence, events, episode, start.start(), card.check(), card.decision());
        } else if (!episode.checks.contains(card.check())) {
            episode.checks.add(card.check());
            episode.decisions.add(card.decision());
            if (episode.leadingCheck().equals(card.check())) {
                episode.label = card.label();
                takeMeasurement(episode, start.newest());
            }
            if (card.decision().compareTo(episode.highest) > 0) {
                episode.highest = card.decision();
                annunciate(state, evidence, episode);
                events.add(event(state, evidence, episode, EpisodeState.ESCALATED, null, null));
            }
        }
    }

    private static @Nullable OpenEpisode find(AdvisorState state, CheckCard card, @Nullable String signal) {
        for (OpenEpisode episode : state.episodes) {
            boolean sameSignal = card.aboutQuality()
                    ? episode.aboutQuality && episode.signal != null
                    : java.util.Objects.equals(episode.signal, signal);
            if (episode.code.equals(card.code()) && sameSignal) {
                return episode;
            }
        }
        return null;
    }

    private static @Nullable String causeOf(AdvisorState state, CheckCard card) {
        OpenEpisode cause = null;
        for (OpenEpisode episode : state.episodes) {
            if (card.consequenceOf().contains(episode.code)
                    && (cause == null || episode.decision().compareTo(cause.decision()) > 0)) {
                cause = episode;
            }
        }
        return cause == null ? null : cause.id;
    }

    private static void open(
            AdvisorState state,
            Evidence evidence,
            List<EpisodeEvent> events,
            OpenEpisode episode,
            long start,
            String check,
            Decision decision) {
        episode.id = Identifiers.episode(evidence.machineId(), episode.code, episode.signal, start);
        episode.start = start;
        episode.checks.add(check);
        episode.decisions.add(decision);
        episode.highest = decision;
        state.episodes.add(episode);
        if (episode.causedBy == null) {
            state.score = Math.max(
                    0, state.score - HealthScore.dueSince(HealthScore.penalty(decision), state.scoredAt - start));
        }
        annunciate(state, evidence, episode);
        events.add(event(state, evidence, episode, EpisodeState.OPENED, null, null));
    }

    /** An alarm is raised, and a check asked for, unless another finding explains this one. */
    private static void annunciate(AdvisorState state, Evidence evidence, OpenEpisode episode) {
        if (episode.causedBy != null) {
            return;
        }
        if (episode.highest.isAlarm() && episode.alarmState == null) {
            episode.alarmState = AlarmState.UNACKNOWLEDGED;
        }
        String partId = evidence.context().partId();
        if (episode.requiresCheck && episode.requiredCheck != null && episode.highest.isAlarm()) {
            for (OpenCheck open : state.openChecks) {
                if (open.code().equals(episode.code) && java.util.Objects.equals(open.partId(), partId)) {
                    return;
                }
            }
            if (state.openChecks.size() == MOST_OPEN_CHECKS) {
                state.openChecks.remove(0);
            }
            state.openChecks.add(new OpenCheck(
                    episode.id, episode.code, partId, episode.requiredCheck, Instant.ofEpochMilli(episode.start)));
        }
    }

    private static void takeRelease(AdvisorState state, Evidence evidence, List<EpisodeEvent> events) {
        Decision decision =
                evidence.monitoring().hasDecision() ? evidence.release().decision() : null;
        OpenEpisode open = null;
        for (OpenEpisode episode : state.episodes) {
            if (episode.code.equals(NOT_RELEASED)) {
                open = episode;
            }
        }
        if (open != null && (decision == null || !decision.equals(open.decision()))) {
            close(state, evidence, events, open, ClosedBy.RETURNED, evidence.timestamp());
            open = null;
        }
        if (open == null && decision != null) {
            OpenEpisode episode = new OpenEpisode();
            episode.code = NOT_RELEASED;
            episode.label = evidence.release().reason();
            episode.rule = "release_policy@" + evidence.processModel();
            episode.requiredCheck =
                    "Clear the release with engineering: " + evidence.release().reason() + ".";
            episode.samples = 1;
            open(state, evidence, events, episode, evidence.timestamp(), NOT_RELEASED, decision);
        }
    }

    private interface EpisodeFilter {
        boolean accepts(OpenEpisode episode);
    }

    private static void closeIf(
            AdvisorState state,
            Evidence evidence,
            List<EpisodeEvent> events,
            EpisodeFilter filter,
            ClosedBy closedBy,
            long end) {
        for (OpenEpisode episode : List.copyOf(state.episodes)) {
            if (filter.accepts(episode)) {
                close(state, evidence, events, episode, closedBy, end);
            }
        }
    }

    private static void close(
            AdvisorState state,
            Evidence evidence,
            List<EpisodeEvent> events,
            OpenEpisode episode,
            ClosedBy closedBy,
            long end) {
        state.episodes.remove(episode);
        events.add(event(
                state, evidence, episode, EpisodeState.CLOSED, Instant.ofEpochMilli(Math.max(end, episode.start)), closedBy));
    }

    private static EpisodeEvent event(
            AdvisorState state,
            Evidence evidence,
            OpenEpisode episode,
            EpisodeState what,
            @Nullable Instant end,
            @Nullable ClosedBy closedBy) {
        MachineContext context = evidence.context();
        long until = end == null ? state.newest : end.toEpochMilli();
        return new EpisodeEvent(
                episode.id,
                evidence.machineId(),
                episode.code,
                what,
                Instant.ofEpochMilli(state.newest),
                (what == EpisodeState.CLOSED ? episode.highest : episode.decision()).severity(),
                Instant.ofEpochMilli(episode.start),
                end,
                Math.max(0, until - episode.start),
                episode.samples,
                new Peak(episode.signal, episode.peakValue, episode.peakUnit, episode.peakLimit, episode.peakZScore),
                episode.causedBy,
                closedBy,
                context.operation(),
                context.processPhase(),
                context.partId(),
                context.toolId(),
                episode.rule,
                context.simulated());
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
        List<Advice> actions = actions(state.episodes, evidence.dataTrusted(), gateOpen);
        Recommendation recommendation = recommendation(state, evidence, now, decision, gateOpen, episodes, actions);
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

    /** Everything whose change is worth a recommendation. */
    private static String saying(@Nullable Decision decision, List<OpenEpisode> sorted, List<OpenCheck> openChecks) {
        StringBuilder says = new StringBuilder().append(decision);
        for (OpenEpisode episode : sorted) {
            says.append(' ').append(episode.id).append(episode.alarmState);
        }
        for (OpenCheck check : openChecks) {
            says.append(' ').append(check.episodeId());
        }
        return says.toString();
    }

    /** A gate that toggles under an action in force is worth a recommendation, but not without bound. */
    private static boolean mayToggle(AdvisorState state, boolean gateOpen, long now) {
        if (!state.saidAction || gateOpen == state.saidGateOpen) {
            return false;
        }
        if (state.toggleMinute == Long.MIN_VALUE || now - state.toggleMinute >= MINUTE) {
            state.toggleMinute = now;
            state.toggles = 0;
        }
        // The last one is kept for closing: a gate must never be left open for want of a recommendation.
        if (state.toggles >= (gateOpen ? MOST_TOGGLES_A_MINUTE - 1 : MOST_TOGGLES_A_MINUTE)) {
            return false;
        }
        state.toggles++;
        return true;
    }

    private static boolean hasAction(List<OpenEpisode> episodes) {
        for (OpenEpisode episode : episodes) {
            if (episode.causedBy == null && (episode.action != null || episode.parameterChange != null)) {
                return true;
            }
        }
        return false;
    }

    private static List<Advice> actions(List<OpenEpisode> episodes, boolean dataTrusted, boolean gateOpen) {
        List<Advice> actions = new ArrayList<>();
        for (OpenEpisode episode : episodes) {
            if (dataTrusted && episode.causedBy == null && episode.action != null) {
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
            List<Advice> actions) {
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
                actions,
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
                context.simulated());
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
                context.simulated());
    }
}
