package org.feedhold.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final long START = 1_783_317_600_000L;
    private static final FaultPace PACE = new FaultPace(200, 80);

    @Test
    void aFaultBeginsAgainAndAgainAndNotOnAllMachinesAtOnce() {
        assertThat(IntStream.range(0, 500).filter(sample -> PACE.begins(0, sample)))
                .containsExactly(50, 250, 450);
        assertThat(IntStream.range(0, 500).filter(sample -> PACE.begins(1, sample)))
                .containsExactly(87, 287, 487);
        assertThat(PACE.faultsBefore(1, 287)).isEqualTo(1);
    }

    @Test
    void onlyTheFirstMachinesAreFaulty() {
        Fleet faulty = new Fleet("CNC-", 2, 1, PACE, 7);
        Fleet sound = new Fleet("CNC-", 2, 0, PACE, 7);

        boolean[] differs = new boolean[2];
        for (int sample = 0; sample < 60; sample++) {
            for (int machine = 0; machine < 2; machine++) {
                differs[machine] |= !text(faulty.next(machine)).equals(text(sound.next(machine)));
            }
        }
        assertThat(differs).containsExactly(true, false);
    }

    @Test
    void aSampleHasTheTimeThatIsAskedForAndTheNextNumber() {
        Fleet fleet = new Fleet("CNC-", 2, 0, PACE, 7);

        assertThat(text(fleet.next(1, START + 49))).contains("\"sequence\":1,", "\"CNC-0000002\"", "00.049Z");
        assertThat(text(fleet.next(1, START + 149))).contains("\"sequence\":2,", "00.149Z");
    }

    @Test
    void aFaultThatHasNotEndedWhenTheNextBeginsIsRefused() {
        assertThatThrownBy(() -> new FaultPace(80, 80)).hasMessageContaining("before the next one begins");
    }

    private static String text(byte[] telemetry) {
        return new String(telemetry, StandardCharsets.UTF_8);
    }
}
