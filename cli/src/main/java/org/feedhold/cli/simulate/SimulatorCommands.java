package org.feedhold.cli.simulate;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.kafka.Topic;
import org.feedhold.simulator.stream.SimulatorCommand;
import org.jspecify.annotations.Nullable;

/** Sends commands to the simulators that run on a Kafka. */
final class SimulatorCommands {

    private SimulatorCommands() {}

    /** Returns when Kafka has the command; whether a simulator runs is not known. */
    static void send(KafkaOptions kafka, @Nullable String machineId, SimulatorCommand command)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(kafka.clientSettings());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "15000");
        byte[] key = machineId == null ? null : machineId.getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(kafka.topics().name(Topic.SIMULATOR_COMMANDS), key, command.toJson()))
                    .get();
        }
    }
}
