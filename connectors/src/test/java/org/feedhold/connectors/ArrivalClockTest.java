package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ArrivalClockTest {

    private static final TopicPartition FIRST = new TopicPartition("telemetry", 0);
    private static final TopicPartition SECOND = new TopicPartition("telemetry", 1);

    private final ArrivalClock clock = new ArrivalClock();

    @Test
    void standsStillUntilEveryPartitionHasBeenReadOrIsAtItsEnd() {
        add(FIRST, 0);
        add(SECOND, 0);

        read(FIRST, 0, 10_000);
        read(FIRST, 1, 20_000);
        assertThat(clock.advance()).isFalse();

        clock.ended(new LogEnd(15_000, Map.of(FIRST, 9L, SECOND, 0L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(15_000);
    }

    @Test
    void followsABacklogAStepBehindTheArrivalOfItsSlowestPartition() {
        add(FIRST, 0);
        add(SECOND, 0);

        read(FIRST, 0, 10_000);
        read(SECOND, 0, 40_000);
        assertThat(clock.advance()).isFalse();
        read(FIRST, 1, 10_999);
        assertThat(clock.advance()).isFalse();
        read(FIRST, 2, 30_000);
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(10_000);
        read(FIRST, 3, 31_000);

        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(30_000);
    }

    @Test
    void judgesTogetherWhatArrivedTogetherAfterAPause() {
        add(FIRST, 0);
        read(FIRST, 0, 10_000);
        clock.ended(new LogEnd(11_000, Map.of(FIRST, 1L)));
        assertThat(clock.advance()).isTrue();
        read(FIRST, 1, 11_400);
        assertThat(clock.advance()).isFalse();

        read(FIRST, 2, 25_000);
        assertThat(clock.advance()).isTrue();
        clock.ended(new LogEnd(25_010, Map.of(FIRST, 5L)));
        read(FIRST, 3, 25_003);
        read(FIRST, 4, 25_005);

        assertThat(clock.advance()).isFalse();
        assertThat(clock.time()).isEqualTo(11_400);
        clock.ended(new LogEnd(25_510, Map.of(FIRST, 5L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(25_510);
    }

    @Test
    void neverGoesBack() {
        add(FIRST, 0);
        clock.ended(new LogEnd(50_000, Map.of(FIRST, 0L)));
        assertThat(clock.advance()).isTrue();

        read(FIRST, 0, 20_000);
        add(SECOND, 0);
        read(SECOND, 0, 5_000);
        clock.ended(new LogEnd(51_000, Map.of(FIRST, 1L, SECOND, 7L)));

        assertThat(clock.advance()).isFalse();
        assertThat(clock.time()).isEqualTo(50_000);
    }

    @Test
    void isNotAtTheEndWhileRecordsBeforeItAreUnread() {
        add(FIRST, 5);

        clock.ended(new LogEnd(50_000, Map.of(FIRST, 6L)));

        assertThat(clock.advance()).isFalse();
    }

    @Test
    void goesOnFromTheNewestArrivalAtTheEndOfAReplayedLog() {
        add(FIRST, 0);
        clock.read(clock.partition(FIRST.toString()), 0, 10_000, 900_000);

        clock.ended(new LogEnd(900_700, Map.of(FIRST, 1L)));

        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(10_700);
    }

    @Test
    void tellsThePositionOfEachPartition() {
        add(FIRST, KafkaPartitionSplit.EARLIEST_OFFSET);
        add(SECOND, 7);
        read(SECOND, 7, 10_000);

        assertThat(clock.positions()).isEqualTo(Map.of(FIRST, 0L, SECOND, 8L));
    }

    private void add(TopicPartition partition, long position) {
        clock.add(new KafkaPartitionSplit(partition, position));
    }

    private void read(TopicPartition partition, long offset, long arrival) {
        clock.read(clock.partition(partition.toString()), offset, arrival, arrival);
    }
}
