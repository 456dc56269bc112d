package org.feedhold.cli.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.audit.RunLog;

/** Reads what a run has written, from its topics or from a file. */
final class RunReader {

    private RunReader() {}

    /**
     * Reads a run.
     *
     * @param place a file with a message on each line; or, if there is no such file, the prefix of topics
     * @param into what it is added to
     * @throws CommandFailure if there is neither, or it can't be read
     */
    static void read(KafkaOptions kafka, String place, RunLog into) {
        Path file = Path.of(place);
        if (Files.isRegularFile(file)) {
            readFile(file, into);
        } else {
            readTopics(kafka, topics(place), into);
        }
    }

    private static Topics topics(String place) {
        try {
            return new Topics(place);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "'" + place + "' is neither a file nor the prefix of topics; check it, or see 'feedhold topics'.",
                    e);
        }
    }

    private static void readFile(Path file, RunLog into) {
        int[] number = {0};
        try (Stream<String> lines = Files.lines(file)) {
            lines.forEach(line -> {
                number[0]++;
                if (!line.isBlank()) {
                    into.add(line.getBytes(StandardCharsets.UTF_8));
                }
            });
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new CommandFailure("The file " + file + " can't be read: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    file + ", line " + number[0] + ": " + e.getMessage()
                            + "; give a file as 'feedhold watch recommendations --json' writes it.",
                    e);
        }
    }

    private static void readTopics(KafkaOptions kafka, Topics topics, RunLog into) {
        List<String> names = List.of(topics.name(Topic.RECOMMENDATIONS), topics.name(Topic.ANOMALIES));
        try (TopicReader reader = new TopicReader(kafka.clientSettings(), names, true)) {
            reader.readToEnd(record -> add(record, into));
        }
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, RunLog into) {
        try {
            into.add(record.value());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    record.topic() + "-" + record.partition() + " at offset " + record.offset() + ": " + e.getMessage()
                            + "; something else than Feedhold writes to this topic.",
                    e);
        }
    }
}
