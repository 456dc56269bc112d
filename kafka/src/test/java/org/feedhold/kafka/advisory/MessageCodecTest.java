package org.feedhold.kafka.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.feedhold.kafka.Json;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Advice;
import org.feedhold.twin.advisory.AlarmState;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.OpenCheck;
import org.feedhold.twin.advisory.Peak;
import org.feedhold.twin.advisory.Priority;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.advisory.Severity;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.status.Heartbeat;
import org.junit.jupiter.api.Test;

class MessageCodecTest {

    private static final Instant AT = Instant.parse("2026-07-06T15:09:33Z");
    private static final Instant SINCE = Instant.parse("2026-07-06T15:09:29.250Z");

    private static final Recommendation RECOMMENDATION = new Recommendation(
            "mfrggzdfmztwq2lk",
            "SEAS-CNC-01",
            "BRACKET-6305",
            "WO-1041",
            null,
            "adaptive_cnc_milling",
            "roughing",
            AT,
            Monitoring.MONITORED,
            Decision.HUMAN_REVIEW,
            Decision.PROCEED,
            Basis.EVIDENCE,
            AppliesTo.PROCESS,
            List.of(new Advice("chatter_risk", "…")),
            List.of(new Advice("chatter_risk", "…")),
            "…",
            0.48,
            null,
            true,
            false,
            List.of(),
            List.of(new Finding(
                    "chatter_risk",
                    "nbswy3dpeb3w64tm",
                    Severity.WARNING,
                    Priority.MEDIUM,
                    AlarmState.UNACKNOWLEDGED,
                    SINCE,
                    "vibration_rms",
                    1.212,
                    "g",
                    0.42,
                    0.82,
                    6.1,
                    3,
                    null,
                    "chatter_risk@adaptive_cnc_milling@3")),
            List.of(new OpenCheck("nbswy3dpeb3w64tm", "chatter_risk", "BRACKET-6305", "…", SINCE)),
            78,
            null,
            "adaptive_cnc_milling@3",
            null,
            true,
            null,
            List.of());

    private static final EpisodeEvent EPISODE = new EpisodeEvent(
            "nbswy3dpeb3w64tm",
            "SEAS-CNC-01",
            "chatter_risk",
            EpisodeState.CLOSED,
            AT,
            Severity.WARNING,
            SINCE,
            AT,
            3750,
            3,
            new Peak("vibration_rms", 1.212, "g", 0.82, 6.1),
            null,
            ClosedBy.TOOL_CHANGE,
            "adaptive_cnc_milling",
            "roughing",
            "BRACKET-6305",
            "T01",
            "chatter_risk@adaptive_cnc_milling@3",
            false,
            List.of());

    private static final Health HEALTH = new Health(
            "SEAS-CNC-01",
            AT,
            Monitoring.IDLE,
            "execution is READY",
            "READY",
            "BRACKET-6305",
            "adaptive_cnc_milling",
            "roughing",
            "T01",
            97,
            Severity.NORMAL,
            null,
            List.of(
                    new SignalReading("vibration_rms", 0.41, "g", 0.42, -0.01, -0.2, null, 0.82, SignalQuality.GOOD),
                    new SignalReading("temperature_c", null, "°C", 43.0, null, null, null, null, SignalQuality.STUCK)),
            List.of("tool_wear"),
            false,
            false,
            null,
            "adaptive_cnc_milling@3",
            true,
            null);

