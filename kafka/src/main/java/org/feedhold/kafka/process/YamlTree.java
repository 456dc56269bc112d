package org.feedhold.kafka.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML as the tree that JSON would give, and notes the line of every value. Of YAML it takes what JSON can say too:
 * no anchors and aliases (they can blow up a small file), no tags, one document.
 */
final class YamlTree {

    private static final int MAX_DEPTH = 32;
    /** Beyond this a double no longer tells whole numbers apart. */
    private static final double MAX_WHOLE = 1L << 53;

    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final Iterator<Event> events;
    private final Problems problems;

    private YamlTree(Iterator<Event> events, Problems problems) {
        this.events = events;
        this.problems = problems;
    }

    /**
     * Reads the one document of {@code yaml}.
     *
     * @throws InvalidProcessModelException if it is no YAML, or uses what is not taken
     */
    static JsonNode read(String yaml, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(yaml.length() + 1)
                .build();
        try {
            return new YamlTree(new Parse(settings).parseString(yaml).iterator(), problems).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(YamlTree::line).orElse(1);
            String context = e.getContext() == null ? "" : e.getContext() + ": ";
            throw problems.fatal(
                    line,
                    "",
                    "this is not valid YAML: " + context + e.getProblem(),
                    "check indentation and quotes here");
        } catch (YamlEngineException e) {
            throw problems.fatal(1, "", "this is not valid YAML: " + e.getMessage(), "check the file's characters");
        }
    }

    private JsonNode document() {
        Event event = next();
        while (event.getEventId() == Event.ID.StreamStart || event.getEventId() == Event.ID.DocumentStart) {
            event = next();
        }
        if (event.getEventId() == Event.ID.StreamEnd) {
            throw problems.fatal(1, "", "there is nothing in it", "start from a copy of a shipped process model");
        }
        JsonNode root = node(event, "", 1);
        next();
        Event last = next();
        if (last.getEventId() != Event.ID.StreamEnd) {
            throw problems.fatal(
                    line(last), "", "a second document begins", "write each process model to a file of its own");
        }
        return root;
    }

    private JsonNode node(Event event, String path, int depth) {
        refuseWhatJsonHasNot(event, path);
        if (depth > MAX_DEPTH) {
            throw problems.fatal(line(event), path, "this is nested too deep", "keep to the keys of a process model");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        return event instanceof MappingStartEvent ? mapping(path, depth) : sequence(path, depth);
    }

    private ObjectNode mapping(String path, int depth) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        Map<String, Integer> firstLines = new HashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            refuseWhatJsonHasNot(event, path);
            if (!(event instanceof ScalarEvent scalar)) {
                throw problems.fatal(line(event), path, "a key is not a word", "write key: value");
            }
            String key = scalar.getValue();
            String childPath = path.isEmpty() ? key : path + '.' + key;
            int line = line(event);
            Integer firstLine = firstLines.putIfAbsent(key, line);
            if (firstLine == null) {
                problems.place(childPath, line);
            } else {
                problems.addAt(
                        line,
                        childPath,
                        "the key '" + key + "' is given twice, on lines " + firstLine + " and " + line,
                        "keep one of them");
            }
            JsonNode value = node(next(), childPath, depth + 1);
            if (firstLine == null) {
                mapping.set(key, value);
            }
        }
        return mapping;
    }

    private ArrayNode sequence(String path, int depth) {
        ArrayNode sequence = JsonNodeFactory.instance.arrayNode();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            String childPath = path + '[' + sequence.size() + ']';
            problems.place(childPath, line(event));
            sequence.add(node(event, childPath, depth + 1));
        }
        return sequence;
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (!scalar.isPlain()) {
            return nodes.textNode(text);
        }
        if (NULL.matcher(text).matches()) {
            return nodes.nullNode();
        }
        if (BOOLEAN.matcher(text).matches()) {
            return nodes.booleanNode(Boolean.parseBoolean(text));
        }
        if (!NUMBER.matcher(text).matches()) {
            return nodes.textNode(text);
        }
        double number = Double.parseDouble(text);
        boolean whole = number == Math.rint(number) && Math.abs(number) < MAX_WHOLE;
        return whole ? nodes.numberNode((long) number) : nodes.numberNode(number);
    }

    private void refuseWhatJsonHasNot(Event event, String path) {
        boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
        if (anchored || event instanceof AliasEvent) {
            throw problems.fatal(
                    line(event),
                    path,
                    "anchors (&) and aliases (*) are not taken",
                    "write the value out at each place");
        }
        Optional<String> tag = Optional.empty();
        if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        } else if (event instanceof CollectionStartEvent collection) {
            tag = collection.getTag();
        }
        if (tag.isPresent()) {
            throw problems.fatal(line(event), path, "tags (!) are not taken", "leave the tag out");
        }
    }

    private Event next() {
        return events.next();
    }

    private static int line(Event event) {
        return event.getStartMark().map(YamlTree::line).orElse(1);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }
}
