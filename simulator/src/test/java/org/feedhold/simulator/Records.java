package org.feedhold.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;

/** Reads simulated telemetry as any other program would. */
final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    static JsonNode telemetry(SimulatedSample sample) {
        try {
            return JSON.readTree(Objects.requireNonNull(sample.telemetry(), "the machine sent nothing"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double signal(SimulatedSample sample, String name) {
        JsonNode value = telemetry(sample).path(name);
        if (!value.isNumber()) {
            throw new AssertionError(name + " is no number in " + telemetry(sample));
        }
        return value.doubleValue();
    }

    static SimulatedRun run(SimulationSettings.Builder settings, int samples) {
        return SimulatedRuns.generate(settings.build(), samples).get(0);
    }

    static FaultPlan script(String script) {
        return new FaultPlan.Scripted(FaultScript.parse(script));
    }

    static List<TruthWindow> truth(SimulatedRun run, String kind) {
        return run.truth().stream().filter(window -> window.kind().equals(kind)).toList();
    }
}