    @Test
    void aRecommendationHasTheShapeOfTheContract() {
        assertThat(text(MessageCodec.encode(RECOMMENDATION))).isEqualTo(joined("""
                        {"schema":"feedhold.recommendation/1","id":"mfrggzdfmztwq2lk","machine_id":"SEAS-CNC-01",
                        "part_id":"BRACKET-6305","work_order":"WO-1041","part_revision":null,
                        "operation":"adaptive_cnc_milling","process_phase":"roughing",
                        "timestamp":"2026-07-06T15:09:33.000Z","monitoring":"monitored","decision":"human_review",
                        "previous_decision":"proceed","basis":"evidence","applies_to":"process",
                        "actions":[{"code":"chatter_risk","text":"…"}],
                        "required_checks":[{"code":"chatter_risk","text":"…"}],
                        "rationale":"…","evidence_strength":0.48,"confidence":null,
                        "data_trusted":true,"parameter_change_allowed":false,"not_evaluated":[],
                        "findings":[{"code":"chatter_risk","episode_id":"nbswy3dpeb3w64tm","severity":"warning",
                        "priority":"medium","alarm_state":"unacknowledged","since":"2026-07-06T15:09:29.250Z",
                        "signal":"vibration_rms","value":1.212,"unit":"g","expected":0.42,"limit":0.82,"z_score":6.1,
                        "samples":3,"caused_by":null,"rule":"chatter_risk@adaptive_cnc_milling@3"}],
                        "open_checks":[{"episode_id":"nbswy3dpeb3w64tm","code":"chatter_risk","part_id":"BRACKET-6305",
                        "required_check":"…","since":"2026-07-06T15:09:29.250Z"}],
                        "health_score":78,"quality_risk":null,"process_model":"adaptive_cnc_milling@3",
                        "quality_model":null,"simulated":true}
                        """));
    }

    @Test
    void anEpisodeHasTheShapeOfTheContract() {
        assertThat(text(MessageCodec.encode(EPISODE))).isEqualTo(joined("""
                        {"schema":"feedhold.anomaly/1","type":"episode","episode_id":"nbswy3dpeb3w64tm",
                        "machine_id":"SEAS-CNC-01","code":"chatter_risk","state":"closed",
                        "timestamp":"2026-07-06T15:09:33.000Z","severity":"warning",
                        "start":"2026-07-06T15:09:29.250Z","end":"2026-07-06T15:09:33.000Z","duration_ms":3750,
                        "samples":3,"peak":{"signal":"vibration_rms","value":1.212,"unit":"g","limit":0.82,"z_score":6.1},
                        "caused_by":null,"closed_by":"tool_change","operation":"adaptive_cnc_milling",
                        "process_phase":"roughing","part_id":"BRACKET-6305","tool_id":"T01",
                        "rule":"chatter_risk@adaptive_cnc_milling@3","simulated":false}
                        """));
    }

    @Test
    void aControlEventHasTheShapeOfTheContract() {
        assertThat(text(MessageCodec.encode(new ControlEvent(false, "process_model", "milling@3", AT, "no limits"))))
                .isEqualTo(joined("""
                        {"schema":"feedhold.anomaly/1","type":"rejected","timestamp":"2026-07-06T15:09:33.000Z",
                        "what":"process_model","key":"milling@3","at":"2026-07-06T15:09:33.000Z","reason":"no limits"}
                        """));
    }

    @Test
    void healthHasItsSignalsByNameAndSaysThatToolLifeIsNotKnown() {
        assertThat(text(MessageCodec.encode(HEALTH))).isEqualTo(joined("""
                        {"schema":"feedhold.health/1","machine_id":"SEAS-CNC-01","timestamp":"2026-07-06T15:09:33.000Z",
                        "monitoring":"idle","reason":"execution is READY","execution":"READY","part_id":"BRACKET-6305",
                        "operation":"adaptive_cnc_milling","process_phase":"roughing","tool_id":"T01","health_score":97,
                        "severity":"normal","decision":null,"signals":{
                        "vibration_rms":{"value":0.41,"unit":"g","expected":0.42,"residual":-0.01,"z_score":-0.2,
                        "limit_low":null,"limit_high":0.82,"quality":"good"},
                        "temperature_c":{"value":null,"unit":"°C","expected":43.0,"residual":null,"z_score":null,
                        "limit_low":null,"limit_high":null,"quality":"stuck"}},
                        "active_codes":["tool_wear"],"data_trusted":false,"parameter_change_allowed":false,
                        "quality_risk":null,"process_model":"adaptive_cnc_milling@3","simulated":true,
                        "remaining_tool_life":null}
                        """));
    }

    @Test
    void messagesAreTheSameAfterTheirWayOverTheTopic() {
        ControlEvent applied = new ControlEvent(true, "release", "M/P", AT, null);

        assertThat(MessageCodec.decodeRecommendation(MessageCodec.encode(RECOMMENDATION)))
                .isEqualTo(RECOMMENDATION);
        assertThat(MessageCodec.decodeHealth(MessageCodec.encode(HEALTH))).isEqualTo(HEALTH);
        assertThat(MessageCodec.decodeEpisodeEvent(MessageCodec.encode(EPISODE)))
                .isEqualTo(EPISODE);
        assertThat(MessageCodec.decodeControlEvent(MessageCodec.encode(applied)))
                .isEqualTo(applied);
    }

