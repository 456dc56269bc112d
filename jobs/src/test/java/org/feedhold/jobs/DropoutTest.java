package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Recommendation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way to lose the data, a broken tool and an overload, in each phase of the reference process. */
class DropoutTest {

    private static final long INTERVAL = 2_000;
    private static final int FAULTY_SAMPLES = 12;
    /** In the middle of warm-up, roughing, finishing and inspection. */
    private static final List<Integer> FIRST_FAULTY = List.of(10, 60, 122, 163);

    private static final int SAMPLES = 185;
    /** Two bad samples in a row: found at the second. */
    private static final long ON_DELAY = INTERVAL;
    /** Two of three samples beyond a limit: noise may spare the first. */
    private static final long TWO_OF_THREE = 2 * INTERVAL;
    /** Identical for more than four seconds, then two bad samples in a row. */
    private static final long STUCK_ON_DELAY = 4 * INTERVAL;

    private static final long SILENCE_AFTER = 10_000;
    private static final String GATEWAY_PREFIX = "GATEWAY-";

    private static final Map<String, SimulatedRun> RUNS = new HashMap<>();
    private static Outcome outcome;

    @BeforeAll
    static void breaksEachMachineInItsOwnWay() {
        Map<String, List<Fault>> faults = new HashMap<>();
        for (FaultVariant variant : FaultVariant.values()) {
            if (variant != FaultVariant.NONE && variant != FaultVariant.SILENT_GATEWAY) {
                faults.put(variant.name(), inEachPhase(new FaultType(FaultKind.SENSOR_DROPOUT, variant)));
            }
        }
        for (FaultKind kind : List.of(FaultKind.BROKEN_TOOL, FaultKind.OVERLOAD)) {
            faults.put(kind.name(), inEachPhase(new FaultType(kind, FaultVariant.NONE)));
        }
        List<SimulatedRun> runs = new ArrayList<>(SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machineIds(List.copyOf(faults.keySet()))
                        .faults(new FaultPlan.PerMachine(faults))
                        .seed(7)
                        .build(),
                SAMPLES));
        runs.addAll(SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machineIds(SimulationSettings.numberedIds(GATEWAY_PREFIX, 3, 1))
                        .gatewayIds(List.of("EDGE-1"))
                        .faults(new FaultPlan.Scripted(
                                inEachPhase(new FaultType(FaultKind.SENSOR_DROPOUT, FaultVariant.SILENT_GATEWAY))))
                        .seed(8)
                        .build(),
                SAMPLES));
        runs.forEach(run -> RUNS.put(run.machineId(), run));
        outcome = Trial.withShippedModels().runs(runs).run();
    }

    private static List<Fault> inEachPhase(FaultType type) {
        return FIRST_FAULTY.stream()
                .map(first -> new Fault(type, first, FAULTY_SAMPLES, 1))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = FaultVariant.class,
            names = {"NULL_VALUE", "ABSENT", "NAN", "ZERO", "WRONG_UNIT", "STUCK"})
    void answersLostSignalsWithDoNotProceedFromItsOnDelayOn(FaultVariant variant) {
        long onDelay = variant == FaultVariant.STUCK ? STUCK_ON_DELAY : ON_DELAY;

        for (TruthWindow window : windows(variant.name(), FaultKind.SENSOR_DROPOUT)) {
            assertDoNotProceed("sensor_dropout", variant.name(), window.startMillis() + onDelay, window.endMillis());
        }
    }

    @Test
    void answersASilentMachineWithDoNotProceedUntilItIsHeardAgain() {
        assertSilenceIsFound("sensor_dropout", FaultVariant.SILENT_MACHINE.name());
    }

    @Test
    void answersASilentGatewayOnceAndShowsDoNotProceedOnEachOfItsMachines() {
        List<String> machines = SimulationSettings.numberedIds(GATEWAY_PREFIX, 3, 1);
        for (String machineId : machines) {
            assertSilenceIsFound("gateway_silent", machineId);
        }
        assertThat(outcome.result().episodes())
                .filteredOn(event -> machines.contains(event.machineId()))
                .extracting(EpisodeEvent::code)
                .doesNotContain("sensor_dropout");
        assertThat(outcome.recommendations("EDGE-1"))
                .filteredOn(each -> each.decision() == Decision.DO_NOT_PROCEED)
                .hasSize(FIRST_FAULTY.size());
    }

    private static void assertSilenceIsFound(String code, String machineId) {
        for (TruthWindow window : windows(machineId, FaultKind.SENSOR_DROPOUT)) {
            long lastHeard = window.startMillis() - INTERVAL;
            assertDoNotProceed(code, machineId, lastHeard + SILENCE_AFTER, window.endMillis());
        }
    }

    private static void assertDoNotProceed(String code, String machineId, long from, long to) {
        assertThat(from).isLessThan(to);
        for (long t = from; t <= to; t += INTERVAL) {
            Recommendation recommendation = outcome.inForce(machineId, t);
            assertThat(recommendation)
                    .as("%s at %s", machineId, Instant.ofEpochMilli(t))
                    .isNotNull();
            assertThat(recommendation.decision()).as("%s", recommendation).isEqualTo(Decision.DO_NOT_PROCEED);
            assertThat(recommendation.basis()).isEqualTo(Basis.MISSING_DATA);
            assertThat(recommendation.appliesTo()).isEqualTo(AppliesTo.AUTOMATION);
            assertThat(recommendation.parameterChangeAllowed()).isFalse();
            assertThat(recommendation.findings()).extracting(Finding::code).contains(code);
        }
    }

    @Test
    void proceedsAgainAfterEachLossOfData() {
        for (FaultVariant variant : FaultVariant.values()) {
            if (variant == FaultVariant.NONE || variant == FaultVariant.SILENT_GATEWAY) {
                continue;
            }
            for (TruthWindow window : windows(variant.name(), FaultKind.SENSOR_DROPOUT)) {
                Recommendation later = outcome.inForce(variant.name(), window.endMillis() + 5 * INTERVAL);
                assertThat(later.findings())
                        .as("%s after %s", variant, window)
                        .extracting(Finding::code)
                        .doesNotContain("sensor_dropout");
            }
        }
    }

    @Test
    void asksForAReviewOfATooLowLoadWhenTheToolIsBroken() {
        assertReviewed(FaultKind.BROKEN_TOOL, "load_low");
    }

    @Test
    void asksForAReviewOfTheLoadWhenTheSpindleIsOverloaded() {
        assertReviewed(FaultKind.OVERLOAD, "load_residual");
    }

    private static void assertReviewed(FaultKind kind, String code) {
        for (TruthWindow window : windows(kind.name(), kind)) {
            for (long t = window.startMillis() + TWO_OF_THREE; t <= window.endMillis(); t += INTERVAL) {
                Recommendation recommendation = outcome.inForce(kind.name(), t);
                assertThat(recommendation.decision()).as("%s", recommendation).isEqualTo(Decision.HUMAN_REVIEW);
                assertThat(recommendation.findings()).extracting(Finding::code).contains(code);
            }
        }
    }

    private static List<TruthWindow> windows(String machineId, FaultKind kind) {
        List<TruthWindow> windows = RUNS.get(machineId).truth().stream()
                .filter(window -> window.kind().equals(kind.code()))
                .toList();
        assertThat(windows).as("faults of %s", machineId).hasSize(FIRST_FAULTY.size());
        return windows;
    }
}
