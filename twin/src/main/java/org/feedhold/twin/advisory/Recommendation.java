package org.feedhold.twin.advisory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One graded, auditable decision; the message of the topics {@code recommendations} and {@code twin-state}.
 *
 * @param id repeats have the same id; see {@link Identifiers}
 * @param machineId machine
 * @param partId part in the machine
 * @param workOrder passed on unchanged from telemetry
 * @param partRevision passed on unchanged from telemetry
 * @param operation operation
 * @param processPhase phase
 * @param timestamp event time of the sample, or end of the silence time-out, that led to it
 * @param monitoring whether the machine is judged
 * @param decision null unless monitoring is monitored or silent
 * @param previousDecision decision in force before; null for the first
 * @param basis what the decision rests on
 * @param appliesTo whom it restrains
 * @param actions what to do; never an action that changes a process parameter while {@code parameterChangeAllowed} is
 *     false
 * @param requiredChecks what to check
 * @param rationale why, in one or two sentences
 * @param evidenceStrength (value - limit) / |limit| of the strongest finding; null without one
 * @param confidence lower 90 % Wilson bound of true alarms among verdicts; null below ten
 * @param dataTrusted every required signal is good, phase and model are known
 * @param parameterChangeAllowed data are trusted, have been for three samples, and no check is open
 * @param notEvaluated rules that could not be judged, with the reason
 * @param findings every active finding
 * @param openChecks checks that nobody has completed
 * @param healthScore 0 to 100
 * @param qualityRisk predicted probability of a bad part, 0 to 1
 * @param processModel {@code name@version}
 * @param qualityModel {@code name@version}
 * @param simulated whether the data came from a simulator
 * @param silentGateway gateway because of which the machine is silent; null if it is not, or silent for itself
 * @param machines of a gateway that is silent: its machines, at most {@link GatewayAdvisor#MOST_NAMED} of them; else empty
 */
public record Recommendation(
        String id,
        String machineId,
        @Nullable String partId,
        @Nullable String workOrder,
        @Nullable String partRevision,
        @Nullable String operation,
        @Nullable String processPhase,
        Instant timestamp,
        Monitoring monitoring,
        @Nullable Decision decision,
        @Nullable Decision previousDecision,
        Basis basis,
        AppliesTo appliesTo,
        List<Advice> actions,
        List<Advice> requiredChecks,
        String rationale,
        @Nullable Double evidenceStrength,
        @Nullable Double confidence,
        boolean dataTrusted,
        boolean parameterChangeAllowed,
        List<String> notEvaluated,
        List<Finding> findings,
        List<OpenCheck> openChecks,
        int healthScore,
        @Nullable Double qualityRisk,
        @Nullable String processModel,
        @Nullable String qualityModel,
        boolean simulated,
        @Nullable String silentGateway,
        List<String> machines) {

    /** A message from before there were gateways names none. */
    public Recommendation {
        machines = machines == null ? List.of() : List.copyOf(machines);
    }

    /** The same, after another decision. */
    Recommendation after(@Nullable Decision previous) {
        return with(timestamp, previous, requiredChecks, rationale, findings, silentGateway);
    }

    /** The same situation, said otherwise; the id follows. */
    Recommendation with(
            Instant at,
            @Nullable Decision previous,
            List<Advice> checks,
            String why,
            List<Finding> listed,
            @Nullable String gateway) {
        List<Finding> sorted =
                listed.stream().sorted(Comparator.comparing(Finding::episodeId)).toList();
        return new Recommendation(
                Identifiers.recommendation(
                        machineId,
                        at.toEpochMilli(),
                        decision,
                        sorted.stream().map(Finding::episodeId).toList(),
                        parameterChangeAllowed,
                        sorted.stream()
                                .map(finding -> String.valueOf(finding.alarmState()))
                                .toList()),
                machineId,
                partId,
                workOrder,
                partRevision,
                operation,
                processPhase,
                at,
                monitoring,
                decision,
                previous,
                basis,
                appliesTo,
                actions,
                checks,
                why,
                evidenceStrength,
                confidence,
                dataTrusted,
                parameterChangeAllowed,
                notEvaluated,
                listed,
                openChecks,
                healthScore,
                qualityRisk,
                processModel,
                qualityModel,
                simulated,
                gateway,
                machines);
    }
}
