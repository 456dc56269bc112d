package org.feedhold.benchmarks.system.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.benchmarks.finding.Finding;
import org.junit.jupiter.api.Test;

class MachineTest {

    private final List<Finding> ended = new ArrayList<>();
    private Machine machine = Machine.unknown("CNC-1");
    private long timestamp;

    @Test
    void findsChatterFromItsFirstSampleToTheFirstOneThatIsQuietAgain() {
        cut(50, 0.1);
        cut(30, 0.9);
        cut(61, 0.1);

        assertThat(ended).containsExactly(new Finding("chatter_risk", "CNC-1", 5_000, 8_000L));
    }

    @Test
    void takesOneSpikeForNoChatter() {
        cut(50, 0.1);
        cut(1, 0.9);
        cut(100, 0.1);

        assertThat(ended).isEmpty();
        assertThat(open()).isEmpty();
    }

    @Test
    void tellsOfChatterThatTheLogEndsIn() {
        cut(50, 0.1);
        cut(30, 0.9);

        assertThat(open()).containsExactly(new Finding("chatter_risk", "CNC-1", 5_000, null));
    }

    @Test
    void goesOnFromTheStoreWithASampleInTheMiddleOfAnEpisode() {
        cut(50, 0.1);
        cut(25, 0.9);
        machine = Machine.of(machine.toBytes());
        cut(5, 0.9);
        machine = Machine.of(machine.toBytes());
        cut(61, 0.1);

        assertThat(ended).containsExactly(new Finding("chatter_risk", "CNC-1", 5_000, 8_000L));
    }

    private List<Finding> open() {
        List<Finding> open = new ArrayList<>();
        machine.stillOpen(open::add);
        return open;
    }

    /** Samples at 10 Hz; neither of two values in turn is the same to the last digit. */
    private void cut(int samples, double vibration) {
        for (int sample = 0; sample < samples; sample++) {
            double noise = sample % 2 == 0 ? 0 : 0.001;
            machine.take(
                    new Telemetry(
                            Instant.ofEpochMilli(timestamp),
                            "warmup",
                            "T01",
                            "ACTIVE",
                            28 + noise,
                            vibration + noise,
                            28 + noise,
                            340.0,
                            5.0,
                            28,
                            28),
                    ended::add);
            timestamp += 100;
        }
    }
}
