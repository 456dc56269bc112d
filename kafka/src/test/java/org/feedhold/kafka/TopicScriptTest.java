package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TopicScriptTest {

    private static final TopicSetup.Settings THREE_COPIES =
            new TopicSetup.Settings(12, (short) 3, Duration.ofSeconds(1));

    @Test
    void printsALineOfKafkasOwnToolForEachTopic() {
        List<String> lines = TopicScript.kafkaTopics("kafka:9092", new Topics("plant7."), THREE_COPIES);

        assertThat(lines)
                .hasSize(Topic.values().length)
                .contains("kafka-topics.sh --bootstrap-server kafka:9092 --create --if-not-exists"
                        + " --topic plant7.twin-state --partitions 12 --replication-factor 3"
                        + " --config cleanup.policy=compact --config max.message.bytes=1048576"
                        + " --config message.timestamp.type=LogAppendTime");
    }

    @Test
    void leavesTheReplicationFactorToTheBrokersUnlessItIsSaid() {
        List<String> topics =
                TopicScript.kafkaTopics("kafka:9092", Topics.withDefaultPrefix(), TopicSetup.Settings.DEFAULT);
        List<String> resources = TopicScript.strimzi("plant", Topics.withDefaultPrefix(), TopicSetup.Settings.DEFAULT);

        assertThat(topics).noneMatch(line -> line.contains("--replication-factor"));
        assertThat(resources).noneMatch(line -> line.contains("replicas"));
    }

    @Test
    void printsAKafkaTopicForEachTopicUnderANameThatKubernetesTakes() {
        String yaml = String.join("\n", TopicScript.strimzi("plant", new Topics("Plant_7."), THREE_COPIES));

        List<Map<?, ?>> resources = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(document -> resources.add((Map<?, ?>) document));

        assertThat(resources).hasSize(Topic.values().length).allSatisfy(resource -> {
            assertThat(resource.get("kind")).isEqualTo("KafkaTopic");
            assertThat(at(resource, "metadata", "labels", "strimzi.io/cluster")).isEqualTo("plant");
            assertThat(at(resource, "metadata", "name")).asString().matches("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
            assertThat(at(resource, "spec", "replicas")).isEqualTo(3);
        });
        Map<?, ?> telemetry = resources.get(0);
        assertThat(at(telemetry, "metadata", "name")).isEqualTo("plant-7.telemetry");
        assertThat(at(telemetry, "spec", "topicName")).isEqualTo("Plant_7.telemetry");
        assertThat(at(telemetry, "spec", "partitions")).isEqualTo(12);
        assertThat(at(telemetry, "spec", "config", "message.timestamp.type")).isEqualTo("LogAppendTime");
    }

    private static Object at(Map<?, ?> resource, String... path) {
        Object found = resource;
        for (String key : path) {
            found = ((Map<?, ?>) found).get(key);
        }
        return found;
    }

    @Test
    void printsTheRightsOfTheJob() {
        List<String> lines = TopicScript.acls("kafka:9092", "User:CN=o'neill, O=Plant", new Topics("p."), "second");

        String begin = "kafka-acls.sh --bootstrap-server kafka:9092 --add --allow-principal"
                + " 'User:CN=o'\\''neill, O=Plant' --operation ";
        assertThat(lines)
                .doesNotHaveDuplicates()
                .contains(
                        begin + "Read --topic p.telemetry",
                        begin + "Write --topic p.recommendations",
                        begin + "DescribeConfigs --topic p.recommendations",
                        begin + "Read --group second",
                        begin + "Read --group second-control",
                        begin + "Write --transactional-id second-outputs --resource-pattern-type prefixed")
                .noneMatch(line -> line.contains("simulator") || line.contains("Write --topic p.telemetry"));
    }
}
