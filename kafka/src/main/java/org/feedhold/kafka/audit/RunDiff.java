package org.feedhold.kafka.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.feedhold.kafka.audit.Difference.Field;
import org.feedhold.kafka.audit.Difference.Side;

/** Compares two runs, machine by machine, by the ids and the whole content of their messages. Their order does not count. */
public final class RunDiff {

    private RunDiff() {}

    /** The differences, by machine and timestamp; empty if the runs are the same. */
    public static List<Difference> between(RunLog left, RunLog right) {
        List<Difference> differences = new ArrayList<>();
        TreeSet<String> machines = new TreeSet<>(left.byMachine().keySet());
        machines.addAll(right.byMachine().keySet());
        for (String machine : machines) {
            List<Difference> ofMachine = new ArrayList<>();
            compare(
                    machine,
                    left.byMachine().getOrDefault(machine, Map.of()),
                    right.byMachine().getOrDefault(machine, Map.of()),
                    ofMachine);
            ofMachine.sort(Comparator.comparing(Difference::timestamp));
            differences.addAll(ofMachine);
        }
        return differences;
    }

    private static void compare(
            String machine, Map<String, JsonNode> left, Map<String, JsonNode> right, List<Difference> differences) {
        left.forEach((key, message) -> {
            JsonNode other = right.get(key);
            if (other == null) {
                differences.add(difference(machine, key, message, Side.ONLY_LEFT, List.of()));
            } else if (!message.equals(other)) {
                List<Field> fields = new ArrayList<>();
                compare("", message, other, fields);
                differences.add(difference(machine, key, message, Side.BOTH, fields));
            }
        });
        right.forEach((key, message) -> {
            if (!left.containsKey(key)) {
                differences.add(difference(machine, key, message, Side.ONLY_RIGHT, List.of()));
            }
        });
    }

    private static Difference difference(String machine, String key, JsonNode message, Side side, List<Field> fields) {
        String summary = message.has("code")
                ? message.path("code").asText()
                : message.path("decision").asText("no decision");
        return new Difference(machine, key, message.path("timestamp").asText(), summary, side, fields);
    }

    private static void compare(String path, JsonNode left, JsonNode right, List<Field> fields) {
        if (left.equals(right)) {
            return;
        }
        if (left.isObject() && right.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            for (Iterator<String> name = left.fieldNames(); name.hasNext(); ) {
                names.add(name.next());
            }
            for (Iterator<String> name = right.fieldNames(); name.hasNext(); ) {
                names.add(name.next());
            }
            for (String name : names) {
                compare(path.isEmpty() ? name : path + '.' + name, left.path(name), right.path(name), fields);
            }
        } else if (left.isArray() && right.isArray()) {
            for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
                compare(path + '[' + i + ']', left.path(i), right.path(i), fields);
            }
        } else {
            fields.add(new Field(path, left.toString(), right.toString()));
        }
    }
}
