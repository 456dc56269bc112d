package org.feedhold.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.process.ProcessModel;

/** Topics for one benchmark, with the process model of its machines in them. */
public final class WorkloadTopics {

    /** Partitions of telemetry: two for each of two parallel instances. */
    public static final int PARTITIONS = 4;

    private WorkloadTopics() {}

    /**
     * Creates the topics and publishes the model.
     *
     * @throws TopicSetup.TopicSetupException if Kafka refuses a topic, or is not reached
     * @throws ExecutionException if Kafka refuses the model
     */
    public static void create(String bootstrapServers, Topics topics, ProcessModel model)
            throws TopicSetup.TopicSetupException, ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new TopicSetup(admin, topics, new TopicSetup.Settings(PARTITIONS, (short) 1, Duration.ofMinutes(1)))
                    .createMissing();
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topics.name(Topic.PROCESS_MODELS),
                            model.key().getBytes(StandardCharsets.UTF_8),
                            ProcessModelCodec.toJson(model)))
                    .get();
        }
    }
}
