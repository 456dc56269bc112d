package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.feedhold.cli.bench.FleetPlan.PlannedTopic;
import org.feedhold.kafka.Topic;
import org.junit.jupiter.api.Test;

final class FleetPlanTest {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final FleetFigures MEASURED = Figures.ofAThousandMachines();

    @Test
    void telemetryGrowsWithTheSamplesAndOutputsWithTheMachines() {
        FleetPlan plan = FleetPlan.of(500, Duration.ofSeconds(1), 3, MEASURED);

        PlannedTopic telemetry = topic(plan, Topic.TELEMETRY);
        assertThat(telemetry.recordsPerDay()).isEqualTo(500 * 86_400.0);
        assertThat(telemetry.bytesPerDay()).isEqualTo(500 * 86_400.0 * 100);
        assertThat(telemetry.bytes()).isEqualTo(7 * telemetry.bytesPerDay());
        assertThat(topic(plan, Topic.HEALTH).recordsPerDay()).isEqualTo(500 * 8_640.0);
        assertThat(topic(plan, Topic.RECOMMENDATIONS).keptDays()).isEqualTo(400);
    }

    @Test
    void aCompactedTopicHoldsAFewRecordsOfEachMachineHoweverManyAreWritten() {
        FleetPlan plan = FleetPlan.of(1_000, INTERVAL, 1, MEASURED);

        PlannedTopic newest = topic(plan, Topic.TWIN_STATE);
        assertThat(newest.keptDays()).isNull();
        assertThat(newest.bytes()).isEqualTo(2 * 1_000 * 300.0);
    }

    @Test
    void theDiskHoldsEveryCopyOfEveryTopic() {
        FleetPlan one = FleetPlan.of(1_000, INTERVAL, 1, MEASURED);
        FleetPlan three = FleetPlan.of(1_000, INTERVAL, 3, MEASURED);

        assertThat(one.diskBytes())
                .isEqualTo(
                        one.topics().stream().mapToDouble(PlannedTopic::bytes).sum());
        assertThat(three.diskBytes()).isEqualTo(3 * one.diskBytes());
    }

    @Test
    void processorsHaveRoomToCatchUpAndEveryOneOfThemASlotAndPartitionsOfItsOwn() {
        // 50,000 samples a second at 0.05 s for 1,000 of them keep 2.5 processors busy.
        FleetPlan plan = FleetPlan.of(100_000, INTERVAL, 3, MEASURED);

        assertThat(plan.cores()).isCloseTo(5, within(1e-9));
        assertThat(plan.parallelism()).isEqualTo(5);
        assertThat(plan.taskManagers()).isEqualTo(2);
        assertThat(plan.partitions()).isEqualTo(10);
    }

    @Test
    void aSmallFleetHasTwoTaskManagersBecauseOneMayDie() {
        FleetPlan plan = FleetPlan.of(1, INTERVAL, 3, MEASURED);

        assertThat(plan.taskManagers()).isEqualTo(2);
        assertThat(plan.parallelism()).isEqualTo(2);
        assertThat(plan.partitions()).isEqualTo(6);
    }

    @Test
    void stateAndCheckpointsGrowWithTheMachines() {
        FleetPlan plan = FleetPlan.of(10_000, INTERVAL, 3, MEASURED);

        assertThat(plan.stateBytes()).isEqualTo(10_000 * 1_300.0);
        assertThat(plan.checkpointBytesPerSecond()).isEqualTo(10 * 1_300_000 / 10.0);
    }

    @Test
    void refusesWhatCanNotBePlanned() {
        assertThatThrownBy(() -> FleetPlan.of(0, INTERVAL, 3, MEASURED)).hasMessage("--machines must be 1 or more: 0");
        assertThatThrownBy(() -> FleetPlan.of(1, Duration.ZERO, 3, MEASURED)).hasMessageStartingWith("--interval");
        assertThatThrownBy(() -> FleetPlan.of(1, INTERVAL, 0, MEASURED)).hasMessageStartingWith("--replication-factor");
    }

    private static PlannedTopic topic(FleetPlan plan, Topic topic) {
        return plan.topics().stream()
                .filter(each -> each.topic() == topic)
                .findAny()
                .orElseThrow();
    }
}
