package org.feedhold.cli.handoff;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.RecordPublisher;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.release.Handoff;
import org.feedhold.twin.release.Release;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold handoff}: publishes what engineering decided about a part as a release to a machine. */
@Command(
        name = "handoff",
        description =
                "Publish a release of a part to a machine, from an Additive Build Advisor record or a plain one. The"
                        + " gate decision is kept as it is.")
public final class HandoffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(paramLabel = "RECORD.json", description = "The record, at most 1 MiB.")
    private Path file;

    @Option(
            names = "--machine",
            paramLabel = "ID",
            description = "Machine that the part is for (default: the one that a plain record names).")
    private @Nullable String machine;

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description = "Operation that it is for (default: the one that a plain record names, if it does).")
    private @Nullable String operation;

    @Option(names = "--approve", description = "Approve a part that needs engineering review; needs --by and --reason.")
    private boolean approve;

    @Option(names = "--by", paramLabel = "NAME", description = "Who approves.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, in words.")
    private @Nullable String reason;

    @Override
    public Integer call() throws Exception {
        Handoff.Result result = read();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                kafka.topics().name(Topic.RELEASES), result.key().getBytes(StandardCharsets.UTF_8), result.value());
        RecordPublisher.publish(kafka.clientSettings(), record.topic(), List.of(record));
        Release release = result.release();
        spec.commandLine()
                .getOut()
                .printf(
                        "Published: part %s, machine %s, operation %s: %s%s%n",
                        release.partId(),
                        release.machineId(),
                        release.operation() == null ? "any" : release.operation(),
                        release.decision().name().toLowerCase(Locale.ROOT),
                        release.approvedBy() == null ? "" : ", approved by " + release.approvedBy());
        return 0;
    }

    private Handoff.Result read() {
        try {
            return Handoff.toRelease(
                    Files.readAllBytes(file), new Handoff.Options(machine, operation, approve, by, reason));
        } catch (NoSuchFileException e) {
            throw new CommandFailure("There is no file " + file + "; check its name.", e);
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " can't be read: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(file + ": " + e.getMessage() + ".", e);
        }
    }
}
