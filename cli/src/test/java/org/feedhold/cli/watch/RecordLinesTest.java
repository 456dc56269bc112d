package org.feedhold.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.kafka.Topic;
import org.junit.jupiter.api.Test;

class RecordLinesTest {

    @Test
    void tellsARecommendationWithEveryFindingAndWhatToLookAt() {
        String line = line(Topic.RECOMMENDATIONS, """
                {"machine_id":"SEAS-CNC-01","process_phase":"roughing","timestamp":"2026-07-06T15:09:33.000Z",
                 "decision":"human_review","required_checks":[{"code":"chatter_risk","text":"Listen to the cut."}],
                 "findings":[{"code":"chatter_risk","signal":"vibration_rms","value":1.2123,"unit":"g","limit":0.82},
                             {"code":"sensor_dropout","signal":"temperature_c","value":null,"limit":null}],
                 "simulated":true}""");

        assertThat(line)
                .isEqualTo("2026-07-06T15:09:33.000Z  SEAS-CNC-01  roughing  HUMAN_REVIEW  chatter_risk vibration_rms"
                        + " 1.212 g (limit 0.82 g); sensor_dropout temperature_c  → Listen to the cut.  SIMULATED");
    }

    @Test
    void tellsWhyAMachineIsNotJudged() {
        String line = line(Topic.TWIN_STATE, """
                {"machine_id":"M","timestamp":"t","decision":null,"monitoring":"idle","findings":[],"rationale":"Not cutting."}""");

        assertThat(line).isEqualTo("t  M  -  (idle)  nothing found  → Not cutting.");
    }

    @Test
    void tellsAnEpisodeAndWhatWasApplied() {
        String episode = line(Topic.ANOMALIES, """
                {"type":"episode","timestamp":"t","machine_id":"M","process_phase":"roughing","state":"closed","code":"tool_wear",
                 "severity":"warning","duration_ms":8400,"peak":{"signal":"tool_wear_pct","value":34,"unit":"%","limit":32},
                 "closed_by":"tool_change"}""");
        String applied = line(Topic.ANOMALIES, """
                {"type":"rejected","what":"process_model","key":"m@1","at":"t","reason":"key in use"}""");

        assertThat(episode)
                .isEqualTo("t  M  roughing  closed tool_wear (warning)  peak tool_wear_pct 34 % (limit 32 %)  8.4 s,"
                        + " closed by tool_change");
        assertThat(applied).isEqualTo("t  rejected process_model m@1: key in use");
    }

    @Test
    void tellsEverySignalOfTheHealthAndItsQualityWhereThereIsNoValue() {
        String line = line(Topic.HEALTH, """
                {"timestamp":"t","machine_id":"M","process_phase":"finishing","decision":"proceed","health_score":97,
                 "signals":{"spindle_load_pct":{"value":42.5,"unit":"%"},"temperature_c":{"value":null,"quality":"stuck"}}}""");

        assertThat(line).isEqualTo("t  M  finishing  PROCEED  health 97  spindle_load_pct 42.5 %, temperature_c STUCK");
    }

    @Test
    void tellsBecauseOfWhichGatewayAMachineIsSilent() {
        String health = line(Topic.HEALTH, """
                {"timestamp":"t","machine_id":"M","monitoring":"silent","decision":"human_review","health_score":80,
                 "silent_gateway":"EDGE-1","signals":{}}""");
        String shown = line(Topic.TWIN_STATE, """
                {"timestamp":"t","machine_id":"M","monitoring":"silent","decision":"human_review","silent_gateway":"EDGE-1",
                 "findings":[{"code":"gateway_silent"}],"required_checks":[{"text":"Look at EDGE-1."}]}""");

        assertThat(health).isEqualTo("t  M  -  HUMAN_REVIEW  health 80  silent (gateway EDGE-1)");
        assertThat(shown).isEqualTo("t  M  -  HUMAN_REVIEW  silent (gateway EDGE-1)  → Look at EDGE-1.");
    }

    @Test
    void showsADeadLetterWithoutItsControlCharacters() {
        ConsumerRecord<byte[], byte[]> deadLetter =
                new ConsumerRecord<>("feedhold.dead-letters", 0, 0, bytes("M"), bytes("{\u001b[2J" + "x".repeat(500)));
        deadLetter.headers().add("reason", bytes("malformed_json"));
        deadLetter.headers().add("detail", bytes("not JSON at byte 1"));

        String line = RecordLines.of(Topic.DEAD_LETTERS, deadLetter);

        assertThat(line)
                .startsWith("malformed_json: not JSON at byte 1")
                .contains("505 bytes")
                .contains("{·[2Jxxx");
        assertThat(line.length()).isLessThan(400);
    }

    @Test
    void nothingThatARecordSaysMovesTheCursor() {
        String hostile = "\\u001b[2J\\u202e";
        String line = line(
                Topic.RECOMMENDATIONS,
                "{'timestamp':'t','machine_id':'M','decision':'watch','findings':[{'code':'HOSTILE'}],'rationale':'HOSTILE'}"
                        .replace('\'', '"')
                        .replace("HOSTILE", hostile));

        assertThat(line).contains("·[2J·").doesNotContain("\u001b", "\u202e");
    }

    @Test
    void showsWhatIsNotJsonAsItIs() {
        assertThat(line(Topic.HEALTH, "oops")).startsWith("key  not JSON").endsWith("oops");
    }

    private static String line(Topic topic, String value) {
        return RecordLines.of(topic, new ConsumerRecord<>("feedhold." + topic, 0, 0, bytes("key"), bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
