package org.feedhold.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {

    private static final List<FaultType> TYPES =
            List.of(FaultType.parse("chatter"), FaultType.parse("overload"), FaultType.parse("sensor_dropout:nan"));

    @Test
    void randomFaultsKeepTheirDistanceAndComeAtTheirRate() {
        Iterator<Fault> faults = new FaultPlan.AtRate(20, TYPES).faultsOf("M", new SplittableRandom(1), 2000);

        Map<FaultKind, Integer> kinds = new EnumMap<>(FaultKind.class);
        long last = -1;
        for (int i = 0; i < 5000; i++) {
            Fault fault = faults.next();
            assertThat(fault.firstSample() - last - 1).isGreaterThanOrEqualTo(12);
            assertThat(fault.samples()).isBetween(6, 20);
            kinds.merge(fault.type().kind(), 1, Integer::sum);
            last = fault.lastSample();
        }

        assertThat(5000 / (last / 1800.0)).isCloseTo(20, within(0.8));
        assertThat(kinds.values())
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).isBetween(1500, 1850));
    }

    @Test
    void aNumberOfRandomFaultsFitsIntoItsRun() {
        for (int seed = 0; seed < 500; seed++) {
            Iterator<Fault> faults = new FaultPlan.Count(7, 240, TYPES).faultsOf("M", new SplittableRandom(seed), 2000);
            long last = -1;
            int count = 0;
            while (faults.hasNext()) {
                Fault fault = faults.next();
                assertThat(fault.firstSample() - last - 1).isGreaterThanOrEqualTo(12);
                last = fault.lastSample();
                count++;
            }
            assertThat(count).isEqualTo(7);
            assertThat(last).isLessThan(240 - 12);
        }
    }

    @Test
    void faultsInAShareOfTheMachinesLeaveTheOthersSound() {
        FaultPlan plan = new FaultPlan.InShare(0.05, new FaultPlan.AtRate(20, TYPES));

        int faulty = 0;
        for (int machine = 0; machine < 20_000; machine++) {
            if (plan.faultsOf("M", new SplittableRandom(machine), 2000).hasNext()) {
                faulty++;
            }
        }

        assertThat(faulty).isBetween(900, 1100);
        assertThatThrownBy(() -> new FaultPlan.InShare(1.01, plan)).hasMessageContaining("from 0 to 1: 1.01");
    }

    @Test
    void machinesWithoutAScriptStaySound() {
        FaultPlan plan = new FaultPlan.PerMachine(Map.of("M-1", FaultScript.parse("overload@5-6,chatter@1-2")));

        assertThat(plan.faultsOf("M-1", new SplittableRandom(1), 2000))
                .toIterable()
                .extracting(Fault::firstSample)
                .containsExactly(1L, 5L);
        assertThat(plan.faultsOf("M-2", new SplittableRandom(1), 2000).hasNext())
                .isFalse();
    }

    @Test
    void plansThatCannotBeSayWhatWouldFit() {
        assertThatThrownBy(() -> new FaultPlan.Count(8, 240, TYPES)).hasMessageContaining("from 1 to 7");
        assertThatThrownBy(() -> new FaultPlan.AtRate(200, TYPES).faultsOf("M", new SplittableRandom(1), 2000))
                .hasMessageContaining("at most 72.0");
        assertThatThrownBy(() -> new FaultPlan.AtRate(0, TYPES)).hasMessageContaining("greater than 0");
        assertThatThrownBy(() -> new FaultPlan.AtRate(1, List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new FaultPlan.AtRate(1, List.of(FaultType.parse("sensor_dropout:silent_gateway"))))
                .hasMessageContaining("script or inject it");
    }
}
