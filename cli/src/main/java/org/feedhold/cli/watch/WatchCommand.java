package org.feedhold.cli.watch;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.TopicConverter;
import org.feedhold.kafka.Topic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold watch}: shows the records of a topic as they arrive, until it is interrupted. */
@Command(name = "watch", description = "Show what is on a topic as it arrives, until Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(
            paramLabel = "TOPIC",
            converter = TopicConverter.class,
            completionCandidates = TopicConverter.Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Topic topic;

    @Option(names = "--machine", paramLabel = "ID", description = "Only records with this key (default: all machines).")
    private @Nullable String machine;

    @Option(names = "--json", description = "The values as they came, one a line, instead of lines for people.")
    private boolean json;

    @Option(
            names = "--from-beginning",
            description = "Start with the oldest record kept (default: with what arrives from now on).")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "End after this many records (default: never).")
    private @Nullable Long max;

    @Override
    public Integer call() {
        if (max != null && max < 1) {
            throw new ParameterException(spec.commandLine(), "--max must be 1 or more, but is " + max);
        }
        PrintWriter out = spec.commandLine().getOut();
        long left = max == null ? Long.MAX_VALUE : max;
        try (TopicReader reader =
                new TopicReader(kafka.clientSettings(), List.of(kafka.topics().name(topic)), fromBeginning)) {
            // The reader of a pipe may be gone (watch … | head): then there is nobody to tell.
            while (left > 0 && !out.checkError()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    if (left > 0 && isWanted(record)) {
                        out.println(json ? value(record) : RecordLines.of(topic, record));
                        left--;
                    }
                }
            }
        }
        return 0;
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> record) {
        return machine == null
                || (record.key() != null && machine.equals(new String(record.key(), StandardCharsets.UTF_8)));
    }

    private static String value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? "null" : new String(record.value(), StandardCharsets.UTF_8);
    }
}
