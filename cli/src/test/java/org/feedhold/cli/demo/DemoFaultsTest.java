package org.feedhold.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.feedhold.cli.simulate.FaultChoice;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.junit.jupiter.api.Test;

class DemoFaultsTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final List<String> SIX = List.of("A", "B", "C", "D", "E", "F");

    private record Placed(String machineId, Fault fault) {}

    @Test
    void showsEachKindOnAnotherMachineWithinFortySeconds() {
        List<Placed> placed = placed(FaultChoice.parse("all"), Duration.ofSeconds(40));

        assertThat(placed)
                .extracting(each -> each.fault().type().kind())
                .containsExactly(
                        FaultKind.CHATTER,
                        FaultKind.TOOL_WEAR,
                        FaultKind.THERMAL_DRIFT,
                        FaultKind.FEED_MISMATCH,
                        FaultKind.SENSOR_DROPOUT);
        assertThat(placed).extracting(Placed::machineId).doesNotHaveDuplicates();
        assertThat(placed.get(0).fault().firstSample() * INTERVAL.toMillis()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void neverBreaksAMachineThatIsBrokenAlready() {
        List<Placed> placed = placed(FaultChoice.parse("all"), Duration.ofHours(1));

        for (String machine : SIX) {
            List<Fault> faults = placed.stream()
                    .filter(each -> each.machineId().equals(machine))
                    .map(Placed::fault)
                    .toList();
            for (int i = 1; i < faults.size(); i++) {
                assertThat(faults.get(i).firstSample())
                        .isGreaterThan(faults.get(i - 1).lastSample());
            }
        }
    }

    @Test
    void letsASensorFailInAnotherWayEachRound() {
        List<Placed> placed = placed(FaultChoice.parse("sensor_dropout"), Duration.ofSeconds(45));

        assertThat(placed)
                .extracting(each -> each.fault().type().variant())
                .containsExactly(
                        FaultVariant.NULL_VALUE,
                        FaultVariant.STUCK,
                        FaultVariant.NAN,
                        FaultVariant.ZERO,
                        FaultVariant.SILENT_MACHINE,
                        FaultVariant.ABSENT);
    }

    @Test
    void breaksNothingWhenNothingIsWanted() {
        assertThat(placed(FaultChoice.parse("none"), Duration.ofHours(1))).isEmpty();
    }

    private static List<Placed> placed(List<FaultType> kinds, Duration horizon) {
        FaultPlan plan = DemoFaults.plan(SIX, kinds, INTERVAL, horizon, 1);
        List<Placed> placed = new ArrayList<>();
        for (String machine : SIX) {
            plan.faultsOf(machine, new SplittableRandom(1), INTERVAL.toMillis())
                    .forEachRemaining(fault -> placed.add(new Placed(machine, fault)));
        }
        placed.sort(Comparator.comparingLong(each -> each.fault().firstSample()));
        return placed;
    }
}
