package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.detection.CheckCard;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.MachineContext;
import org.feedhold.twin.detection.Measurement;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.HealthScore;
import org.jspecify.annotations.Nullable;

/**
 * Opens, escalates and closes the episodes of one machine as its evidence says; one object for one piece of evidence. The
 * memory is in {@link AdvisorState}.
 */
final class EpisodeKeeper {

    /** Code of the episode of a silent machine, and of a required signal that is lost. */
    static final String DROPOUT = "sensor_dropout";

    private static final String NOT_RELEASED = "not_released";
    private static final String TOOL_WEAR = "tool_wear";
    /** What to check where a machine is silent. */
    static final Advice CONNECTION = new Advice(
            DROPOUT,
            "Verify that the machine is still connected: controller, network and gateway; look at the machine itself.");

    private final AdvisorState state;
    private final Evidence evidence;
    private final List<EpisodeEvent> events = new ArrayList<>();
    /** Episodes of which no check is active any more, with the times at which the last one came back inside. */
    private final Map<OpenEpisode, Long> returned = new LinkedHashMap<>();

    private EpisodeKeeper(AdvisorState state, Evidence evidence) {
        this.state = state;
        this.evidence = evidence;
    }

    /** Takes evidence in; says what opened, escalated and closed, in order. */
    static List<EpisodeEvent> take(AdvisorState state, SustainedEvidence sustained) {
        EpisodeKeeper keeper = new EpisodeKeeper(state, sustained.evidence());
        keeper.takeEdges();
        keeper.openEpisodes(sustained.starts());
        keeper.closeReturned();
        keeper.takeRelease();
        keeper.explainAnew();
        return keeper.events;
    }

    private void takeEdges() {
        // Clearings first: an episode that falls back to a weaker limit takes its numbers from this very sample.
        for (Edge edge : evidence.edges()) {
            if (edge.kind() == EdgeKind.CLEARED) {
                takeClearing(edge);
            }
        }
        for (Edge edge : evidence.edges()) {
            switch (edge.kind()) {
                case BEGAN, BROKEN, CLEARED, RELEASE_CHANGED, CLOCK_SET_BACK -> {
                    // Only the patterns ask for the first two; the release is read from the evidence; what a clock that
                    // was set back ends, it ends by leaving the context.
                }
                case BREACH -> takeBreach(edge);
                case SILENT -> openSilence(edge);
                case SILENCE_ENDED -> closeIf(EpisodeKeeper::isSilence, ClosedBy.RETURNED, edge.timestamp());
                case TOOL_CHANGED ->
                    closeIf(episode -> episode.code.equals(TOOL_WEAR), ClosedBy.TOOL_CHANGE, edge.timestamp());
                case CONTEXT_LEFT -> closeIf(episode -> true, ClosedBy.CONTEXT_CHANGE, edge.timestamp());
                case FORGOTTEN -> closeIf(episode -> true, ClosedBy.FORGOTTEN, edge.timestamp());
            }
        }
    }

    private static boolean isSilence(OpenEpisode episode) {
        return episode.aboutQuality && episode.signal == null;
    }

    private void takeBreach(Edge edge) {
        for (OpenEpisode episode : state.episodes) {
            if (episode.checks.contains(edge.check())) {
                if (episode.newestOrdinal != edge.ordinal()) {
                    episode.newestOrdinal = edge.ordinal();
                    episode.samples++;
                }
                if (episode.leadingCheck().equals(edge.check())) {
                    episode.label = card(edge.check()).label();
                    takeMeasurement(episode, edge.measurement());
                }
            }
        }
    }

