package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OutputGapTest {

    @Test
    void outputGoesOnAtTheEndOfTheLongestTimeWithoutIt() {
        OutputGap gap = new OutputGap(1_000, 50);

        gap.look(1_100, 51);
        gap.look(1_200, 52);
        gap.look(5_000, 52);
        gap.look(8_200, 53);
        gap.look(8_300, 60);

        assertThat(gap.firstOutputMillis()).isEqualTo(7_200);
    }
}
