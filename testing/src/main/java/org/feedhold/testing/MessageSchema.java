package org.feedhold.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.feedhold.kafka.Json;

/**
 * The documented schema of a message, read more strictly than readers do: a field that it does not name is an error, so that
 * none is written that no page tells of. It also keeps which of its fields have been seen with a value.
 *
 * <p>A field is named with its group: {@code decision}, {@code finding.value}, {@code episode.peak.unit}.
 */
public final class MessageSchema {

    private static final Path FOLDER = Path.of("..", "docs", "reference", "schemas");
    private static final String DEFINITIONS = "#/$defs/";

    private final ObjectNode root;
    private final Schema schema;
    private final Map<String, Schema> branches = new HashMap<>();
    private final SortedSet<String> seen = new TreeSet<>();

    private MessageSchema(ObjectNode root) {
        this.root = root;
        this.schema = compile(root);
    }

    /**
     * Reads a schema of the documentation, from the folder of any module.
     *
     * @param name name of the file without its ending, for example {@code recommendation}
     */
    public static MessageSchema of(String name) {
        try {
            ObjectNode root = (ObjectNode) Json.json().readTree(Files.readAllBytes(FOLDER.resolve(name + ".json")));
            close(root);
            return new MessageSchema(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + name + " can't be read", e);
        }
    }

    /** What is wrong with a message, one sentence for each problem; empty if nothing is. */
    public List<String> problems(byte[] message) {
        return problems(Json.read(message));
    }

    /** What is wrong with a message, one sentence for each problem; empty if nothing is. */
    public List<String> problems(JsonNode message) {
        List<String> problems = problems(schema, message);
        if (problems.isEmpty()) {
            see(root, "", message);
        }
        return problems;
    }

    /** Names of all fields that had a value in no valid message so far. */
    public SortedSet<String> neverSeen() {
        SortedSet<String> unseen = new TreeSet<>();
        collect(root, "", unseen);
        root.path("$defs").properties().forEach(each -> collect(each.getValue(), each.getKey() + '.', unseen));
        unseen.removeAll(seen);
        return unseen;
    }

    /** The words that a field may have, in the order of the schema, without null. */
    public List<String> words(String pointer) {
        return root.requiredAt(pointer)
                .valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
    }

    private static Schema compile(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema);
    }

    private static List<String> problems(Schema schema, JsonNode message) {
        return schema.validate(message).stream().map(Error::toString).toList();
    }

    /** Allows no other fields in objects that list theirs and say nothing of others. */
    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(MessageSchema::close);
    }

    private static void collect(JsonNode schema, String prefix, SortedSet<String> names) {
        if (!schema.path("type").asText().equals("object")) {
            return;
        }
        schema.path("properties").properties().forEach(property -> {
            names.add(prefix + property.getKey());
            collect(property.getValue(), prefix + property.getKey() + '.', names);
        });
    }

    private void see(JsonNode schema, String prefix, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> see(schema.path("items"), prefix, item));
        }
        if (!value.isObject()) {
            return;
        }
        String reference = schema.path("$ref").asText();
        if (reference.startsWith(DEFINITIONS)) {
            String name = reference.substring(DEFINITIONS.length());
            see(root.path("$defs").path(name), name + '.', value);
        }
        schema.path("oneOf").forEach(branch -> {
            if (problems(branches.computeIfAbsent(branch.toString(), text -> compile(branchOf(branch))), value)
                    .isEmpty()) {
                see(branch, prefix, value);
            }
        });
        JsonNode properties = schema.path("properties");
        value.properties().forEach(field -> {
            JsonNode property = properties.path(field.getKey());
            if (property.isMissingNode()) {
                see(schema.path("additionalProperties"), prefix, field.getValue());
            } else if (!field.getValue().isNull()) {
                seen.add(prefix + field.getKey());
                see(property, prefix + field.getKey() + '.', field.getValue());
            }
        });
    }

    /** One of several shapes as a schema of its own. */
    private ObjectNode branchOf(JsonNode branch) {
        ObjectNode schema = Json.json().createObjectNode();
        schema.setAll((ObjectNode) branch);
        schema.set("$defs", root.path("$defs"));
        return schema;
    }
}
