package org.feedhold.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.kafka.Topics;

/**
 * Reads what the job writes, as a dashboard would: only what is committed. In a process of its own, until all has come, or
 * for {@link #PATIENCE} after the load. Arguments: brokers, prefix of the topics, a file of the {@link Load}, the job's health
 * interval in milliseconds, the file of its {@link ReaderReport}.
 */
public final class OutputReader {

    /** How long after the last sample it waits for what is to come: the job waits ten seconds itself to call a machine silent. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What it prints when it reads. */
    static final String READS = "Reads the outputs";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutputReader() {}

    /** Reads the outputs and writes the report as JSON. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        Topics topics = new Topics(args[1]);
        Load load = JSON.readValue(Path.of(args[2]).toFile(), Load.class);
        Observations observations = new Observations(load, Long.parseLong(args[3]));
        Map<String, Output> outputs = new HashMap<>();
        for (Output output : Output.values()) {
            outputs.put(topics.name(output.topic()), output);
        }
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        args[0],
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : outputs.keySet()) {
                consumer.partitionsFor(topic)
                        .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Only now it is looked up where the end is.
            partitions.forEach(consumer::position);
            System.out.println(READS);
            long last = load.untilMillis() + PATIENCE.toMillis();
            while (!observations.isComplete() && System.currentTimeMillis() < last) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                long received = System.currentTimeMillis();
                for (ConsumerRecord<byte[], byte[]> each : records) {
                    Output output = outputs.get(each.topic());
                    if (output != null) {
                        observations.take(
                                output,
                                new String(each.key(), StandardCharsets.UTF_8),
                                Output.sampleMillis(each.value()),
                                received);
                    }
                }
            }
        }
        JSON.writeValue(
                Path.of(args[4]).toFile(),
                new ReaderReport(
                        observations.report(Output.RECOMMENDATION),
                        observations.report(Output.HEALTH),
                        observations.isComplete()));
    }
}
