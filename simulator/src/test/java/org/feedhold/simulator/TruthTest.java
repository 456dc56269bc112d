package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.fault.FaultType;
import org.junit.jupiter.api.Test;

final class TruthTest {

    private static final long START = SimulationSettings.DEFAULT_START_MILLIS;

    @Test
    void theReferenceScriptLeavesExactlyItsWindowsAndTheWornTool() {
        SimulatedRun run =
                Records.run(SimulatedRuns.settings(1, 5).faults(new FaultPlan.Scripted(FaultScript.REFERENCE)), 240);

        assertThat(run.truth())
                .containsExactlyInAnyOrder(
                        window("chatter", "", 46, 54),
                        window("tool_wear", "", 91, 108),
                        window("thermal_drift", "", 137, 153),
                        window("feed_mismatch", "", 174, 180),
                        window("sensor_dropout", "null_value", 208, 213),
                        window("worn_tool", "", 156, 239));
    }

    @Test
    void aFaultIsAnnouncedWithItsPlannedEndWhenItBegins() {
        SimulatedRun run = Records.run(SimulatedRuns.settings(1, 5).faults(Records.script("chatter@46-54*2")), 100);

        TruthWindow planned = new TruthWindow("RUN-001", "chatter", "", at(46), at(54), 2);
        for (int n = 0; n < 100; n++) {
            assertThat(run.samples().get(n).began()).isEqualTo(n == 46 ? List.of(planned) : List.of());
            assertThat(run.samples().get(n).ended()).isEqualTo(n == 54 ? List.of(planned) : List.of());
        }
    }

    @Test
    void whatIsOpenAtTheEndOfTheRunEndsWithItsLastSample() {
        SimulatedRun run = Records.run(SimulatedRuns.settings(1, 5).faults(Records.script("chatter@46-54")), 50);

        assertThat(run.truth()).containsExactly(window("chatter", "", 46, 49));
    }

    @Test
    void anInjectedRiseOfWearMakesNoWornTool() {
        SimulatedRun run = Records.run(SimulatedRuns.settings(1, 5).faults(Records.script("tool_wear@100-120")), 150);

        assertThat(Records.truth(run, "worn_tool")).isEmpty();
        assertThat(Records.signal(run.samples().get(110), "tool_wear_pct")).isGreaterThan(36);
    }

    @Test
    void aWornToolIsTruthUntilItIsChanged() {
        SimulatedRun run = Records.run(SimulatedRuns.settings(1, 5).wear(new SimulationSettings.Wear(4, 0.18, 1)), 400);

        assertThat(Records.truth(run, "worn_tool"))
                .containsExactly(window("worn_tool", "", 156, 179), window("worn_tool", "", 336, 359));
        assertThat(run.samples().get(156).began())
                .containsExactly(new TruthWindow("RUN-001", "worn_tool", "", at(156), Long.MAX_VALUE, 1));
    }

    @Test
    void randomFaultsAreFoundInTheTruthAsTheyAreInTheSignals() {
        FaultPlan plan = new FaultPlan.Count(4, 400, List.of(FaultType.parse("sensor_dropout:absent")));
        for (SimulatedRun run : SimulatedRuns.generate(
                SimulatedRuns.settings(20, 8).faults(plan).build(), 400)) {
            List<TruthWindow> windows = new ArrayList<>(Records.truth(run, "sensor_dropout"));
            assertThat(windows).hasSize(4);
            for (SimulatedSample sample : run.samples()) {
                boolean said = windows.stream()
                        .anyMatch(window -> window.startMillis() <= sample.timestampMillis()
                                && sample.timestampMillis() <= window.endMillis());
                assertThat(Records.telemetry(sample).has("vibration_rms")).isEqualTo(!said);
            }
        }
    }

    private static TruthWindow window(String kind, String variant, int first, int last) {
        return new TruthWindow("RUN-001", kind, variant, at(first), at(last), 1);
    }

    private static long at(int sample) {
        return START + 2000L * sample;
    }
}
