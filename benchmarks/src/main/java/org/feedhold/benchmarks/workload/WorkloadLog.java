package org.feedhold.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.SimulatedMachine;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.twin.process.ProcessModel;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Workload}, and the process model for it, into topics of its own. */
public final class WorkloadLog {

    /** Partitions of telemetry: two for each of two parallel instances. */
    public static final int PARTITIONS = 4;

    private static final String MODEL = "adaptive_cnc_milling";
    private static final int INTERVAL_MILLIS = 100;
    /** The shipped phases are counted in samples of two seconds; a phase shall last as long at ten samples a second. */
    private static final int PHASE_STRETCH = 20;

    /** A fresh tool for each part of six minutes, which ends it worn by a fifth: none is worn out but by a fault. */
    private static final SimulationSettings.Wear WEAR = new SimulationSettings.Wear(4, 0.005, 1);

    private static final int SAMPLES_BETWEEN_FAULTS = 400;
    private static final int FAULT_SAMPLES = 80;
    private static final int FIRST_FAULT = 50;
    private static final List<FaultType> FAULTS = List.of(
            FaultType.parse("chatter"),
            FaultType.parse("feed_mismatch"),
            FaultType.parse("overload"),
            FaultType.parse("broken_tool"));

    private WorkloadLog() {}

    /** The shipped process model, but no machine of a log that has come to its end is silent. */
    public static ProcessModel model() {
        String yaml = ShippedProcessModels.yaml(MODEL).replaceFirst("(?m)^silence_after: \\S+", "silence_after: 24h");
        return ProcessModelFile.parse(yaml, MODEL + ".yaml");
    }

    /**
     * Writes the log.
     *
     * @throws Exception if Kafka refuses a topic or a record, or is not reached
     */
    public static void write(Workload workload, String bootstrapServers, Topics topics) throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new TopicSetup(admin, topics, new TopicSetup.Settings(PARTITIONS, (short) 1, Duration.ofMinutes(1)))
                    .createMissing();
        }
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            ProcessModel model = model();
            producer.send(new ProducerRecord<>(
                            topics.name(Topic.PROCESS_MODELS),
                            model.key().getBytes(StandardCharsets.UTF_8),
                            ProcessModelCodec.toJson(model)))
                    .get();
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
        List<SimulatedMachine> machines = SimulatedMachine.all(settings(workload));
        byte[][] keys = machines.stream()
                .map(machine -> machine.id().getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (int sample = 0; sample < workload.samplesPerMachine(); sample++) {
            for (int m = 0; m < keys.length; m++) {
                SimulatedMachine machine = machines.get(m);
                if (m < workload.faultyMachines()) {
                    breakIfDue(machine, m, sample);
                }
                producer.send(
                        new ProducerRecord<>(topic, keys[m], machine.next().telemetry()), (metadata, failure) -> {
                            if (failure != null) {
                                refused.compareAndSet(null, failure);
                            }
                        });
            }
        }
    }

    /** The faulty machines do not all fall into the same fault at the same time. */
    private static void breakIfDue(SimulatedMachine machine, int m, int sample) {
        int turn = sample - FIRST_FAULT - m * 37 % SAMPLES_BETWEEN_FAULTS;
        if (turn >= 0 && turn % SAMPLES_BETWEEN_FAULTS == 0) {
            machine.inject(FAULTS.get((m + turn / SAMPLES_BETWEEN_FAULTS) % FAULTS.size()), FAULT_SAMPLES, 1);
        }
    }

    private static SimulationSettings settings(Workload workload) {
        return SimulationSettings.builder()
                .machineIds(SimulationSettings.numberedIds("CNC-", workload.machines(), 7))
                .seed(workload.seed())
                .intervalMillis(INTERVAL_MILLIS)
                .wear(WEAR)
                .phaseLengths(MachineType.MILL.phaseLengths().stream()
                        .map(samples -> samples * PHASE_STRETCH)
                        .toList())
                .build();
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
