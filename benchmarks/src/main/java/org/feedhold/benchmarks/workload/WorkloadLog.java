package org.feedhold.benchmarks.workload;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.twin.process.ProcessModel;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Workload}, and the process model for it, into topics of its own. */
public final class WorkloadLog {

    private static final FaultPace FAULTS = new FaultPace(400, 80);

    private WorkloadLog() {}

    /** The shipped process model, but no machine of a log that has come to its end is silent. */
    public static ProcessModel model() {
        String yaml =
                ShippedProcessModels.yaml(Fleet.MODEL).replaceFirst("(?m)^silence_after: \\S+", "silence_after: 24h");
        return ProcessModelFile.parse(yaml, Fleet.MODEL + ".yaml");
    }

    /**
     * Writes the log.
     *
     * @throws Exception if Kafka refuses a topic or a record, or is not reached
     */
    public static void write(Workload workload, String bootstrapServers, Topics topics) throws Exception {
        WorkloadTopics.create(bootstrapServers, topics, model());
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            writeTelemetry(workload, producer, topics.name(Topic.TELEMETRY), refused);
        }
        Exception failure = refused.get();
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of a failure
    private static void writeTelemetry(
            Workload workload,
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            AtomicReference<@Nullable Exception> refused) {
        Fleet fleet = new Fleet("CNC-", workload.machines(), workload.faultyMachines(), FAULTS, workload.seed());
        for (int sample = 0; sample < workload.samplesPerMachine(); sample++) {
            for (int machine = 0; machine < workload.machines(); machine++) {
                producer.send(
                        new ProducerRecord<>(topic, fleet.key(machine), fleet.next(machine)), (metadata, failure) -> {
                            if (failure != null) {
                                refused.compareAndSet(null, failure);
                            }
                        });
            }
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 50);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
