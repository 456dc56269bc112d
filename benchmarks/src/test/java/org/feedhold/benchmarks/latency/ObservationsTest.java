package org.feedhold.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.feedhold.benchmarks.workload.Fleet;
import org.junit.jupiter.api.Test;

class ObservationsTest {

    private static final long START = 1_783_317_600_000L;
    private static final long HEALTH_INTERVAL = 10_000;

    /** Its first machine has a fault that is due, from 25 s to 33 s; and each machine two health records. */
    private final Load load = new Load("LOAD50-", 2, 1, START, 15, 20);

    private final List<String> machines = Fleet.ids("LOAD50-", 2);
    private final Observations observations = new Observations(load, HEALTH_INTERVAL);

    @Test
    void anOutputIsTimedFromWhenItsSampleWasDue() {
        health(0, 15_000, 15_040);

        assertThat(observations.report(Output.HEALTH).millis()).isEqualTo(new Percentiles(1, 40, 40, 40, 40));
        assertThat(observations.report(Output.RECOMMENDATION).millis().count()).isZero();
    }

    @Test
    void aPauseCountsForEverySampleThatItDelays() {
        // Nothing comes for a second, and then all at once; a loop that waits for answers would have seen one slow
        // answer.
        for (int sample = 0; sample < 100; sample++) {
            long due = 15_000 + sample * 100L;
            health(0, due, due < 20_000 || due >= 21_000 ? due + 5 : 21_000);
        }

        Percentiles millis = observations.report(Output.HEALTH).millis();
        assertThat(millis.count()).isEqualTo(100);
        assertThat(millis.p50()).isEqualTo(5);
        assertThat(millis.p99()).isEqualTo(900);
        assertThat(millis.max()).isEqualTo(1_000);
    }

    @Test
    void whatIsSaidOfTheWarmUpAndOfTheSilenceAfterTheLoadIsNotTimed() {
        health(0, 14_999, 15_100);
        health(0, 44_900, 45_000);

        assertThat(observations.report(Output.HEALTH).millis().count()).isZero();
        assertThat(observations.report(Output.HEALTH).missing()).isEqualTo(4);
    }

    @Test
    void healthRecordsAreMissingThatWereDueAtTheHealthInterval() {
        health(0, 20_000, 20_005);
        health(0, 30_000, 30_005);
        health(1, 20_000, 20_005);

        assertThat(observations.report(Output.HEALTH).missing()).isEqualTo(1);
    }

    @Test
    void anotherMachinesHealthMakesUpForNone() {
        health(0, 20_000, 20_005);
        health(0, 25_000, 25_005);
        health(0, 30_000, 30_005);
        health(0, 31_000, 31_005);

        assertThat(observations.report(Output.HEALTH).missing()).isEqualTo(2);
    }

    @Test
    void aFaultIsMissingOfWhichNothingIsSaidWhileItLasts() {
        recommendation(0, 24_900, 25_000);
        assertThat(observations.report(Output.RECOMMENDATION).missing()).isEqualTo(1);

        recommendation(1, 27_000, 27_010);
        assertThat(observations.report(Output.RECOMMENDATION).missing()).isEqualTo(1);

        recommendation(0, 27_000, 27_010);
        assertThat(observations.report(Output.RECOMMENDATION).missing()).isZero();
    }

    @Test
    void allHasComeWhenEachMachineHasFallenSilentInBothTopics() {
        health(0, 44_900, 45_000);
        health(1, 44_950, 45_000);
        recommendation(0, 44_900, 45_000);
        recommendation(0, 44_900, 45_000);
        assertThat(observations.isComplete()).isFalse();

        recommendation(1, 44_950, 45_000);
        assertThat(observations.isComplete()).isTrue();
    }

    @Test
    void whatIsSaidOfTheMachinesOfAnotherLoadDoesNotCount() {
        observations.take(Output.HEALTH, Fleet.ids("LOAD25-", 1).get(0), START + 20_000, START + 20_005);

        assertThat(observations.report(Output.HEALTH)).isEqualTo(new OutputReport(new Percentiles(0, 0, 0, 0, 0), 4));
    }

    private void health(int machine, long sample, long received) {
        observations.take(Output.HEALTH, machines.get(machine), START + sample, START + received);
    }

    private void recommendation(int machine, long sample, long received) {
        observations.take(Output.RECOMMENDATION, machines.get(machine), START + sample, START + received);
    }
}
