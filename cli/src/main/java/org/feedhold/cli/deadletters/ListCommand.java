package org.feedhold.cli.deadletters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Terminal;
import org.feedhold.kafka.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold dead-letters list}: how many there are of each reason, and the newest. */
@Command(name = "list", description = "Count dead letters by reason, and list the newest.")
final class ListCommand implements Callable<Integer> {

    private static final Comparator<StoredLetter> BY_AGE = Comparator.comparing(StoredLetter::arrival)
            .thenComparing(letter -> letter.place().partition())
            .thenComparing(letter -> letter.place().offset());

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private Selection selection;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "List at most this many, 0 for none (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private final Map<String, Long> counts = new TreeMap<>();
    private final PriorityQueue<StoredLetter> newest = new PriorityQueue<>(BY_AGE);

    @Override
    public Integer call() throws Exception {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit must be 0 or more, but is " + limit);
        }
        ReplayHistory history;
        try (LetterLog log =
                new LetterLog(kafka.clientSettings(), kafka.topics().name(Topic.DEAD_LETTERS))) {
            history = log.read(this::take);
        }
        List<StoredLetter> listed = newest.stream().sorted(BY_AGE).toList();
        if (json) {
            printJson(listed, history);
        } else {
            print(listed, history);
        }
        return 0;
    }

    private void take(StoredLetter letter) {
        if (!selection.takes(letter)) {
            return;
        }
        counts.merge(letter.reason(), 1L, Long::sum);
        newest.add(letter);
        if (newest.size() > limit) {
            newest.poll();
        }
    }

    private long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void print(List<StoredLetter> listed, ReplayHistory history) {
        PrintWriter out = spec.commandLine().getOut();
        if (counts.isEmpty()) {
            out.println("no dead letters");
            return;
        }
        counts.forEach((reason, count) -> out.printf("%8d  %s%n", count, Terminal.printable(reason)));
        if (!listed.isEmpty()) {
            out.printf("%nThe newest %d of %d:%n", listed.size(), total());
        }
        for (StoredLetter letter : listed) {
            out.printf(
                    "%s  %s  %s  key %s, %s%s%s  %s%n",
                    letter.arrival(),
                    letter.place().inTopic(),
                    Terminal.printable(letter.reason()),
                    LetterText.line(letter.key(), 40),
                    letter.valueBytes() < 0 ? "no value" : letter.valueBytes() + " bytes",
                    letter.truncated() == null ? "" : " of " + Terminal.printable(letter.truncated()),
                    fate(letter, history),
                    Terminal.printable(letter.detail()));
        }
    }

    private static String fate(StoredLetter letter, ReplayHistory history) {
        int replays = history.replays(letter.source());
        Place target = history.target(letter.source());
        return (replays == 0 ? "" : ", failed again after " + replays + (replays == 1 ? " replay" : " replays"))
                + (target == null ? "" : ", sent back to " + target);
    }

    private void printJson(List<StoredLetter> listed, ReplayHistory history) {
        ObjectNode tree = new ObjectMapper().createObjectNode();
        tree.put("total", total());
        ObjectNode reasons = tree.putObject("reasons");
        counts.forEach(reasons::put);
        var letters = tree.putArray("letters");
        listed.forEach(letter -> letters.add(LetterJson.of(letter, history)));
        spec.commandLine().getOut().println(tree);
    }
}
