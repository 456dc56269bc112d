package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.acquisition.RawRecord;
import org.junit.jupiter.api.Test;

final class ArrivalClockTest {

    private static final TopicPartition FIRST = new TopicPartition("telemetry", 0);
    private static final TopicPartition SECOND = new TopicPartition("telemetry", 1);

    private final ArrivalClock clock = new ArrivalClock();

    @Test
    void standsStillUntilEveryPartitionHasBeenReadOrIsAtItsEnd() {
        add(FIRST, 0);
        add(SECOND, 4);

        read(FIRST, 0, 10_000);
        read(FIRST, 1, 20_000);
        assertThat(clock.advance()).isFalse();

        clock.ended(answer(15_000, Map.of(FIRST, 9L, SECOND, 4L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(15_000);
    }

    @Test
    void isNotToldByAPartitionThatWasNeverWrittenTo() {
        add(FIRST, 0);
        add(SECOND, 0);
        assertThat(clock.isTelling()).isTrue();

        clock.ended(answer(900_000, Map.of(FIRST, 0L, SECOND, 0L)));
        assertThat(clock.isTelling()).isFalse();
        assertThat(clock.advance()).isFalse();

        clock.read(clock.partition(FIRST.toString()), 0, 10_000, 900_100);
        clock.ended(answer(900_800, Map.of(FIRST, 1L, SECOND, 0L)));
        assertThat(clock.isTelling()).isTrue();
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time())
                .as("the time of the log that is replayed, not now")
                .isEqualTo(10_700);
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
        clock.ended(answer(11_000, Map.of(FIRST, 1L)));
        assertThat(clock.advance()).isTrue();
        read(FIRST, 1, 11_400);
        assertThat(clock.advance()).isFalse();

        read(FIRST, 2, 25_000);
        assertThat(clock.advance()).isTrue();
        clock.ended(answer(25_010, Map.of(FIRST, 5L)));
        read(FIRST, 3, 25_003);
        read(FIRST, 4, 25_005);

        assertThat(clock.advance()).isFalse();
        assertThat(clock.time()).isEqualTo(11_400);
        clock.ended(answer(25_510, Map.of(FIRST, 5L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(25_510);
    }

    @Test
    void neverGoesBack() {
        add(FIRST, 3);
        clock.ended(answer(50_000, Map.of(FIRST, 3L)));
        assertThat(clock.advance()).isTrue();

        read(FIRST, 3, 20_000);
        add(SECOND, 0);
        read(SECOND, 0, 5_000);
        clock.ended(answer(51_000, Map.of(FIRST, 4L, SECOND, 7L)));

        assertThat(clock.advance()).isFalse();
        assertThat(clock.time()).isEqualTo(50_000);
    }

    @Test
    void isNotAtTheEndWhileRecordsBeforeItAreUnread() {
        add(FIRST, 5);

        clock.ended(answer(50_000, Map.of(FIRST, 6L)));

        assertThat(clock.advance()).isFalse();
    }

    @Test
    void goesOnFromTheNewestArrivalAtTheEndOfAReplayedLog() {
        add(FIRST, 0);
        clock.read(clock.partition(FIRST.toString()), 0, 10_000, 900_000);

        clock.ended(answer(900_700, Map.of(FIRST, 1L)));

        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(10_700);
    }

    @Test
    void standsStillWhileKafkaIsAwayAndUntilSourcesCanHaveBeenHeardAgain() {
        add(FIRST, 0);
        read(FIRST, 0, 99_000);
        clock.ended(answer(99_900, Map.of(FIRST, 1L)));
        assertThat(clock.advance()).isTrue();

        clock.ended(noAnswer(102_500, 100_400));
        read(FIRST, 1, 160_000);
        read(FIRST, 2, 165_000);
        clock.ended(answer(165_200, Map.of(FIRST, 3L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(100_400);
        clock.ended(answer(175_100, Map.of(FIRST, 3L)));
        assertThat(clock.advance()).isFalse();

        clock.ended(answer(175_200, Map.of(FIRST, 3L)));
        assertThat(clock.advance()).isTrue();
        assertThat(clock.time()).isEqualTo(175_200);
    }

    @Test
    void tellsEachRecordOfTheOutageThatItCameAfter() {
        add(FIRST, 0);
        assertThat(stamped(99_000).outage()).isNull();

        clock.ended(noAnswer(102_500, 100_400));
        assertThat(stamped(160_000).outage()).isEqualTo(new Outage(100_400, Outage.GOES_ON));
        assertThat(stamped(160_000).clock()).isEqualTo(100_400);

        clock.ended(answer(160_500, Map.of(FIRST, 1L)));
        assertThat(stamped(161_000).outage()).isEqualTo(new Outage(100_400, 170_500));
        assertThat(stamped(161_000).clock()).isEqualTo(100_400);
        assertThat(stamped(170_500).clock()).isEqualTo(170_500);
    }

    @Test
    void countsAnOutageFromAfterWhatWasReadBeforeItWasNoticed() {
        add(FIRST, 0);
        read(FIRST, 0, 101_000);

        clock.ended(noAnswer(102_500, 100_400));

        assertThat(stamped(101_000).clock()).isEqualTo(101_000);
        assertThat(stamped(160_000).clock()).isEqualTo(101_001);
    }

    @Test
    void forgetsNoOutageThatBeganAndEndedBetweenTwoLooks() {
        add(FIRST, 0);

        clock.ended(noAnswer(102_500, 100_400).then(answer(160_500, Map.of(FIRST, 1L))));

        assertThat(stamped(165_000).outage()).isEqualTo(new Outage(100_400, 170_500));
    }

    @Test
    void keepsTheTimeOfPartitionsApartWhoseLeadersAnswer() {
        add(FIRST, 0);
        add(SECOND, 0);

        clock.ended(new LogEnd(102_500, Map.of(SECOND, 0L), Map.of(FIRST, 100_400L)));

        assertThat(stamped(160_000).clock()).isEqualTo(100_400);
        assertThat(clock.partition(SECOND.toString()).stamp(raw(160_000)).clock())
                .isEqualTo(160_000);
    }

    @Test
    void goesOnAfterARestoreWithTheOutagesOfTheCheckpoint() {
        clock.add(new ArrivalSplit(new KafkaPartitionSplit(FIRST, 4), Outages.of(List.of(new Outage(1_000, 9_000)))));

        assertThat(stamped(8_000).clock()).isEqualTo(1_000);
    }

    @Test
    void tellsThePositionOfEachPartition() {
        add(FIRST, KafkaPartitionSplit.EARLIEST_OFFSET);
        add(SECOND, 7);
        read(SECOND, 7, 10_000);

        assertThat(clock.positions()).isEqualTo(Map.of(FIRST, 0L, SECOND, 8L));
    }

    private static LogEnd answer(long asked, Map<TopicPartition, Long> offsets) {
        return new LogEnd(asked, offsets, Map.of());
    }

    private static LogEnd noAnswer(long asked, long since) {
        return new LogEnd(asked, Map.of(), Map.of(FIRST, since));
    }

    private RawRecord stamped(long arrival) {
        return clock.partition(FIRST.toString()).stamp(raw(arrival));
    }

    private static RawRecord raw(long arrival) {
        return new RawRecord("telemetry", 0, 0, arrival, null, null);
    }

    private void add(TopicPartition partition, long position) {
        clock.add(new KafkaPartitionSplit(partition, position));
    }

    private void read(TopicPartition partition, long offset, long arrival) {
        clock.read(clock.partition(partition.toString()), offset, arrival, arrival);
    }
}