    private void takeMeasurement(OpenEpisode episode, @Nullable Measurement measurement) {
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

    private void takeClearing(Edge edge) {
        for (OpenEpisode episode : List.copyOf(state.episodes)) {
            int check = episode.checks.indexOf(edge.check());
            if (check >= 0) {
                episode.checks.remove(check);
                episode.decisions.remove(check);
                if (episode.checks.isEmpty()) {
                    returned.put(episode, edge.since());
                }
            }
        }
    }

    /** After what began with this sample: an episode goes on where one of its checks takes over from another. */
    private void closeReturned() {
        returned.forEach((episode, since) -> {
            if (episode.checks.isEmpty() && state.episodes.contains(episode)) {
                close(episode, ClosedBy.RETURNED, since);
            }
        });
    }

    private void openSilence(Edge edge) {
        OpenEpisode episode = new OpenEpisode();
        episode.code = DROPOUT;
        episode.label = "machine";
        episode.rule = "silence_after@" + evidence.processModel();
        episode.aboutQuality = true;
        episode.requiredCheck = CONNECTION.text();
        open(episode, edge.since(), "silence", Decision.DO_NOT_PROCEED);
    }

    private void openEpisodes(List<EpisodeStart> sustained) {
        List<EpisodeStart> starts = new ArrayList<>(sustained);
        // The gravest first, so that a cause is open before what follows from it.
        starts.sort(
                Comparator.comparing((EpisodeStart start) -> card(start.check()).decision())
                        .reversed());
        for (EpisodeStart start : starts) {
            openOrEscalate(start);
        }
    }

    private CheckCard card(String check) {
        for (CheckCard card : evidence.cards()) {
            if (card.check().equals(check)) {
                return card;
            }
        }
        throw new IllegalStateException("evidence of " + evidence.machineId() + " has no card for check " + check);
    }

    private void openOrEscalate(EpisodeStart start) {
        CheckCard card = card(start.check());
        String signal = start.newest() == null ? null : start.newest().signal();
        OpenEpisode episode = find(card, signal);
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
            episode.consequenceOf = new ArrayList<>(card.consequenceOf());
            episode.causedBy = causeOf(episode);
            episode.newestOrdinal = evidence.edges().get(0).ordinal();
            takeMeasurement(episode, start.first());
            takeMeasurement(episode, start.newest());
            open(episode, start.start(), card.check(), card.decision());
        } else if (!episode.checks.contains(card.check())) {
            episode.checks.add(card.check());
            episode.decisions.add(card.decision());
            if (episode.leadingCheck().equals(card.check())) {
                episode.label = card.label();
                takeMeasurement(episode, start.newest());
            }
            if (card.decision().compareTo(episode.highest) > 0) {
                episode.highest = card.decision();
                annunciate(episode);
                events.add(event(episode, EpisodeState.ESCALATED, null, null));
            }
        }
    }

    private @Nullable OpenEpisode find(CheckCard card, @Nullable String signal) {
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

    private @Nullable String causeOf(OpenEpisode consequence) {
        OpenEpisode cause = null;
        for (OpenEpisode episode : state.episodes) {
            if (consequence.consequenceOf.contains(episode.code)
                    && !consequence.id.equals(episode.causedBy)
                    && (cause == null || episode.decision().compareTo(cause.decision()) > 0)) {
                cause = episode;
            }
        }
        return cause == null ? null : cause.id;
    }

    /** A finding that outlasts what explained it speaks for itself. */
    private void explainAnew() {
        for (OpenEpisode episode : state.episodes) {
            if (episode.causedBy != null && !isOpen(episode.causedBy)) {
                episode.causedBy = causeOf(episode);
                annunciate(episode);
            }
        }
    }

    private boolean isOpen(String id) {
        for (OpenEpisode episode : state.episodes) {
            if (episode.id.equals(id)) {
                return true;
            }
        }
        return false;
    }

    private void open(OpenEpisode episode, long start, String check, Decision decision) {
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
        annunciate(episode);
        events.add(event(episode, EpisodeState.OPENED, null, null));
    }

    /** An alarm is raised, and a check asked for, unless another finding explains this one. */
    private void annunciate(OpenEpisode episode) {
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
            if (state.openChecks.size() == Advisor.MOST_OPEN_CHECKS) {
                state.openChecks.remove(0);
            }
            state.openChecks.add(new OpenCheck(
                    episode.id, episode.code, partId, episode.requiredCheck, Instant.ofEpochMilli(episode.start)));
        }
    }

    private void takeRelease() {
        Decision decision =
                evidence.monitoring().hasDecision() ? evidence.release().decision() : null;
        OpenEpisode open = null;
        for (OpenEpisode episode : state.episodes) {
            if (episode.code.equals(NOT_RELEASED)) {
                open = episode;
            }
        }
        boolean asBefore = open != null
                && decision == open.decision()
                && evidence.release().reason().equals(open.label);
        if (open != null && !asBefore) {
            close(open, ClosedBy.RETURNED, evidence.timestamp());
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
            open(episode, evidence.timestamp(), NOT_RELEASED, decision);
        }
    }

    private interface EpisodeFilter {
        boolean accepts(OpenEpisode episode);
    }

    private void closeIf(EpisodeFilter filter, ClosedBy closedBy, long end) {
        for (OpenEpisode episode : List.copyOf(state.episodes)) {
            if (filter.accepts(episode)) {
                close(episode, closedBy, end);
            }
        }
    }

    private void close(OpenEpisode episode, ClosedBy closedBy, long end) {
        state.episodes.remove(episode);
        events.add(event(episode, EpisodeState.CLOSED, Instant.ofEpochMilli(Math.max(end, episode.start)), closedBy));
    }

    private EpisodeEvent event(
            OpenEpisode episode, EpisodeState what, @Nullable Instant end, @Nullable ClosedBy closedBy) {
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
                context.simulated(),
                List.of());
    }
}
