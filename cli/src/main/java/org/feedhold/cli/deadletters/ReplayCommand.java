package org.feedhold.cli.deadletters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Terminal;
import org.feedhold.kafka.Topic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold dead-letters replay}: sends dead letters back to where they came from. */
@Command(
        name = "replay",
        description =
                "Send dead letters back to the topic and partition that they came from, oldest first. A letter is sent"
                        + " back once, however often this is called. They arrive now; for late ones and for 'historical' data that"
                        + " changes nothing.")
final class ReplayCommand implements Callable<Integer> {

    /** Why a letter that is selected is not sent back. */
    private enum Kept {
        SENT_BACK_BEFORE("sent back before"),
        FAILED_AGAIN("failed again after a replay (use --again when the cause is mended)"),
        TRUNCATED("not whole"),
        NO_INPUT("not from an input topic of this installation"),
        OVER_LIMIT("over --limit");

        private final String words;

        Kept(String words) {
            this.words = words;
        }
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private Selection selection;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Send at most this many (default: all that are selected).")
    private @Nullable Integer limit;

    @Option(names = "--again", description = "Also those that have failed again after they were sent back.")
    private boolean again;

    @Option(names = "--dry-run", description = "Say what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    private final Map<Kept, Integer> kept = new EnumMap<>(Kept.class);

    @Override
    public Integer call() throws Exception {
        if (!selection.namesReason()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say with --reason which letters to send back; see 'feedhold dead-letters list'");
        }
        if (limit != null && limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, but is " + limit);
        }
        String topic = kafka.topics().name(Topic.DEAD_LETTERS);
        try (LetterLog log = new LetterLog(kafka.clientSettings(), topic)) {
            if (dryRun) {
                List<StoredLetter> letters = select(log);
                report(letters, Map.of());
                return 0;
            }
            try (Replay replay = new Replay(kafka.clientSettings(), topic)) {
                List<StoredLetter> letters = select(log);
                report(letters, replay.send(log, letters));
            }
        }
        return 0;
    }

    private List<StoredLetter> select(LetterLog log) throws Exception {
        Set<String> inputs = Arrays.stream(Topic.values())
                .filter(topic -> topic.direction() == Topic.Direction.IN)
                .map(kafka.topics()::name)
                .collect(Collectors.toSet());
        Set<Place> sources = new HashSet<>();
        PriorityQueue<StoredLetter> selected = new PriorityQueue<>(Comparator.comparing(StoredLetter::arrival)
                .thenComparing(letter -> letter.place().partition())
                .thenComparing(letter -> letter.place().offset()));
        ReplayHistory history = log.read(letter -> {
            // After a failure of the job a record can be a dead letter twice.
            if (selection.takes(letter) && sources.add(letter.source())) {
                selected.add(letter);
            }
        });
        List<StoredLetter> sendable = new ArrayList<>();
        for (StoredLetter letter = selected.poll(); letter != null; letter = selected.poll()) {
            Kept why = whyKept(letter, history, inputs, sendable.size());
            if (why == null) {
                sendable.add(letter);
            } else {
                kept.merge(why, 1, Integer::sum);
            }
        }
        return sendable;
    }

    private @Nullable Kept whyKept(StoredLetter letter, ReplayHistory history, Set<String> inputs, int sendable) {
        if (history.target(letter.source()) != null) {
            return Kept.SENT_BACK_BEFORE;
        }
        if (!again && history.replays(letter.source()) > 0) {
            return Kept.FAILED_AGAIN;
        }
        if (letter.truncated() != null) {
            return Kept.TRUNCATED;
        }
        if (!inputs.contains(letter.source().topic()) || letter.source().partition() < 0) {
            return Kept.NO_INPUT;
        }
        return limit != null && sendable >= limit ? Kept.OVER_LIMIT : null;
    }

    private void report(List<StoredLetter> letters, Map<StoredLetter, Place> sent) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(tree(letters, sent));
            return;
        }
        for (StoredLetter letter : letters) {
            Place target = sent.get(letter);
            String to = target != null
                    ? target.toString()
                    : letter.source().topic() + '-' + letter.source().partition();
            if (dryRun || target != null) {
                out.printf(
                        "%s  %s  %s %s%n",
                        letter.place().inTopic(),
                        Terminal.printable(letter.reason()),
                        dryRun ? "would go to" : "sent to",
                        to);
            }
        }
        out.printf("%d %s%n", dryRun ? letters.size() : sent.size(), dryRun ? "would be sent back" : "sent back");
        kept.forEach((why, count) -> out.printf("%d kept: %s%n", count, why.words));
    }

    private ObjectNode tree(List<StoredLetter> letters, Map<StoredLetter, Place> sent) {
        ObjectNode tree = new ObjectMapper().createObjectNode();
        tree.put("dry_run", dryRun);
        tree.put("sent", sent.size());
        ObjectNode reasons = tree.putObject("kept");
        kept.forEach((why, count) -> reasons.put(why.name().toLowerCase(Locale.ROOT), count));
        var array = tree.putArray("letters");
        for (StoredLetter letter : letters) {
            Place target = sent.get(letter);
            array.addObject()
                    .put("letter", letter.place().inTopic())
                    .put("reason", letter.reason())
                    .put("source", letter.source().toString())
                    .put("sent_back_to", target == null ? null : target.toString());
        }
        return tree;
    }
}
