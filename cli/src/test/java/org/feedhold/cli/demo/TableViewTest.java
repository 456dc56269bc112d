package org.feedhold.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableViewTest {

    private final StringWriter terminal = new StringWriter();
    private final TableView view = new TableView(new PrintWriter(terminal), false, "SIMULATED");

    @Test
    void redrawsItsOwnLinesInPlaceOnly() throws Exception {
        view.health(health("A", "proceed", 100));
        view.health(health("B", "proceed", 99));
        view.refresh();
        int drawn = terminal.toString().length();

        view.health(health("B", "human_review", 80));
        view.refresh();

        assertThat(terminal.toString().substring(drawn))
                .startsWith("\033[4A\033[J")
                .contains("B                roughing        80  HUMAN_REVIEW");
    }

    @Test
    void drawsNothingWhileNothingChanges() throws Exception {
        view.health(health("A", "proceed", 100));
        view.refresh();
        int drawn = terminal.toString().length();

        view.health(health("A", "proceed", 100));
        view.refresh();

        assertThat(terminal.toString()).hasSize(drawn);
    }

    @Test
    void tellsARecommendationAboveTheTableWithWhatToLookAt() throws Exception {
        view.recommendation(json("""
                {"machine_id":"A","process_phase":"roughing","timestamp":"2026-07-06T15:09:33.000Z","decision":"human_review",
                 "findings":[{"code":"chatter_risk"}],"required_checks":[{"text":"Look for chatter marks."}],"health_score":78}"""));
        view.refresh();

        assertThat(terminal.toString().lines().toList())
                .element(0)
                .asString()
                .endsWith("A  roughing  HUMAN_REVIEW  chatter_risk  SIMULATED");
        assertThat(terminal.toString()).contains("→ Look for chatter marks.");
        assertThat(terminal.toString().lines().filter(line -> line.contains("HUMAN_REVIEW")))
                .hasSize(2);
    }

    private static JsonNode health(String machine, String decision, int score) throws Exception {
        return json("""
                {"machine_id":"%s","process_phase":"roughing","decision":"%s","health_score":%d,"active_codes":[]}""".formatted(machine, decision, score));
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
