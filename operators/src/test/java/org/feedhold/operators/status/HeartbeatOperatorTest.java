package org.feedhold.operators.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.status.Heartbeat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job's heartbeat: when it beats, and what it says. */
class HeartbeatOperatorTest {

    private static final long START = 1_783_350_000_000L;
    private static final JobIdentity IDENTITY = new JobIdentity("line-3", "1.2.3", "at-least-once");

    private OneInputStreamOperatorTestHarness<Recommendation, Heartbeat> harness;

    @BeforeEach
    void start() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new HeartbeatOperator(IDENTITY));
        harness.setProcessingTime(START);
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void itBeatsAtTheStartAndThenEveryFiveSeconds() throws Exception {
        harness.setProcessingTime(START + 12_000);

        assertThat(harness.extractOutputValues())
                .extracting(Heartbeat::timestamp)
                .hasSize(3)
                .isSorted();
        assertThat(newest())
                .isEqualTo(new Heartbeat(
                        "line-3",
                        newest().timestamp(),
                        "1.2.3",
                        Instant.ofEpochMilli(START),
                        "at-least-once",
                        null,
                        null,
                        null));
    }

    @Test
    void theLagIsTheTimeSinceTheArrivalUpToWhichAllHasBeenJudged() throws Exception {
        harness.processWatermark(START - 90_000);
        assertThat(beat(5_000).lagSeconds()).isEqualTo(95);

        harness.processWatermark(START + 9_500);
        assertThat(beat(10_000).lagSeconds()).isEqualTo(0.5);
    }

    @Test
    void aClockOfABrokerThatIsAheadIsNoNegativeLag() throws Exception {
        harness.processWatermark(START + 60_000);

        assertThat(beat(5_000).lagSeconds()).isZero();
    }

    @Test
    void itNamesTheNewestCheckpointAndWhenThatWasComplete() throws Exception {
        harness.setProcessingTime(START + 2_000);
        harness.notifyOfCompletedCheckpoint(7);
        assertThat(beat(5_000).checkpointId()).isEqualTo(7);
        assertThat(newest().checkpointAt()).isEqualTo(Instant.ofEpochMilli(START + 2_000));

        harness.notifyOfCompletedCheckpoint(8);
        assertThat(beat(10_000).checkpointId()).isEqualTo(8);
    }

    private Heartbeat beat(long afterStart) throws Exception {
        harness.setProcessingTime(START + afterStart);
        return newest();
    }

    private Heartbeat newest() {
        List<Heartbeat> beats = harness.extractOutputValues();
        return beats.get(beats.size() - 1);
    }
}
