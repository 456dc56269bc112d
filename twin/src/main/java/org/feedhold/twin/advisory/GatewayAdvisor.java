package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.detection.GatewayState;
import org.feedhold.twin.detection.Presence;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.HealthScore;
import org.jspecify.annotations.Nullable;

/**
 * Says what it means that a gateway is silent: one episode and one recommendation for all of its machines, both under the id
 * of the gateway; and what its machines then show. Holds no state and no clock.
 */
public final class GatewayAdvisor {

    /** Code of the episode. */
    public static final String GATEWAY_SILENT = "gateway_silent";

    /** Machines that are named; that there are more is said in words. */
    public static final int MOST_NAMED = 100;

    private static final int MOST_NAMED_IN_WORDS = 5;
    private static final String RULE = "silence_after@gateway";
    private static final String CHECK_GATEWAY =
            "Verify that the gateway still runs and is connected: power, network and its own log; look at its machines.";

    private GatewayAdvisor() {}

    /** The gateway has fallen silent. */
    public static WrittenAdvice silent(String gatewayId, GatewayState state) {
        long timestamp = state.nextTimestamp(state.silentSince());
        EpisodeEvent opened = event(gatewayId, state, EpisodeState.OPENED, timestamp, null, null);
        Finding finding = finding(opened, AlarmState.UNACKNOWLEDGED);
        Recommendation recommendation = recommendation(
                gatewayId,
                state,
                timestamp,
                Monitoring.SILENT,
                Decision.DO_NOT_PROCEED,
                null,
                List.of(new Advice(GATEWAY_SILENT, CHECK_GATEWAY)),
                "No data from any machine of gateway " + gatewayId + ", of which " + names(state.together())
                        + " fell silent together: their processes can't be judged.",
                List.of(finding));
        return new WrittenAdvice(List.of(opened), recommendation, null, null);
    }

    /**
     * The gateway is not silent any more.
     *
     * @param end event time in epoch milliseconds
     * @param cause what ended the silence
     */
    public static WrittenAdvice back(String gatewayId, GatewayState state, long end, Presence cause) {
        ClosedBy closedBy = cause.isHeard()
                ? ClosedBy.RETURNED
                : cause == Presence.FORGOTTEN ? ClosedBy.FORGOTTEN : ClosedBy.CONTEXT_CHANGE;
        long ended = Math.max(end, state.silentSince());
        long timestamp = state.nextTimestamp(ended);
        EpisodeEvent closed = event(gatewayId, state, EpisodeState.CLOSED, timestamp, ended, closedBy);
        String why = cause.isHeard()
                ? "a machine of it is heard again, and each of them is judged for itself"
                : "none of the machines that were silent belongs to it any more";
        Recommendation recommendation = recommendation(
                gatewayId,
                state,
                timestamp,
                Monitoring.UNMODELLED,
                null,
                Decision.DO_NOT_PROCEED,
                List.of(),
                "Gateway " + gatewayId + " is not silent any more: " + why + ".",
                List.of());
        return new WrittenAdvice(List.of(closed), recommendation, null, null);
    }

    /** The episode of the newest silence. */
    public static EpisodeEvent episode(String gatewayId, GatewayState state) {
        return event(gatewayId, state, EpisodeState.OPENED, state.silentSince(), null, null);
    }

    /** The episode that the silence of a machine opened. */
    static String silenceIn(Advisory advisory) {
        for (EpisodeEvent event : advisory.episodes()) {
            if (event.state() == EpisodeState.OPENED
                    && event.code().equals(EpisodeKeeper.DROPOUT)
                    && event.peak().signal() == null) {
                return event.episodeId();
            }
        }
        throw new IllegalStateException("a machine that falls silent opens an episode: " + advisory);
    }

