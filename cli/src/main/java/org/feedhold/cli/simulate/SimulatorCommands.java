package org.feedhold.cli.simulate;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.RecordPublisher;
import org.feedhold.kafka.Topic;
import org.feedhold.simulator.stream.SimulatorCommand;
import org.jspecify.annotations.Nullable;

/** Sends commands to the simulators that run on a Kafka. */
final class SimulatorCommands {

    private SimulatorCommands() {}

    /** Returns when Kafka has the command; whether a simulator runs is not known. */
    static void send(KafkaOptions kafka, @Nullable String machineId, SimulatorCommand command)
            throws ExecutionException, InterruptedException {
        byte[] key = machineId == null ? null : machineId.getBytes(StandardCharsets.UTF_8);
        String topic = kafka.topics().name(Topic.SIMULATOR_COMMANDS);
        RecordPublisher.publish(
                kafka.clientSettings(), topic, List.of(new ProducerRecord<>(topic, key, command.toJson())));
    }
}
