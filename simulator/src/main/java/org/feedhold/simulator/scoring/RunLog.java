package org.feedhold.simulator.scoring;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what was simulated and what the job wrote, record by record and in any order; repeats are dropped. Of each record
 * only what the figures need is kept (32 bytes of a health record), so that whole topics can be read into it.
 */
public final class RunLog {

    private final Map<String, MachineRun> runs = new LinkedHashMap<>();

    /** Adds a sample of telemetry. */
    public void sample(String machineId, long timestampMillis, @Nullable String processPhase) {
        run(machineId).add(new MachineRun.RunSample(timestampMillis, processPhase));
    }

    /** Adds something injected; of two windows of one kind, variant and start the later one counts. */
    public void truth(TruthWindow window) {
        run(window.machineId()).add(window);
    }

    /** Adds a recommendation; one on a gateway counts for each of its machines. */
    public void recommendation(Recommendation recommendation) {
        if (recommendation.machines().isEmpty()) {
            run(recommendation.machineId()).add(recommendation);
        } else {
            recommendation.machines().forEach(machineId -> run(machineId).addOfGateway(recommendation));
        }
    }

    /** Adds an episode event; one of a gateway is no machine's. */
    public void episode(EpisodeEvent event) {
        if (event.machines().isEmpty()) {
            run(event.machineId()).add(event);
        }
    }

    /** Adds a health record. */
    public void health(Health health) {
        run(health.machineId()).add(health);
    }

    Collection<MachineRun> runs() {
        return runs.values();
    }

    private MachineRun run(String machineId) {
        return runs.computeIfAbsent(machineId, id -> new MachineRun());
    }
}
