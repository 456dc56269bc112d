package org.feedhold.benchmarks.finding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.advisory.EpisodeEvent;

/**
 * What one run of a system finds. Made before the run, so that it knows where the run begins to write; read when all is
 * written. Runs of the job share the topic {@code anomalies}.
 */
public final class Findings implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final boolean ofJob;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> begins;

    private Findings(String bootstrapServers, String topic, boolean ofJob) {
        this.consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.ofJob = ofJob;
        this.partitions = consumer.partitionsFor(topic, ANSWER).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        this.begins = consumer.endOffsets(partitions, ANSWER);
    }

    /** Of a run of the job itself. */
    public static Findings ofJob(DrainSettings settings) {
        return new Findings(
                settings.bootstrapServers(), new Topics(settings.topicPrefix()).name(Topic.ANOMALIES), true);
    }

    /**
     * Of a run of a peer; makes its {@link FindingsTopic}.
     *
     * @throws ExecutionException if the broker does not make the topic, or has it
     */
    public static Findings ofPeer(DrainSettings settings) throws ExecutionException, InterruptedException {
        String topic = FindingsTopic.name(settings);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        return new Findings(settings.bootstrapServers(), topic, false);
    }

    /** All that the run has found. */
    public List<Finding> read() {
        if (!ofJob) {
            List<Finding> findings = new ArrayList<>();
            readRecords(kafka -> findings.add(FindingsTopic.decode(kafka.value())));
            return findings;
        }
        // An episode is told of when it opens, escalates and closes; what is told last is what it came to.
        Map<String, Finding> byEpisode = new LinkedHashMap<>();
        readRecords(kafka -> {
            EpisodeEvent event = MessageCodec.decodeEpisodeEvent(kafka.value());
            if (event != null) {
                byEpisode.put(
                        event.episodeId(),
                        new Finding(
                                event.code(),
                                event.machineId(),
                                event.start().toEpochMilli(),
                                event.end() == null ? null : event.end().toEpochMilli()));
            }
        });
        return List.copyOf(byEpisode.values());
    }

    private void readRecords(Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, ANSWER));
        consumer.assign(partitions);
        begins.forEach(consumer::seek);
        ends.entrySet().removeIf(end -> end.getValue() <= consumer.position(end.getKey(), ANSWER));
        while (!ends.isEmpty()) {
            consumer.poll(Duration.ofMillis(100)).forEach(reader);
            ends.entrySet().removeIf(end -> end.getValue() <= consumer.position(end.getKey(), ANSWER));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