    @Test
    void aHeartbeatHasTheShapeOfTheContractAndIsReadAgain() {
        Heartbeat status = new Heartbeat("feedhold", AT, "0.1.0", SINCE, "exactly-once", 12L, AT, 0.31);

        assertThat(text(MessageCodec.encode(status))).isEqualTo(joined("""
                        {"schema":"feedhold.job_status/1","job":"feedhold","timestamp":"2026-07-06T15:09:33.000Z",
                        "version":"0.1.0","start":"2026-07-06T15:09:29.250Z","delivery":"exactly-once",
                        "checkpoint_id":12,"checkpoint_at":"2026-07-06T15:09:33.000Z","lag_seconds":0.31}
                        """));
        assertThat(MessageCodec.decodeHeartbeat(MessageCodec.encode(status))).isEqualTo(status);
    }

    @Test
    void aRecordOfAnEarlierVersionIsReadWithoutTheFieldsThatCameLater() throws IOException {
        ObjectNode earlier = (ObjectNode) Json.json().readTree(MessageCodec.encode(RECOMMENDATION));
        earlier.remove(List.of("quality_model", "part_revision", "quality_risk"));

        assertThat(MessageCodec.decodeRecommendation(Json.json().writeValueAsBytes(earlier)))
                .isEqualTo(RECOMMENDATION);
    }

    @Test
    void theTwoKindsOfAnomalyRecordsAreToldApart() {
        assertThat(MessageCodec.decodeControlEvent(MessageCodec.encode(EPISODE)))
                .isNull();
        assertThat(MessageCodec.decodeEpisodeEvent(
                        MessageCodec.encode(new ControlEvent(true, "release", "M/P", AT, null))))
                .isNull();
    }

    @Test
    void readersIgnoreFieldsOfALaterVersion() throws IOException {
        ObjectNode later = (ObjectNode) Json.json().readTree(MessageCodec.encode(RECOMMENDATION));
        later.put("shift", "night");
        ((ObjectNode) later.get("findings").get(0)).put("trend", 0.3);

        assertThat(MessageCodec.decodeRecommendation(Json.json().writeValueAsBytes(later)))
                .isEqualTo(RECOMMENDATION);
    }

    @Test
    void refusesAnotherMessageThanTheOneItReads() {
        assertThatThrownBy(() -> MessageCodec.decodeHealth(MessageCodec.encode(RECOMMENDATION)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the schema is 'feedhold.recommendation/1' and not feedhold.health/1;"
                        + " read the topic that this message belongs to");
        assertThatThrownBy(() -> MessageCodec.decodeHealth("[".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not valid JSON");
        assertThatThrownBy(() -> MessageCodec.decodeEpisodeEvent("{\"schema\":\"feedhold.anomaly/1\"}".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type ''");
    }

    @Test
    void aDeadLetterSaysInHeadersWhyAndWhereFrom() {
        DeadLetter letter = new DeadLetter(
                new byte[] {1}, new byte[] {(byte) 0xff}, "bad_timestamp", "not a °time", "feedhold.telemetry", 3, 42);
        RecordHeaders headers = new RecordHeaders();
        DeadLetterHeaders.of(letter).forEach(headers::add);

        DeadLetter read = DeadLetterHeaders.read(letter.key(), letter.value(), headers);

        assertThat(DeadLetterHeaders.of(letter).keySet())
                .containsExactly("reason", "detail", "source_topic", "source_partition", "source_offset");
        assertThat(text(headers.lastHeader("source_offset").value())).isEqualTo("42");
        assertThat(read).isEqualTo(letter);
    }

    @Test
    void aRecordWithoutHeadersIsReadAllTheSame() {
        DeadLetter read = DeadLetterHeaders.read(null, null, new RecordHeaders());

        assertThat(read).isEqualTo(new DeadLetter(null, null, "", "", "", -1, -1));
    }

    private static String joined(String lines) {
        return lines.replace("\n", "");
    }

    private static String text(byte[] json) {
        return new String(json, UTF_8);
    }
}
