package org.feedhold.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.action.OperatorActionCodec;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.simulator.stream.SimulatorMessages;
import org.feedhold.testing.MessageSchema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message that a reference page shows is one as the program writes it, or takes it. */
class DocumentedExamplesTest {

    private static final Path PAGES = Path.of("..", "docs", "reference");
    private static final Pattern BLOCK = Pattern.compile("```json\\R(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"messages.md", "telemetry.md", "simulator.md"})
    void eachExampleHasTheDocumentedShapeAndIsWrittenJustSo(String page) throws IOException {
        List<JsonNode> examples = BLOCK.matcher(Files.readString(PAGES.resolve(page)))
                .results()
                .map(block -> Json.read(block.group(1).getBytes(UTF_8)))
                .toList();

        assertThat(examples).isNotEmpty().allSatisfy(example -> {
            String schema = example.path("schema").asText("telemetry");
            assertThat(MessageSchema.of(fileOf(schema)).problems(example)).isEmpty();
            byte[] written = rewriting(schema, example).apply(Json.json().writeValueAsBytes(example));
            assertThat(Json.read(written)).isEqualTo(example);
        });
    }

    private static String fileOf(String schema) {
        return schema.replaceAll("^feedhold\\.|/[0-9]+$", "").replace('_', '-');
    }

    /** Reads a message and writes it again. */
    private static UnaryOperator<byte[]> rewriting(String schema, JsonNode example) {
        return switch (schema) {
            case MessageCodec.RECOMMENDATION_SCHEMA ->
                message -> MessageCodec.encode(MessageCodec.decodeRecommendation(message));
            case MessageCodec.HEALTH_SCHEMA -> message -> MessageCodec.encode(MessageCodec.decodeHealth(message));
            case MessageCodec.JOB_STATUS_SCHEMA ->
                message -> MessageCodec.encode(MessageCodec.decodeHeartbeat(message));
            case MessageCodec.ANOMALY_SCHEMA -> DocumentedExamplesTest::rewrittenAnomaly;
            case ReleaseCodec.SCHEMA ->
                message -> ReleaseCodec.encode(ReleaseCodec.decode(message), example.get("source"));
            case OperatorActionCodec.SCHEMA ->
                message -> OperatorActionCodec.encode(OperatorActionCodec.decode(message));
            case "feedhold.simulator_truth/1" ->
                message -> SimulatorMessages.truth(SimulatorMessages.readTruth(message));
            // Only read by the job, or only written by the simulator.
            default -> UnaryOperator.identity();
        };
    }

    private static byte[] rewrittenAnomaly(byte[] message) {
        return MessageCodec.decodeEpisodeEvent(message) == null
                ? MessageCodec.encode(Objects.requireNonNull(MessageCodec.decodeControlEvent(message)))
                : MessageCodec.encode(Objects.requireNonNull(MessageCodec.decodeEpisodeEvent(message)));
    }
}
