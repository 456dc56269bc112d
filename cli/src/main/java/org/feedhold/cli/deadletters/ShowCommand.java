package org.feedhold.cli.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Terminal;
import org.feedhold.cli.Values;
import org.feedhold.kafka.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold dead-letters show}: one dead letter, whole. */
@Command(
        name = "show",
        description = "Show one dead letter: why, where it came from, and its bytes as text or in hexadecimal.")
final class ShowCommand implements Callable<Integer> {

    private static final int MOST_BYTES = 64 << 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(paramLabel = "PARTITION@OFFSET", description = "The letter as 'list' names it, for example 0@17.")
    private String letter;

    @Option(names = "--json", description = "One JSON object, with key and value also in Base64.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        String topic = kafka.topics().name(Topic.DEAD_LETTERS);
        Place place = Values.accepted(spec, () -> Place.parse(topic, letter));
        ConsumerRecord<byte[], byte[]> record;
        ReplayHistory history;
        try (LetterLog log = new LetterLog(kafka.clientSettings(), topic)) {
            record = log.get(place);
            history = log.read(any -> {});
        }
        if (record == null) {
            throw new CommandFailure("There is no dead letter " + letter + " in " + topic
                    + " (any more); see 'feedhold dead-letters list'.");
        }
        print(record, history);
        return 0;
    }

    private void print(ConsumerRecord<byte[], byte[]> record, ReplayHistory history) {
        PrintWriter out = spec.commandLine().getOut();
        StoredLetter stored = StoredLetter.of(record);
        if (json) {
            ObjectNode tree = LetterJson.of(stored, history);
            LetterJson.putBytes(tree, "value", record.value());
            out.println(tree);
            return;
        }
        Place target = history.target(stored.source());
        out.println("letter    " + stored.place());
        out.println("written   " + stored.arrival());
        out.println("reason    " + Terminal.printable(stored.reason()));
        out.println("detail    " + Terminal.printable(stored.detail()));
        out.println("source    " + Terminal.printable(stored.source().toString()));
        out.println("replays   " + history.replays(stored.source()) + " before it failed"
                + (target == null ? "; not sent back since" : "; sent back since, to " + target));
        out.println("key       " + LetterText.line(record.key(), 400));
        if (record.value() == null) {
            out.println("value     none");
            return;
        }
        out.println("value     " + record.value().length + " bytes"
                + (stored.truncated() == null
                        ? ""
                        : ", the beginning only: key and value had " + Terminal.printable(stored.truncated())));
        out.println();
        out.println(LetterText.block(record.value(), MOST_BYTES));
    }
}
