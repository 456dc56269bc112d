package org.feedhold.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.stream.SimulatorStatus;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

    private static final long START = Instant.parse("2026-07-06T15:00:00Z").toEpochMilli();

    private final DemoTally tally = new DemoTally();

    @Test
    void findsAFaultByTheFirstRecommendationThatNamesItAndTakesTheTimeUntilItWasShown() throws Exception {
        tally.injected(truth("A", "chatter", 10_000));
        tally.injected(truth("B", "chatter", 10_000));

        tally.recommended(recommendation("1", "A", "chatter_risk", "2026-07-06T15:00:10.200Z"), START + 12_500);
        tally.recommended(recommendation("2", "A", "chatter_risk", "2026-07-06T15:00:10.200Z"), START + 20_000);

        JsonNode summary = summary(60_000).toJson();
        assertThat(summary.path("faults_found").asInt()).isEqualTo(1);
        assertThat(summary.path("faults_missed").asInt()).isEqualTo(1);
        assertThat(summary.path("kinds_found")).hasToString("[\"chatter\"]");
        assertThat(summary.path("kinds_on_screen_after_s").path("chatter").asDouble())
                .isEqualTo(12.5);
        assertThat(summary.path("faults").get(0).path("delay_s").asDouble()).isEqualTo(2.5);
        assertThat(summary.path("faults").get(1).path("state").asText()).isEqualTo("missed");
    }

    @Test
    void takesNoCreditForAFindingThatBeganBeforeTheFault() throws Exception {
        tally.injected(truth("A", "tool_wear", 10_000));

        tally.recommended(recommendation("1", "A", "tool_wear", "2026-07-06T15:00:09.000Z"), START + 12_000);

        assertThat(summary(60_000).toJson().path("faults_found").asInt()).isZero();
    }

    @Test
    void doesNotCallAFaultMissedThatHasJustBegun() {
        tally.injected(truth("A", "chatter", 59_000));

        JsonNode summary = summary(60_000).toJson();

        assertThat(summary.path("faults_missed").asInt()).isZero();
        assertThat(summary.path("faults").get(0).path("state").asText()).isEqualTo("just begun");
    }

    @Test
    void countsARepeatedRecommendationOnce() throws Exception {
        boolean first = tally.recommended(recommendation("1", "A", "chatter_risk", "2026-07-06T15:00:10.000Z"), START);
        boolean repeat = tally.recommended(recommendation("1", "A", "chatter_risk", "2026-07-06T15:00:10.000Z"), START);

        assertThat(first).isTrue();
        assertThat(repeat).isFalse();
        assertThat(summary(60_000).toJson().path("recommendations").asInt()).isEqualTo(1);
    }

    @Test
    void isOneObjectThatBeginsWithItsTypeAndLinesForPeople() throws Exception {
        tally.injected(truth("A", "chatter", 10_000));
        tally.recommended(recommendation("1", "A", "chatter_risk", "2026-07-06T15:00:10.200Z"), START + 12_500);
        tally.deadLetter();

        assertThat(summary(60_000).toJson().toString())
                .startsWith("{\"type\":\"summary\",\"simulated\":true,\"duration_s\":60.0,")
                .endsWith("\"exit\":0}");
        assertThat(summary(60_000).toText())
                .contains("2 SIMULATED machines for 60.0 s: 600 samples, 1 recommendations, 1 dead letters.")
                .contains("1 faults injected, 1 found, 0 missed:")
                .contains("chatter_risk on screen 2.5 s after it began");
    }

    private DemoSummary summary(long duration) {
        SimulatorStatus simulator = new SimulatorStatus(false, false, 1, 600, 0, 0, 0, 0, 0, null, null);
        return new DemoSummary(START, START + duration, 2, simulator, tally);
    }

    private static TruthWindow truth(String machineId, String kind, long start) {
        return new TruthWindow(machineId, kind, "", START + start, START + start + 8_000, 1);
    }

    private static JsonNode recommendation(String id, String machineId, String code, String since) throws Exception {
        return new ObjectMapper().readTree("""
                        {"id":"%s","machine_id":"%s","decision":"human_review","findings":[{"code":"%s","since":"%s"}]}""".formatted(id, machineId, code, since));
    }
}
