package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What one machine costs: its keyed state in every operator, with key and timers, as a checkpoint writes it. Records that
 * wait for order come on top, for as long as they wait.
 */
class StateSizeTest {

    private static final int MOST_BYTES = 2_048;
    private static final int FAULTS_AN_HOUR = 60;
    /** Enough for more open checks than are kept. */
    private static final int SAMPLES = 1_500;

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
    void aMachineNeverCostsMoreThanTwoKibibytes() throws Exception {
        SimulatedRun run = SimulatedRuns.generate(
                        SimulationSettings.builder()
                                .profile(Profile.HARD)
                                .faults(new FaultPlan.AtRate(FAULTS_AN_HOUR, MachineChain.everyFault()))
                                .seed(4)
                                .build(),
                        SAMPLES)
                .get(0);
        long most = 0;
        String parts = "";
        for (SimulatedSample sample : run.samples()) {
            chain.clock(sample.timestampMillis() - 1);
            chain.send(sample);
            long[] bytes = chain.bytes();
            long all = bytes[0] + bytes[1] + bytes[2] + bytes[3];
            if (all > most) {
                most = all;
                parts = "%d twin, %d limit and %d dropout patterns, %d advisor"
                        .formatted(bytes[0], bytes[1], bytes[2], bytes[3]);
            }
        }
        System.out.println("most bytes of a machine: " + most + " (" + parts + ")");

        assertThat(most).as(parts).isLessThanOrEqualTo(MOST_BYTES);
    }
}
