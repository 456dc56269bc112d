package org.feedhold.cli.action;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.RecordPublisher;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.action.OperatorActionCodec;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.advisory.ControlEvent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Sends one operator action and waits for the job's answer; the options that every such command has. */
final class ActionSender {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--machine", paramLabel = "ID", required = true, description = "Machine at which it was done.")
    private String machine;

    @Option(names = "--operator", paramLabel = "NAME", required = true, description = "Who did it.")
    private String operator;

    @Option(names = "--comment", paramLabel = "TEXT", description = "What else there is to say, in words.")
    private @Nullable String comment;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "20s",
            description = "How long to wait for the job's answer (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    /**
     * Sends it, and says in one line what the job did with it.
     *
     * @param at when it was done; null for now
     * @throws CommandFailure if the job refuses it, or does not answer
     */
    void send(ActionKind kind, @Nullable String episodeId, @Nullable CheckResult result, @Nullable Instant at)
            throws ExecutionException, InterruptedException {
        OperatorAction action = new OperatorAction(
                kind,
                UUID.randomUUID().toString(),
                machine,
                episodeId,
                null,
                operator,
                at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : at,
                null,
                result,
                null,
                comment);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                kafka.topics().name(Topic.OPERATOR_ACTIONS),
                machine.getBytes(StandardCharsets.UTF_8),
                validated(OperatorActionCodec.encode(action)));
        List<String> answers = List.of(kafka.topics().name(Topic.ANOMALIES));
        try (TopicReader reader = new TopicReader(kafka.clientSettings(), answers, false)) {
            RecordPublisher.publish(kafka.clientSettings(), record.topic(), List.of(record));
            tell(action, answer(reader, ControlEvent.keyOf(action)));
        }
    }

    private byte[] validated(byte[] value) {
        try {
            OperatorActionCodec.decode(value);
            return value;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private @Nullable ControlEvent answer(TopicReader reader, String key) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                ControlEvent event = MessageCodec.decodeControlEvent(record.value());
                if (event != null
                        && event.what().equals(ControlEvent.OPERATOR_ACTION)
                        && event.key().equals(key)) {
                    return event;
                }
            }
        }
        return null;
    }

    private void tell(OperatorAction action, @Nullable ControlEvent answer) {
        if (answer == null) {
            throw new CommandFailure("No answer within " + timeout.toSeconds() + " s: the action "
                    + action.actionId()
                    + " is written, and acts when a job reads it; see whether one runs, with 'feedhold"
                    + " watch job-status'.");
        }
        if (!answer.applied()) {
            throw new CommandFailure("Rejected: " + answer.reason() + ".");
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "Applied: %s on %s, counts from %s, action %s.%n",
                        action.action().name().toLowerCase(java.util.Locale.ROOT),
                        action.machineId(),
                        Json.format(answer.at()),
                        action.actionId());
    }
}
