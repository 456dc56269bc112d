package org.feedhold.simulator.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.feedhold.simulator.scoring.HandMadeRun.finding;
import static org.feedhold.simulator.scoring.HandMadeRun.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

    private static final Score SCORE = score(new HandMadeRun(40)
            .injected("chatter", 10, 19)
            .says(0, Decision.PROCEED)
            .says(11, Decision.HUMAN_REVIEW, finding("chatter_risk", Severity.WARNING, 10))
            .says(21, Decision.PROCEED)
            .says(30, Decision.WATCH, finding("load_residual", Severity.WATCH, 30))
            .says(32, Decision.PROCEED)
            .health(0, 39, 100));

    @Test
    void showsEachFigureWithItsTargetAndWhetherItIsMet() {
        String table = ScoreTable.render(
                SCORE,
                List.of(
                        Target.atLeast("chatter.promised", 0.85),
                        Target.atMost("false_watch_findings", 0.15),
                        Target.atLeast("tool_wear.found", 1)));

        List<String> lines =
                table.lines().map(line -> line.replaceAll(" {2,}", " | ")).toList();
        assertThat(lines)
                .contains(
                        "SIMULATED: 1 runs, 40 samples, 25 of them normal",
                        "measure | value | target",
                        "chatter: samples with at least human_review | 90.0 % (9 of 10) | >= 85 % | ok",
                        "chatter: delay, median | 2 s",
                        "false watch findings on normal samples, a run | 1 (1 in all) | <= 0.15 | FAIL",
                        "tool wear: windows found by tool_wear | nothing to judge | >= 100 % | FAIL")
                .noneMatch(line -> line.startsWith("overload"));
    }

    @Test
    void alignsItsColumnsWithoutTrailingSpace() {
        String table = ScoreTable.render(SCORE, Targets.REFERENCE);

        List<String> rows = table.lines().skip(2).toList();
        int value = rows.get(0).indexOf("value");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row).isEqualTo(row.stripTrailing());
            assertThat(row.charAt(value)).isNotEqualTo(' ');
            assertThat(row.substring(value - 2, value)).isBlank();
        });
    }

    @Test
    void listsTheTargetsThatAreMissed() {
        Target met = Target.atLeast("chatter.found", 1);
        Target missed = Target.atMost("false_watch_findings", 0.15);
        Target nothingToJudge = Target.atLeast("load_shift.found", 0.85);

        assertThat(Target.missed(SCORE, List.of(met, missed, nothingToJudge))).containsExactly(missed, nothingToJudge);
    }

    @Test
    void everyTargetOfTheProfilesNamesAFigure() {
        assertThat(ScoreTable.render(SCORE, Targets.REFERENCE)).contains("FAIL");
        assertThat(ScoreTable.render(SCORE, Targets.HARD)).contains("FAIL");
    }

    @Test
    void refusesATargetForAFigureThatDoesNotExist() {
        assertThatThrownBy(() -> ScoreTable.render(SCORE, List.of(Target.atLeast("chatter.fuond", 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'chatter.fuond'")
                .hasMessageContaining("chatter.found");
    }

    @Test
    void neverRoundsAShareUpToAllOrDownToNone() {
        assertThat(Measure.percent(199.9 / 200)).isEqualTo("99.9 %");
        assertThat(Measure.percent(0.9999)).isEqualTo("99.9 %");
        assertThat(Measure.percent(1)).isEqualTo("100.0 %");
        assertThat(Measure.percent(0.0001)).isEqualTo("0.1 %");
        assertThat(Measure.percent(0)).isEqualTo("0.0 %");
        assertThat(Measure.percent(0.85)).isEqualTo("85.0 %");
    }

    @Test
    void writesTheScoreAsJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(SCORE.toJson());

        assertThat(json.fieldNames().next()).isEqualTo("schema");
        assertThat(json.get("schema").asText()).isEqualTo("feedhold.score/1");
        assertThat(json.get("normal_samples").asInt()).isEqualTo(25);
        JsonNode chatter = json.get("faults").get(0);
        assertThat(chatter.get("kind").asText()).isEqualTo("chatter");
        assertThat(chatter.get("promised").asText()).isEqualTo("human_review");
        assertThat(chatter.get("promised_share").asDouble()).isEqualTo(0.9);
        assertThat(chatter.get("delay_median_seconds").asDouble()).isEqualTo(2.0);
        assertThat(chatter.get("health").get("fall_judged").asInt()).isEqualTo(1);
        assertThat(json.get("faults").get(1).get("found_share").isNull()).isTrue();
        assertThat(json.get("false_alarms").get("watch_findings").asInt()).isEqualTo(1);
        assertThat(json.get("episodes_per_run").get("maximum").asInt()).isZero();
        assertThat(json.has("measures")).isFalse();
    }
}
