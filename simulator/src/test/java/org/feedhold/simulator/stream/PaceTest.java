package org.feedhold.simulator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void machinesAreSpreadOverTheIntervalAndKeepTheirDistance() {
        Pace pace = new Pace(3, 1000, 1, 50_000);

        assertThat(due(pace, 7)).containsExactly(50_000, 50_333, 50_666, 51_000, 51_333, 51_666, 52_000);
    }

    @Test
    void manyMachinesShareAMillisecond() {
        Pace pace = new Pace(10_000, 1000, 1, 0);

        long[] due = due(pace, 20_001);
        assertThat(due[9_999]).isEqualTo(999);
        assertThat(due[10_000]).isEqualTo(1000);
        assertThat(due[20_000]).isEqualTo(2000);
    }

    @Test
    void aChangeOfSpeedCountsFromNow() {
        Pace pace = new Pace(1, 2000, 1, 0);
        due(pace, 3);

        pace.changeSpeed(10, 5_000);

        assertThat(pace.spacing()).isEqualTo(200);
        assertThat(due(pace, 3)).containsExactly(5_000, 5_200, 5_400);
    }

    @Test
    void aSpeedWithoutAMillisecondBetweenTwoSamplesIsRefusedAndChangesNothing() {
        Pace pace = new Pace(1, 2000, 1, 0);

        assertThatThrownBy(() -> pace.changeSpeed(2001, 0)).hasMessageContaining("at most 2000: 2001");
        assertThatThrownBy(() -> pace.changeSpeed(Double.NaN, 0)).hasMessageContaining("greater than 0");
        assertThat(pace.factor()).isEqualTo(1);
    }

    private static long[] due(Pace pace, int samples) {
        long[] due = new long[samples];
        for (int i = 0; i < samples; i++) {
            due[i] = pace.due();
            pace.advance();
        }
        return due;
    }
}
