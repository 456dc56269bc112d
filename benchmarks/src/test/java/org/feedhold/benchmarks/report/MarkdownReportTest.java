package org.feedhold.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FEEDHOLD;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.FLOOR_JAVA;
import static org.feedhold.benchmarks.system.BenchmarkedSystem.KAFKA_STREAMS;

import java.util.List;
import java.util.Map;
import org.feedhold.benchmarks.finding.Equality;
import org.feedhold.benchmarks.finding.Finding;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.workload.Workload;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static final Measurement MEASUREMENT = new Measurement(1_000_000, 1, 3, 1, 0, 0);
    private static final Finding CHATTER = new Finding("chatter_risk", "CNC-1", 5_000, 13_000L);

    private final Equality equality = new Equality();
    private final Rounds rounds =
            new Rounds(List.of(Map.of(FEEDHOLD, MEASUREMENT, FLOOR_JAVA, MEASUREMENT, KAFKA_STREAMS, MEASUREMENT)));

    @Test
    void givesNoFigureToASystemThatFindsSomethingElseButTheDifference() {
        equality.take(FEEDHOLD, List.of(CHATTER));
        equality.take(KAFKA_STREAMS, List.of());

        assertThat(report())
                .contains("| floor-java | 2.00", "feedhold / floor-java")
                .doesNotContain("| kafka-streams | 2.00", "feedhold / kafka-streams")
                .contains("kafka-streams has no figures, as it does not find what the job finds: 1 missing (first: "
                        + CHATTER + "), 0 too many.");
    }

    @Test
    void saysWhatTheJobFinds() {
        equality.take(FEEDHOLD, List.of(CHATTER));

        assertThat(report()).contains("The job finds 1 episodes: {chatter_risk=1}.");
    }

    @Test
    void saysThatNothingWasComparedWhereTheJobDidNotRun() {
        assertThat(report()).contains("was not compared");
    }

    private String report() {
        return MarkdownReport.of(
                new Workload(4_000_000, 1_000, 0.01, 1),
                List.of(FLOOR_JAVA, FEEDHOLD, KAFKA_STREAMS),
                rounds.without(equality.differences().keySet()),
                equality);
    }
}
