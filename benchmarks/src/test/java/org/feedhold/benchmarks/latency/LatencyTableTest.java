package org.feedhold.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyTableTest {

    private static final Percentiles LATE = new Percentiles(100_000, 0, 1, 2, 3);
    private static final Percentiles ACKNOWLEDGED = new Percentiles(100_000, 6, 9, 12, 15);

    @Test
    void aRowSaysHowManyOutputsItRestsOnAndHowManyAreMissing() {
        assertThat(LatencyTable.of(20_000, List.of(row(true))))
                .contains("Capacity: 20,000 samples/s. Each load is sent for 15 s before it is measured, for 20 s.")
                .contains(
                        "| at-least-once | 50 % | 10,000 | 1,000 | 15.0 % | recommendation | 321 | 31 | 62 | 93 | 94 | 0 |")
                .contains("| at-least-once | 50 % | 10,000 | 1,000 | 15.0 % | health | 2,000 | 11 | 22 | 33 | 34 | 7 |")
                .contains("| at-least-once | 50 % | 0 | 1 | 2 | 6 | 9 | 12 | 0 |")
                .doesNotContain("had not come to its end");
    }

    @Test
    void saysWhatIsSubtractedAndWhy() {
        assertThat(LatencyTable.of(20_000, List.of(row(true))))
                .contains("Nothing is subtracted: a recommendation is timed from the sample that decided it");
    }

    @Test
    void saysWhereTheJobHadNotComeToItsEnd() {
        assertThat(LatencyTable.of(20_000, List.of(row(false))))
                .contains("at-least-once at 50 %: 60 s after the load the job had not come to its end.");
    }

    private static LatencyRow row(boolean complete) {
        return new LatencyRow(
                "at-least-once",
                50,
                new Load("LOAD50-", 1_000, 150, 0, 15, 20),
                new LoadReport(LATE, ACKNOWLEDGED, 0),
                new ReaderReport(
                        new OutputReport(new Percentiles(321, 31, 62, 93, 94), 0),
                        new OutputReport(new Percentiles(2_000, 11, 22, 33, 34), 7),
                        complete));
    }
}
