package org.feedhold.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultVariant;

/** Gives a silent gateway, scripted on one of its machines, to all of them. */
final class GatewayFaults {

    private GatewayFaults() {}

    /**
     * The settings' plan with every silent gateway on all of its machines.
     *
     * @throws IllegalArgumentException if a script names an unknown machine, or a silent gateway where there is none
     */
    static FaultPlan spread(SimulationSettings settings) {
        if (settings.faults() instanceof FaultPlan.Scripted scripted) {
            if (settings.gatewayIds().isEmpty()
                    && scripted.faults().stream().anyMatch(GatewayFaults::silencesGateway)) {
                throw noGateway();
            }
        }
        return settings.faults() instanceof FaultPlan.PerMachine plan
                ? spread(settings, plan.faults())
                : settings.faults();
    }

    private static FaultPlan spread(SimulationSettings settings, Map<String, List<Fault>> scripts) {
        Map<String, List<Fault>> ofGateway = new HashMap<>();
        for (Map.Entry<String, List<Fault>> script : scripts.entrySet()) {
            int index = settings.machineIds().indexOf(script.getKey());
            if (index < 0) {
                throw new IllegalArgumentException("a fault script names machine \"" + script.getKey()
                        + "\", which is not simulated; use one of the machine ids");
            }
            List<Fault> silences = script.getValue().stream()
                    .filter(GatewayFaults::silencesGateway)
                    .toList();
            String gateway = settings.gatewayOf(index);
            if (gateway != null) {
                ofGateway.computeIfAbsent(gateway, id -> new ArrayList<>()).addAll(silences);
            } else if (!silences.isEmpty()) {
                throw noGateway();
            }
        }
        Map<String, List<Fault>> spread = new HashMap<>();
        for (int index = 0; index < settings.machineIds().size(); index++) {
            String machine = settings.machineIds().get(index);
            String gateway = settings.gatewayOf(index);
            Stream<Fault> own =
                    scripts.getOrDefault(machine, List.of()).stream().filter(fault -> !silencesGateway(fault));
            Stream<Fault> shared =
                    gateway == null ? Stream.empty() : ofGateway.getOrDefault(gateway, List.of()).stream();
            spread.put(machine, Stream.concat(own, shared).toList());
        }
        return new FaultPlan.PerMachine(spread);
    }

    private static boolean silencesGateway(Fault fault) {
        return fault.type().variant() == FaultVariant.SILENT_GATEWAY;
    }

    private static IllegalArgumentException noGateway() {
        return new IllegalArgumentException(
                "a fault script silences a gateway, but the machines have none; give gateway ids");
    }
}
