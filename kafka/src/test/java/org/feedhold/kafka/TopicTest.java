package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void topicsHaveTheNamesOfTheContract() {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();

        assertThat(names)
                .containsExactly(
                        "telemetry",
                        "process-models",
                        "releases",
                        "machines",
                        "quality-models",
                        "inspections",
                        "operator-actions",
                        "recommendations",
                        "twin-state",
                        "anomalies",
                        "health",
                        "parts",
                        "alarm-performance",
                        "job-status",
                        "dead-letters",
                        "simulator-truth",
                        "simulator-commands");
    }

    @Test
    void everyTopicStampsRecordsWithTheirArrival() {
        for (Topic topic : Topic.values()) {
            assertThat(TopicSetup.configs(topic)).containsEntry("message.timestamp.type", "LogAppendTime");
        }
    }

    @Test
    void controlTopicsAreKeptForEverInOnePartition() {
        for (Topic topic : List.of(Topic.PROCESS_MODELS, Topic.RELEASES, Topic.QUALITY_MODELS)) {
            assertThat(TopicSetup.configs(topic))
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("retention.ms", "-1");
            assertThat(topic.defaultPartitions()).isEqualTo(1);
        }
    }

    @Test
    void compactedTopicsHaveNoRetention() {
        for (Topic topic : List.of(Topic.MACHINES, Topic.TWIN_STATE, Topic.JOB_STATUS)) {
            assertThat(TopicSetup.configs(topic))
                    .containsEntry("cleanup.policy", "compact")
                    .doesNotContainKey("retention.ms");
        }
    }

    @Test
    void sizesAreThoseOfTheContract() {
        assertThat(Topic.TELEMETRY.maxMessageBytes()).isEqualTo(12 << 20);
        assertThat(Topic.DEAD_LETTERS.maxMessageBytes()).isEqualTo(13 << 20);
        assertThat(Topic.QUALITY_MODELS.maxMessageBytes()).isEqualTo(32 << 20);
    }

    @Test
    void namesStandUnderThePrefix() {
        assertThat(Topics.withDefaultPrefix().name(Topic.DEAD_LETTERS)).isEqualTo("feedhold.dead-letters");
        assertThat(new Topics("plant2.").name(Topic.TELEMETRY)).isEqualTo("plant2.telemetry");
    }

    @Test
    void refusesAPrefixThatKafkaWouldRefuse() {
        assertThatThrownBy(() -> new Topics("plant/2."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'plant/2.'");
    }
}