    /** What a machine shows that is silent because of its gateway: the gateway's finding instead of its own. */
    static Recommendation because(EpisodeEvent gateway, Recommendation own, String silence) {
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : own.findings()) {
            findings.add(finding.episodeId().equals(silence) ? finding(gateway, null) : finding);
        }
        List<Advice> checks = new ArrayList<>(own.requiredChecks());
        checks.remove(EpisodeKeeper.CONNECTION);
        return own.with(
                own.timestamp(),
                own.previousDecision(),
                checks,
                "Silent with its gateway " + gateway.machineId() + ": the process can't be judged.",
                findings,
                gateway.machineId());
    }

    /** The same of its health; {@code sensor_dropout} stays where a signal was lost before the gateway was. */
    static Health because(EpisodeEvent gateway, Health own, boolean signalLost) {
        List<String> codes = new ArrayList<>(own.activeCodes());
        if (!signalLost) {
            codes.remove(EpisodeKeeper.DROPOUT);
        }
        codes.add(GATEWAY_SILENT);
        codes.sort(null);
        return new Health(
                own.machineId(),
                own.timestamp(),
                own.monitoring(),
                own.reason(),
                own.execution(),
                own.partId(),
                own.operation(),
                own.processPhase(),
                own.toolId(),
                own.healthScore(),
                own.severity(),
                own.decision(),
                own.signals(),
                codes,
                own.dataTrusted(),
                own.parameterChangeAllowed(),
                own.qualityRisk(),
                own.processModel(),
                own.simulated(),
                gateway.machineId());
    }

    private static EpisodeEvent event(
            String gatewayId,
            GatewayState state,
            EpisodeState what,
            long timestamp,
            @Nullable Long end,
            @Nullable ClosedBy closedBy) {
        long start = state.silentSince();
        return new EpisodeEvent(
                Identifiers.episode(gatewayId, GATEWAY_SILENT, null, start),
                gatewayId,
                GATEWAY_SILENT,
                what,
                Instant.ofEpochMilli(timestamp),
                Decision.DO_NOT_PROCEED.severity(),
                Instant.ofEpochMilli(start),
                end == null ? null : Instant.ofEpochMilli(end),
                (end == null ? timestamp : end) - start,
                0,
                new Peak(null, null, null, null, null),
                null,
                closedBy,
                null,
                null,
                null,
                null,
                RULE,
                state.simulated(),
                named(state.together()));
    }

    private static Finding finding(EpisodeEvent opened, @Nullable AlarmState alarmState) {
        return new Finding(
                GATEWAY_SILENT,
                opened.episodeId(),
                opened.severity(),
                alarmState == null ? null : Priority.of(Decision.DO_NOT_PROCEED),
                alarmState,
                opened.start(),
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                RULE);
    }

    private static Recommendation recommendation(
            String gatewayId,
            GatewayState state,
            long timestamp,
            Monitoring monitoring,
            @Nullable Decision decision,
            @Nullable Decision previousDecision,
            List<Advice> requiredChecks,
            String rationale,
            List<Finding> findings) {
        double penalty = decision == null ? 0 : HealthScore.penalty(decision);
        return new Recommendation(
                Identifiers.recommendation(
                        gatewayId,
                        timestamp,
                        decision,
                        findings.stream().map(Finding::episodeId).toList(),
                        false,
                        findings.stream()
                                .map(finding -> String.valueOf(finding.alarmState()))
                                .toList()),
                gatewayId,
                null,
                null,
                null,
                null,
                null,
                Instant.ofEpochMilli(timestamp),
                monitoring,
                decision,
                previousDecision,
                decision == null ? Basis.EVIDENCE : Basis.MISSING_DATA,
                AppliesTo.AUTOMATION,
                List.of(),
                requiredChecks,
                rationale,
                null,
                null,
                false,
                false,
                List.of(),
                findings,
                List.of(),
                HealthScore.shown(100 - penalty, decision == null),
                null,
                null,
                null,
                state.simulated(),
                null,
                named(state.together()));
    }

    private static List<String> named(List<String> machines) {
        return List.copyOf(machines.subList(0, Math.min(MOST_NAMED, machines.size())));
    }

    private static String names(List<String> machines) {
        int shown = Math.min(MOST_NAMED_IN_WORDS, machines.size());
        String names = String.join(", ", machines.subList(0, shown));
        return shown == machines.size() ? names : names + " and " + (machines.size() - shown) + " more";
    }
}
