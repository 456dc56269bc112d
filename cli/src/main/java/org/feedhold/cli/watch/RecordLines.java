package org.feedhold.cli.watch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.feedhold.cli.Terminal;
import org.feedhold.kafka.Topic;
import org.feedhold.twin.advisory.GatewayAdvisor;
import org.jspecify.annotations.Nullable;

/** One line for a person from one record of a topic. Unknown and missing fields are no error. */
public final class RecordLines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEAD_LETTER_CHARACTERS = 200;
    private static final MathContext FIGURES = new MathContext(4);

    private RecordLines() {}

    /** The line for a record of the topic. */
    static String of(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        return Terminal.printable(line(topic, record));
    }

    private static String line(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        if (topic == Topic.DEAD_LETTERS) {
            return deadLetter(record);
        }
        if (record.value() == null) {
            return text(record.key()) + "  (deleted)";
        }
        JsonNode node;
        try {
            node = JSON.readTree(record.value());
        } catch (IOException e) {
            String reason = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
            return text(record.key()) + "  not JSON (" + reason + "): " + printable(text(record.value()));
        }
        String line = switch (topic) {
            case RECOMMENDATIONS, TWIN_STATE -> recommendation(node);
            case ANOMALIES -> anomaly(node);
            case HEALTH -> health(node);
            case PARTS -> part(node);
            case TELEMETRY -> telemetry(node);
            default -> text(record.key()) + "  " + node;
        };
        return node.path("simulated").asBoolean() ? line + "  SIMULATED" : line;
    }

    /** When, which machine, the decision, what was found, and what to look at. */
    public static String recommendation(JsonNode node) {
        String lookAt = lookAt(node);
        return head(node) + "  " + decision(node) + "  " + orElse(findings(node), "nothing found")
                + (lookAt.isEmpty() ? "" : "  → " + lookAt);
    }

    /** What the person at the machine should look at or do: the checks, else the actions, else the reason. */
    public static String lookAt(JsonNode node) {
        for (String field : List.of("required_checks", "actions")) {
            for (JsonNode advice : node.path(field)) {
                return advice.path("text").asText();
            }
        }
        for (JsonNode check : node.path("open_checks")) {
            return "Open: " + check.path("required_check").asText();
        }
        return node.path("findings").isEmpty() && node.path("decision").isTextual()
                ? ""
                : node.path("rationale").asText("");
    }

    /** The decision in capitals; for a machine that is not judged, why not. */
    public static String decision(JsonNode node) {
        JsonNode decision = node.path("decision");
        return decision.isTextual()
                ? decision.asText().toUpperCase(Locale.ROOT)
                : "(" + node.path("monitoring").asText("not judged") + ")";
    }

    /** Every finding with its number and limit, separated by semicolons; empty without one. */
    public static String findings(JsonNode node) {
        List<String> findings = new ArrayList<>();
        String silent = silentGateway(node);
        for (JsonNode finding : node.path("findings")) {
            String code = finding.path("code").asText();
            StringBuilder line =
                    new StringBuilder(code.equals(GatewayAdvisor.GATEWAY_SILENT) && !silent.isEmpty() ? silent : code);
            if (finding.path("signal").isTextual()) {
                line.append(' ').append(finding.path("signal").asText());
            }
            if (finding.path("value").isNumber()) {
                line.append(' ').append(number(finding.path("value"))).append(unit(finding));
            }
            if (finding.path("limit").isNumber()) {
                line.append(" (limit ")
                        .append(number(finding.path("limit")))
                        .append(unit(finding))
                        .append(')');
            }
            findings.add(line.toString());
        }
        return String.join("; ", findings);
    }

    /** Because of which gateway a machine is silent; empty if it is not. */
    public static String silentGateway(JsonNode node) {
        JsonNode gateway = node.path("silent_gateway");
        return gateway.isTextual() ? "silent (gateway " + gateway.asText() + ")" : "";
    }

    private static String anomaly(JsonNode node) {
        if (!"episode".equals(node.path("type").asText())) {
            return text(node, "timestamp", text(node, "at", "-")) + "  " + text(node, "type", "?") + " "
                    + text(node, "what", "?") + " " + text(node, "key", "-")
                    + (node.path("reason").isTextual()
                            ? ": " + node.path("reason").asText()
                            : "");
        }
        JsonNode peak = node.path("peak");
        return head(node) + "  " + text(node, "state", "?") + " " + text(node, "code", "?") + " ("
                + text(node, "severity", "?") + ")"
                + (peak.path("value").isNumber()
                        ? "  peak " + text(peak, "signal", "") + " " + number(peak.path("value")) + unit(peak)
                                + (peak.path("limit").isNumber()
                                        ? " (limit " + number(peak.path("limit")) + unit(peak) + ")"
                                        : "")
                        : "")
                + String.format(
                        Locale.ROOT, "  %.1f s", node.path("duration_ms").asLong() / 1000.0)
                + (node.path("closed_by").isTextual()
                        ? ", closed by " + node.path("closed_by").asText()
                        : "");
    }

    private static String health(JsonNode node) {
        String signals = node.path("signals").properties().stream()
                .map(signal -> signal.getKey() + " " + reading(signal.getValue()))
                .collect(Collectors.joining(", "));
        return head(node) + "  " + decision(node) + "  health "
                + node.path("health_score").asText("-") + "  " + orElse(silentGateway(node), signals);
    }

    private static String reading(JsonNode signal) {
        return signal.path("value").isNumber()
                ? number(signal.path("value")) + unit(signal)
                : text(signal, "quality", "?").toUpperCase(Locale.ROOT);
    }

    private static String part(JsonNode node) {
        return text(node, "end", "-") + "  " + text(node, "machine_id", "?") + "  " + text(node, "part_id", "?") + "  "
                + text(node, "verdict", "no verdict") + "  lowest health "
                + node.path("lowest_health").asText("-") + ", "
                + node.path("episodes").size() + " episodes, "
                + node.path("open_checks").size() + " open checks";
    }

    private static String telemetry(JsonNode node) {
        JsonNode sample = node.path("payload").isObject() ? node.path("payload") : node;
        String signals = sample.properties().stream()
                .filter(field -> field.getValue().isNumber() && !field.getKey().equals("sequence"))
                .map(field -> field.getKey() + " " + number(field.getValue()))
                .collect(Collectors.joining(", "));
        return head(sample) + "  " + signals;
    }

    private static String deadLetter(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        int size = record.value() == null ? 0 : record.value().length;
        return headers.getOrDefault("reason", "no reason given") + ": " + headers.getOrDefault("detail", "no detail")
                + "  (" + headers.getOrDefault("source_topic", "?") + "-"
                + headers.getOrDefault("source_partition", "?") + " offset "
                + headers.getOrDefault("source_offset", "?") + ", key " + printable(text(record.key())) + ", " + size
                + " bytes" + (headers.containsKey("truncated") ? ", truncated" : "") + ")  "
                + printable(text(record.value()));
    }

    private static String head(JsonNode node) {
        return text(node, "timestamp", "-") + "  " + text(node, "machine_id", "?") + "  "
                + text(node, "process_phase", "-");
    }

    private static String number(JsonNode value) {
        BigDecimal rounded = value.decimalValue().round(FIGURES).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
    }

    private static String unit(JsonNode node) {
        return node.path("unit").isTextual() ? " " + node.path("unit").asText() : "";
    }

    private static String text(JsonNode node, String field, String otherwise) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? otherwise : printable(value.asText());
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "none";
        }
        int length = Math.min(bytes.length, DEAD_LETTER_CHARACTERS * 4);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** At most 200 characters, none of which moves a terminal's cursor. */
    private static String printable(String text) {
        int end = text.offsetByCodePoints(0, Math.min(DEAD_LETTER_CHARACTERS, text.codePointCount(0, text.length())));
        return Terminal.printable(text.substring(0, end));
    }

    private static String orElse(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
