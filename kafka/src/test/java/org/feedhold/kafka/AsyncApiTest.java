package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The AsyncAPI document names the topics as they are created, and nothing in it leads nowhere. */
class AsyncApiTest {

    private static final Path REFERENCE = Path.of("..", "docs", "reference");
    private static final Topics TOPICS = Topics.withDefaultPrefix();

    private static JsonNode document;

    @BeforeAll
    static void readsTheDocument() throws IOException {
        String text = Files.readString(REFERENCE.resolve("asyncapi.yaml"));
        document = Json.json().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    @Test
    void everyTopicHasAChannelAndEveryChannelIsATopic() {
        assertThat(document.path("channels")
                        .valueStream()
                        .map(channel -> channel.path("address").asText()))
                .containsExactlyElementsOf(
                        Stream.of(Topic.values()).map(TOPICS::name).toList());
    }

    @Test
    void channelsAreSetUpAsTheTopicsAreCreated() {
        for (Topic topic : Topic.values()) {
            JsonNode kafka = channel(topic).at("/bindings/kafka");
            assertThat(kafka.path("partitions").asInt()).as(topic.topicName()).isEqualTo(topic.defaultPartitions());
            assertThat(configuration(kafka.path("topicConfiguration")))
                    .as(topic.topicName())
                    .isEqualTo(configuration(topic));
        }
    }

    /** What AsyncAPI has words for; the rest is the same for all topics. */
    private static Map<String, String> configuration(Topic topic) {
        Map<String, String> configuration = new HashMap<>(TopicSetup.configs(topic));
        configuration.remove(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        configuration.remove(TopicConfig.RETENTION_BYTES_CONFIG);
        return configuration;
    }

    private static Map<String, String> configuration(JsonNode binding) {
        Map<String, String> configuration = new HashMap<>();
        binding.properties().forEach(each -> configuration.put(each.getKey(), text(each.getValue())));
        return configuration;
    }

    private static String text(JsonNode value) {
        return value.isArray() ? text(value.path(0)) : value.asText();
    }

    @Test
    void keysAreThoseOfTheCatalogue() {
        for (Topic topic : Topic.values()) {
            for (JsonNode reference : channel(topic).path("messages")) {
                JsonNode key = resolved(reference).at("/bindings/kafka/key/description");
                assertThat(key.asText().toLowerCase(Locale.ROOT))
                        .as(topic.topicName())
                        .contains(topic.key());
            }
        }
    }

    @Test
    void theJobReadsInputsAndWritesOutputs() {
        for (JsonNode operation : document.path("operations")) {
            String address = resolved(operation.path("channel")).path("address").asText();
            Topic topic = Stream.of(Topic.values())
                    .filter(each -> TOPICS.name(each).equals(address))
                    .findFirst()
                    .orElseThrow();
            assertThat(operation.path("action").asText())
                    .as(address)
                    .isEqualTo(topic.direction() == Topic.Direction.IN ? "receive" : "send");
        }
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() throws IOException {
        TreeSet<String> schemas = new TreeSet<>();
        for (String reference : references(document)) {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                schemas.add(reference);
            }
        }

        try (Stream<Path> files = Files.list(REFERENCE.resolve("schemas"))) {
            assertThat(schemas)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> "schemas/" + file.getFileName()).toList());
        }
    }

    private static List<String> references(JsonNode node) {
        List<String> references = new ArrayList<>();
        if (node.has("$ref")) {
            references.add(node.path("$ref").asText());
        }
        node.forEach(child -> references.addAll(references(child)));
        return references;
    }

    private static JsonNode channel(Topic topic) {
        return document.path("channels")
                .valueStream()
                .filter(channel -> channel.path("address").asText().equals(TOPICS.name(topic)))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode resolved(JsonNode reference) {
        return document.at(reference.path("$ref").asText().substring(1));
    }
}
