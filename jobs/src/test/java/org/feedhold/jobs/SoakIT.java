package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedMachine;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Machines with faults for a day: neither state, nor timers, nor partial matches, nor the heap grow with time. */
@Tag("long")
class SoakIT {

    private static final int MACHINES = 25;
    private static final int DAYS = 1;
    private static final long INTERVAL = 5_000;
    private static final int SAMPLES = (int) (DAYS * 86_400_000L / INTERVAL);
    private static final int CHECKS = 11;
    /** The automaton, and of each match its edge, the edge's place in the buffer, and the count of edges of an instant. */
    private static final int ENTRIES_OF_A_MATCH = 4;

    private static final int QUARTERS = 4;
    /** Looks in each quarter: the state at one of them says little. */
    private static final int LOOKS = 12;

    private final MachineChain chain = new MachineChain();

    @BeforeEach
    void open() throws Exception {
        chain.open();
    }

    @AfterEach
    void close() throws Exception {
        chain.close();
    }

    @Test
    void afterADayAMachineCostsWhatItCostInItsFirstHours() throws Exception {
        List<SimulatedMachine> machines = SimulatedMachine.all(SimulationSettings.builder()
                .machines(MACHINES)
                .profile(Profile.HARD)
                .intervalMillis(INTERVAL)
                .faults(new FaultPlan.AtRate(3, MachineChain.everyFault()))
                .seed(6)
                .build());
        long[] bytes = new long[QUARTERS];
        long[] heap = new long[QUARTERS];
        long[] timers = new long[QUARTERS];
        long mostEntries = 0;
        for (int n = 0; n < SAMPLES; n++) {
            List<SimulatedSample> samples = new ArrayList<>();
            for (SimulatedMachine machine : machines) {
                samples.add(machine.next());
            }
            chain.clock(samples.get(0).timestampMillis() - 1);
            for (SimulatedSample sample : samples) {
                chain.send(sample);
            }
            int quarter = n * QUARTERS / SAMPLES;
            if (n % (SAMPLES / QUARTERS / LOOKS) == 0) {
                bytes[quarter] += LongStream.of(chain.bytes()).sum();
                timers[quarter] += chain.timers();
                mostEntries = Math.max(mostEntries, chain.patternEntries());
            }
            if (n % (SAMPLES / QUARTERS) == SAMPLES / QUARTERS - 1) {
                heap[quarter] = heapAfterCollection();
            }
        }
        System.out.printf(
                "%d machines, %d day, %,d samples: %,d bytes of state in the second quarter, %,d in the last; heap %,d and"
                        + " %,d; at most %d entries of patterns%n",
                MACHINES,
                DAYS,
                (long) MACHINES * SAMPLES,
                bytes[1] / LOOKS,
                bytes[3] / LOOKS,
                heap[1],
                heap[3],
                mostEntries);

        assertThat((double) bytes[3] / bytes[1])
                .as("state, last quarter to second")
                .isBetween(0.7, 1.3);
        assertThat((double) heap[3] / heap[1])
                .as("heap, last quarter to second")
                .isLessThan(1.3);
        assertThat(timers[3]).isLessThanOrEqualTo(3L * MACHINES * (LOOKS + 1));
        assertThat(mostEntries).isBetween(1L, (long) MACHINES * CHECKS * ENTRIES_OF_A_MATCH);
    }

    private static long heapAfterCollection() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
