package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On any broker: telemetry through real Kafka and real Flink to an output topic, each record as it came. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OutputSinkContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    private static final MiniClusterExtension FLINK =
            new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
                    .setNumberTaskManagers(1)
                    .setNumberSlotsPerTaskManager(2)
                    .build());

    private TestKafka kafka;

    private JobClient job;

    /** Starts the broker for all tests. */
    abstract TestKafka kafka(Path folder) throws Exception;

    @BeforeAll
    void startKafka(@TempDir Path folder) throws Exception {
        kafka = kafka(folder);
    }

    @AfterAll
    void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void cancelJob() throws Exception {
        job.cancel().get();
        Await.until(
                "the job has ended", PATIENCE, () -> job.getJobStatus().get().isGloballyTerminalState());
    }

    @Test
    void carriesTheLargestTelemetryWholeAndCutsWhatNoTopicTakes() throws Exception {
        kafka.createTopic("large", 1, 12 << 20);
        kafka.createTopic("dead-letters", 1, 13 << 20);
        byte[] largest = noise((12 << 20) - 1_024);
        byte[] huge = new byte[40 << 20];
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of("compression.type", "lz4"))) {
            producer.send(new ProducerRecord<>("large", largest)).get();
            producer.send(new ProducerRecord<>("large", huge)).get();
        }

        job = copy("large", "dead-letters", OutputSink.atLeastOnce(kafka.client()));

        Await.until("both are written", PATIENCE, () -> size("dead-letters", "read_committed") == 2);
        List<ConsumerRecord<byte[], byte[]>> written = kafka.read("dead-letters", "read_committed");
        assertThat(written.get(0).value()).isEqualTo(largest);
        assertThat(written.get(0).headers().lastHeader("truncated")).isNull();
        assertThat(written.get(1).value()).hasSize(64 << 10);
        assertThat(written.get(1).headers().lastHeader("truncated").value())
                .isEqualTo(Integer.toString(40 << 20).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void carriesAKeyAsLargeAsTheValueWhole() throws Exception {
        kafka.createTopic("large-keys", 1, 12 << 20);
        kafka.createTopic("letters-with-large-keys", 1, 13 << 20);
        byte[] key = noise(6 << 20);
        byte[] value = noise((6 << 20) - 1_024);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            producer.send(new ProducerRecord<>("large-keys", key, value)).get();
        }

        job = copy("large-keys", "letters-with-large-keys", OutputSink.atLeastOnce(kafka.client()));

        Await.until("it is written", PATIENCE, () -> size("letters-with-large-keys", "read_committed") == 1);
        ConsumerRecord<byte[], byte[]> written =
                kafka.read("letters-with-large-keys", "read_committed").get(0);
        assertThat(written.key()).isEqualTo(key);
        assertThat(written.value()).isEqualTo(value);
    }

    @Test
    void aTopicSetUpSmallerGetsTheBeginningOfWhatItWouldRefuseAndTheJobGoesOn() throws Exception {
        kafka.createTopic("normal", 1, 12 << 20);
        kafka.createTopic("set-up-smaller", 1, 1 << 20);
        kafka.createTopic("set-up-much-smaller", 1, 40_000);
        byte[] justTooLarge = noise(1 << 20);
        byte[] small = noise(1_000);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            producer.send(new ProducerRecord<>("normal", justTooLarge)).get();
            producer.send(new ProducerRecord<>("normal", small)).get();
        }

        job = copy("normal", "set-up-smaller", OutputSink.atLeastOnce(kafka.client()));
        Await.until("both are written", PATIENCE, () -> size("set-up-smaller", "read_committed") == 2);
        cancelJob();
        job = copy("normal", "set-up-much-smaller", OutputSink.atLeastOnce(kafka.client()));
        Await.until("both are written", PATIENCE, () -> size("set-up-much-smaller", "read_committed") == 2);

        List<ConsumerRecord<byte[], byte[]>> written = kafka.read("set-up-smaller", "read_committed");
        assertThat(written.get(0).value()).isEqualTo(Arrays.copyOf(justTooLarge, 64 << 10));
        assertThat(written.get(0).headers().lastHeader("truncated")).isNotNull();
        assertThat(written.get(1).value()).isEqualTo(small);
        ConsumerRecord<byte[], byte[]> beginning =
                kafka.read("set-up-much-smaller", "read_committed").get(0);
        assertThat(beginning.value().length).isBetween(16_000, 20_000);
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new Random(1).nextBytes(noise);
        return noise;
    }

    @Test
    void showsWhatIsExactlyOnceToReadersOfCommittedRecordsOnlyAfterACheckpoint(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        kafka.createTopic("samples", 1);
        kafka.createTopic("anomalies", 1);
        long before = System.currentTimeMillis();
        kafka.send("samples", 0, "machine", "{}");

        job = copy("samples", "anomalies", OutputSink.exactlyOnce(kafka.client(), "copy"));
        Await.until("it is written", PATIENCE, () -> size("anomalies", "read_uncommitted") == 1);
        assertThat(size("anomalies", "read_committed")).isZero();

        cluster.triggerCheckpoint(job.getJobID(), CheckpointType.FULL).get();

        Await.until("it is committed", PATIENCE, () -> size("anomalies", "read_committed") == 1);
        ConsumerRecord<byte[], byte[]> written =
                kafka.read("anomalies", "read_committed").get(0);
        assertThat(written.timestamp()).isBetween(before, System.currentTimeMillis());
        assertThat(written.key()).isEqualTo("machine".getBytes(StandardCharsets.UTF_8));
    }

    private JobClient copy(String from, String to, KafkaSink<WireRecord> sink) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        StreamExecutionEnvironment flink = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        flink.setParallelism(2);
        flink.enableCheckpointing(Duration.ofHours(1).toMillis());
        flink.fromSource(
                        new TelemetrySource(kafka.client(), from, from, StartingOffsets.earliest()),
                        WatermarkStrategy.noWatermarks(),
                        "telemetry")
                .map(raw -> WireRecord.of(to, raw.key(), raw.value()))
                .returns(WireRecord.class)
                .sinkTo(sink);
        return flink.executeAsync();
    }

    private int size(String topic, String isolation) {
        return kafka.read(topic, isolation).size();
    }
}
