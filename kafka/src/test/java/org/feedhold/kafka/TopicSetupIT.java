package org.feedhold.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.feedhold.kafka.JobCheck.Finding;
import org.feedhold.kafka.JobCheck.Weight;
import org.feedhold.kafka.TopicSetup.Outcome;
import org.feedhold.kafka.TopicSetup.Settings;
import org.feedhold.kafka.TopicSetup.TopicSetupException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creates topics on a real broker. */
class TopicSetupIT {

    private static final Settings SETTINGS = new Settings(3, (short) 1, Duration.ofSeconds(30));

    private static KafkaRaftServer broker;
    private static Admin admin;
    private static String bootstrapServers;

    @BeforeAll
    static void startABroker(@TempDir Path folder) throws Exception {
        int port = freePort();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.toString())
                .addDirectory(folder.toString())
                .run();
        int controllerPort = freePort();
        broker = new KafkaRaftServer(
                new KafkaConfig(
                        Map.of(
                                "process.roles", "broker,controller",
                                "node.id", "1",
                                "log.dirs", folder.toString(),
                                "listeners",
                                        "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                                "controller.listener.names", "CONTROLLER",
                                "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
                                "offsets.topic.replication.factor", "1",
                                "offsets.topic.num.partitions", "1",
                                "log.cleaner.dedupe.buffer.size", "4194304"),
                        false),
                Time.SYSTEM);
        broker.startup();
        bootstrapServers = "127.0.0.1:" + port;
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    @AfterAll
    static void stopTheBroker() {
        admin.close();
        broker.shutdown();
        broker.awaitShutdown();
    }

    @Test
    void createsEveryTopicAsTheCatalogueSaysAndOnlyOnce() throws Exception {
        TopicSetup setup = new TopicSetup(admin, new Topics("once."), SETTINGS);

        Outcome first = setup.createMissing();
        Outcome second = setup.createMissing();

        assertThat(first.created()).hasSize(Topic.values().length).contains("once.telemetry");
        assertThat(second.created()).isEmpty();
        assertThat(second.existing()).hasSize(Topic.values().length);
        assertThat(second.differences()).isEmpty();
        assertThat(partitions("once.telemetry")).isEqualTo(3);
        assertThat(partitions("once.process-models")).isEqualTo(1);
        for (Topic topic : Topic.values()) {
            Config config = config("once." + topic.topicName());
            TopicSetup.configs(topic)
                    .forEach((key, value) -> assertThat(config.get(key).value())
                            .as(topic + " " + key)
                            .isEqualTo(value));
        }
    }

    @Test
    void saysWhereATopicThatWasThereDiffers() throws Exception {
        admin.createTopics(List.of(
                        new NewTopic("other.telemetry", 2, (short) 1)
                                .configs(Map.of("message.timestamp.type", "CreateTime")),
                        new NewTopic("other.releases", 2, (short) 1)))
                .all()
                .get();

        Outcome outcome = new TopicSetup(admin, new Topics("other."), SETTINGS).createMissing();
        List<Finding> findings = new JobCheck(admin, new Topics("other."), Duration.ofSeconds(30))
                .findings("other", /* exactlyOnce= */ false);

        assertThat(outcome.existing()).containsExactly("other.telemetry", "other.releases");
        assertThat(outcome.differences())
                .anyMatch(difference -> difference.startsWith(
                        "other.telemetry has message.timestamp.type=CreateTime instead of LogAppendTime;"))
                .anyMatch(difference -> difference.startsWith("other.releases has 2 partitions instead of 1"));
        assertThat(findings)
                .filteredOn(finding -> finding.weight() != Weight.FINE)
                .allMatch(finding -> finding.weight() == Weight.DIFFERS)
                .extracting(Finding::text)
                .containsExactlyInAnyOrderElementsOf(outcome.differences().stream()
                        .map(difference -> "topic " + difference)
                        .toList());
        assertThat(findings)
                .extracting(Finding::text)
                .contains(
                        "topic other.health is there, with 3 partitions",
                        "group other-control does not exist yet, and may be described");
    }

    /** Two small batches in flight to a leader that is not ready yet: the second would be taken and the first lost. */
    @Test
    void whatIsSentRightAfterTheSetUpIsTaken() throws Exception {
        Map<String, Object> client = Map.of(
                "bootstrap.servers", bootstrapServers,
                "batch.size", 0,
                "delivery.timeout.ms", 20_000,
                "request.timeout.ms", 10_000);
        for (int round = 0; round < 8; round++) {
            Topics topics = new Topics("round" + round + '.');
            new TopicSetup(admin, topics, SETTINGS).createMissing();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int batch = 0; batch < 4; batch++) {
                    for (Topic topic : Topic.values()) {
                        sent.add(producer.send(
                                new ProducerRecord<>(topics.name(topic), 0, new byte[1], new byte[12_000])));
                    }
                }
            }
            for (Future<RecordMetadata> each : sent) {
                assertThat(each).as("round %d", round).succeedsWithin(Duration.ZERO);
            }
        }
    }

    @Test
    void severalProcessesMaySetUpAtOnce() throws Exception {
        Topics topics = new Topics("race.");
        CompletableFuture<Outcome> other = CompletableFuture.supplyAsync(() -> {
            try {
                return new TopicSetup(admin, topics, SETTINGS).createMissing();
            } catch (TopicSetupException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        Outcome own = new TopicSetup(admin, topics, SETTINGS).createMissing();

        assertThat(own.created().size() + other.get().created().size()).isEqualTo(Topic.values().length);
    }

    @Test
    void saysWhatTheBrokerRefuses() {
        TopicSetup setup =
                new TopicSetup(admin, new Topics("refused."), new Settings(3, (short) 5, Duration.ofSeconds(30)));

        assertThatThrownBy(setup::createMissing)
                .isInstanceOf(TopicSetupException.class)
                .hasMessageContaining("could not create the topic refused.telemetry")
                .hasMessageContaining("eplication factor");
    }

    @Test
    void saysWhenNoBrokerAnswers() throws IOException {
        try (Admin nowhere = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + freePort()))) {
            TopicSetup setup = new TopicSetup(
                    nowhere, Topics.withDefaultPrefix(), new Settings(3, (short) 1, Duration.ofMillis(500)));

            assertThatThrownBy(setup::createMissing)
                    .isInstanceOf(TopicSetupException.class)
                    .hasMessageContaining("could not list the topics")
                    .hasMessageContaining("--bootstrap-servers");
        }
    }

    private static int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
    }

    private static Config config(String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }
}
