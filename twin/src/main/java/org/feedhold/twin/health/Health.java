package org.feedhold.twin.health;

import java.time.Instant;
import java.util.List;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Severity;
import org.jspecify.annotations.Nullable;

/**
 * State of the twin of one machine; the message of the topic {@code health}.
 *
 * @param machineId machine
 * @param timestamp event time
 * @param monitoring whether the machine is judged
 * @param reason why it is not, in words; null while it is
 * @param execution MTConnect execution state
 * @param partId part
 * @param operation operation
 * @param processPhase phase
 * @param toolId tool
 * @param healthScore 0 to 100, see {@link HealthScore}
 * @param severity severity of the decision
 * @param decision decision in force; null unless monitored or silent
 * @param signals every signal of the catalogue
 * @param activeCodes codes of the active findings
 * @param dataTrusted every required signal is good, phase and model are known
 * @param parameterChangeAllowed see the gate in the recommendation
 * @param qualityRisk predicted probability of a bad part
 * @param processModel {@code name@version}
 * @param simulated whether the data came from a simulator
 * @param silentGateway gateway because of which the machine is silent; null if it is not, or silent for itself
 */
public record Health(
        String machineId,
        Instant timestamp,
        Monitoring monitoring,
        @Nullable String reason,
        @Nullable String execution,
        @Nullable String partId,
        @Nullable String operation,
        @Nullable String processPhase,
        @Nullable String toolId,
        int healthScore,
        Severity severity,
        @Nullable Decision decision,
        List<SignalReading> signals,
        List<String> activeCodes,
        boolean dataTrusted,
        boolean parameterChangeAllowed,
        @Nullable Double qualityRisk,
        @Nullable String processModel,
        boolean simulated,
        @Nullable String silentGateway) {}
