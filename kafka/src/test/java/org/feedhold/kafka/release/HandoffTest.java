package org.feedhold.kafka.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.release.Handoff.Options;
import org.feedhold.kafka.release.Handoff.Result;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandoffTest {

    private static final Options TO_MILL = new Options("SEAS-CNC-01", "adaptive_cnc_milling", false, null, null);
    private static final Options AS_IT_IS = new Options(null, null, false, null, null);

    @ParameterizedTest
    @EnumSource(ReleaseDecision.class)
    void keepsTheGateOfAnAdvisorsRecordAndNotItsPrinter(ReleaseDecision decision) throws IOException {
        byte[] record = resource("advisor_" + Json.json().convertValue(decision, String.class) + ".json");

        Result result = Handoff.toRelease(record, TO_MILL);

        assertThat(result.release().decision()).isEqualTo(decision);
        assertThat(result.release().machineId()).isEqualTo("SEAS-CNC-01");
        assertThat(result.release().operation()).isEqualTo("adaptive_cnc_milling");
        assertThat(result.release().approvedBy()).isNull();
        assertThat(result.release().watch()).isEmpty();
        assertThat(Json.json().readTree(result.value()).get("source"))
                .isEqualTo(Json.json().readTree(record));
        assertThat(ReleaseCodec.decode(result.value())).isEqualTo(result.release());
    }

    @Test
    void takesPartAndReasonsFromAnAdvisorsRecord() throws IOException {
        Result result = Handoff.toRelease(resource("advisor_redesign_required.json"), TO_MILL);

        assertThat(result.key()).isEqualTo("SEAS-CNC-01/hollow_housing-e94f2b67");
        assertThat(result.release().reason())
                .isEqualTo("DfAM critical: Enclosed void of 9.26 cm3 will trap resin -- needs drain holes.");
    }

    @Test
    void aPersonApprovesAPartThatNeedsAReview() throws IOException {
        Options approved = new Options(
                "SEAS-CNC-01", "adaptive_cnc_milling", true, "J. Ortiz", "The bore is reamed after printing.");

        Release release = Handoff.toRelease(resource("advisor_needs_engineering_review.json"), approved)
                .release();

        assertThat(release.decision()).isEqualTo(ReleaseDecision.NEEDS_ENGINEERING_REVIEW);
        assertThat(release.approvedBy()).isEqualTo("J. Ortiz");
        assertThat(release.reason()).isEqualTo("The bore is reamed after printing.");
    }

    @Test
    void nobodyApprovesAPartThatMustBeRedesigned() {
        Options approved = new Options("M", "milling", true, "J. Ortiz", "We need it today.");

        assertThatThrownBy(() -> Handoff.toRelease(resource("advisor_redesign_required.json"), approved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be redesigned");
    }

    @ParameterizedTest
    @CsvSource({"true,,why", "true,J. Ortiz,", "false,J. Ortiz,"})
    void anApprovalHasANameAndAReason(boolean approve, String by, String reason) {
        assertThatThrownBy(() -> Handoff.toRelease(resource("plain.json"), new Options("M", "o", approve, by, reason)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--approve");
    }

    @Test
    void takesAPlainRecordAsItIs() throws IOException {
        Result result = Handoff.toRelease(resource("plain.json"), AS_IT_IS);

        assertThat(result.release())
                .isEqualTo(new Release(
                        "SEAS-CNC-01",
                        "BRACKET-6305",
                        "adaptive_cnc_milling",
                        ReleaseDecision.NEEDS_ENGINEERING_REVIEW,
                        null,
                        "First part from a new casting.",
                        List.of("pressure_bar")));
        JsonNode value = Json.json().readTree(result.value());
        assertThat(value.fieldNames())
                .toIterable()
                .containsExactly(
                        "schema",
                        "machine_id",
                        "part_id",
                        "operation",
                        "decision",
                        "approved_by",
                        "reason",
                        "watch",
                        "source");
    }

    @Test
    void aPlainRecordAndTheUserMustNameTheSameMachine() {
        assertThatThrownBy(() ->
                        Handoff.toRelease(resource("plain.json"), new Options("SEAS-CNC-02", null, false, null, null)))
                .hasMessage("the record says 'SEAS-CNC-01' (path machine_id) and --machine says 'SEAS-CNC-02';"
                        + " correct one of them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schema\":\"abadvisor.digital_thread/v1\",\"part_id\":\"P\",\"decision\":\"release_to_build\"}",
                "{\"schema\":\"abadvisor.digital_thread/v1\",\"part\":{\"id\":\"P\"},\"handoff\":{\"decision\":\"release_to_build\"}}",
                "{\"schema\":\"abadvisor.digital_thread/v1\",\"handoff\":{\"part_id\":\"P\",\"gate\":{\"decision\":\"release_to_build\"}}}",
            })
    void findsGateAndPartWhereOtherVersionsOfTheAdvisorMayHaveThem(String record) {
        Release release = Handoff.toRelease(record.getBytes(UTF_8), TO_MILL).release();

        assertThat(release.partId()).isEqualTo("P");
        assertThat(release.decision()).isEqualTo(ReleaseDecision.RELEASE_TO_BUILD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | this is not a JSON object",
                "{ | not valid JSON",
                "[] | this is not a JSON object",
                "{\"schema\":\"other/v1\"} | the schema 'other/v1' is not known",
                "{\"machine_id\":\"M\",\"part_id\":\"P\"} | 'decision' is missing",
                "{\"machine_id\":\"M\",\"part_id\":\"P\",\"decision\":\"ok\"} | 'ok' is no decision of a release",
                "{\"machine_id\":\"M\",\"part_id\":7,\"decision\":\"release_to_build\"} | 'part_id' is not a text",
                "{\"machine_id\":\"M\",\"part_id\":\"a\\nb\",\"decision\":\"release_to_build\"} | no control characters",
                "{\"part_id\":\"P\",\"decision\":\"release_to_build\"} | add --machine",
                "{\"machine_id\":\"M\",\"part_id\":\"P\",\"decision\":\"release_to_build\",\"watch\":\"load\"} | 'watch' is not a list",
                "{\"schema\":\"abadvisor.digital_thread/v1\"} | add --machine and --operation",
            })
    void saysWhatIsWrongWithAnythingElse(String record, String expected) {
        assertThatThrownBy(() -> Handoff.toRelease(record.getBytes(UTF_8), AS_IT_IS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"part_id\":\"P\"} | the record has no gate decision",
                "{\"gate\":{\"decision\":\"release_to_build\"}} | the record has no part id",
                "{\"part_id\":\"P\",\"decision\":\"release_to_build\",\"gate\":{\"decision\":\"redesign_required\"}}"
                        + " | the record contradicts itself about its gate decision",
            })
    void refusesAnAdvisorsRecordThatLeavesAQuestionOpen(String fields, String expected) {
        String record = "{\"schema\":\"abadvisor.digital_thread/v1\"," + fields.substring(1);

        assertThatThrownBy(() -> Handoff.toRelease(record.getBytes(UTF_8), TO_MILL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void anAdvisorsRecordOnTheTopicItselfIsNoRelease() {
        assertThatThrownBy(() -> ReleaseCodec.decode(resource("advisor_release_to_build.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feedhold handoff");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream file = HandoffTest.class.getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        }
    }
}
