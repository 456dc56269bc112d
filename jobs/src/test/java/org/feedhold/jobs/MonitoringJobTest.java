package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

final class MonitoringJobTest {

    @Test
    void takesACheckpointEachSecondWithExactlyOnceAndEachTenOtherwise() {
        assertThat(checkpoints(new Configuration(), "exactly-once").getCheckpointInterval())
                .isEqualTo(1_000);
        assertThat(checkpoints(new Configuration(), "at-least-once").getCheckpointInterval())
                .isEqualTo(10_000);
    }

    @Test
    void leavesTheIntervalThatTheClusterSays() {
        Configuration flink = new Configuration();
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(33));

        assertThat(checkpoints(flink, "exactly-once").getCheckpointInterval()).isEqualTo(33_000);
    }

    @Test
    void keepsTheNewestCheckpointOfACancelledJob() {
        assertThat(checkpoints(new Configuration(), "exactly-once").getExternalizedCheckpointRetention())
                .isEqualTo(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    }

    @Test
    void tellsItsOptionsToTheClusterButNothingOfHowKafkaIsReached() {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(new Configuration());
        MonitoringJobConfig config = MonitoringJobConfig.parse(
                "--bootstrap-servers", "127.0.0.1:9092", "--kafka-property", "ssl.key.password=hush");

        MonitoringJob.define(environment, config);

        assertThat(environment.getConfig().getGlobalJobParameters().toMap())
                .containsAllEntriesOf(config.options())
                .containsEntry("checkpoint-interval", "10000ms")
                .hasSize(config.options().size() + 1);
        assertThat(environment.getConfiguration().toString()).doesNotContain("hush");
    }

    private static CheckpointConfig checkpoints(Configuration flink, String delivery) {
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(flink);
        MonitoringJob.define(
                environment,
                MonitoringJobConfig.parse("--bootstrap-servers", "127.0.0.1:9092", "--delivery", delivery));
        return environment.getCheckpointConfig();
    }
}
