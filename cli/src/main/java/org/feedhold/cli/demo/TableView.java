package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.feedhold.cli.watch.RecordLines;

/**
 * A table of the machines that is redrawn in place at the bottom of the terminal, and above it the recommendations as they are
 * made. Uses ANSI control sequences.
 */
final class TableView implements DemoView {

    private static final int MOST_ROWS = 20;
    private static final String ROW = "%-16s %-11s %6s  %s%-21s%s  %s";
    private static final String RESET = "\033[0m";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final boolean colour;
    private final String title;
    private final Map<String, Row> rows = new TreeMap<>();
    private int drawnLines;
    private boolean changed = true;

    TableView(PrintWriter out, boolean colour, String title) {
        this.out = out;
        this.colour = colour;
        this.title = title;
    }

    private record Row(String phase, String health, String decision, String findings, boolean silent) {}

    @Override
    public void recommendation(JsonNode recommendation) {
        rows.put(recommendation.path("machine_id").asText(), row(recommendation, RecordLines.findings(recommendation)));
        erase();
        String decision = RecordLines.decision(recommendation);
        String findings = RecordLines.findings(recommendation);
        out.printf(
                "%s  %s  %s  %s%s%s  %s  SIMULATED%n",
                TIME.format(Instant.parse(recommendation.path("timestamp").asText())),
                recommendation.path("machine_id").asText(),
                recommendation.path("process_phase").asText("-"),
                colourOf(decision),
                decision,
                colour ? RESET : "",
                findings.isEmpty() ? "nothing found" : findings);
        String lookAt = RecordLines.lookAt(recommendation);
        if (!lookAt.isEmpty()) {
            out.println("          → " + lookAt);
        }
        changed = true;
    }

    @Override
    public void health(JsonNode health) {
        String machine = health.path("machine_id").asText();
        Row before = rows.get(machine);
        List<String> codes = new ArrayList<>();
        health.path("active_codes").forEach(code -> codes.add(code.asText()));
        // The recommendation tells findings with their numbers; health only which there are. Of a machine that is
        // silent
        // with its gateway there is none.
        boolean wasSilent = before != null && before.silent();
        String silent = RecordLines.silentGateway(health);
        String findings = !silent.isEmpty() || codes.isEmpty()
                ? silent
                : !wasSilent && before != null && !before.findings().isEmpty()
                        ? before.findings()
                        : String.join("; ", codes);
        changed |= !row(health, findings).equals(rows.put(machine, row(health, findings)));
    }

    @Override
    public void refresh() {
        if (!changed) {
            return;
        }
        changed = false;
        erase();
        // A line that wrapped would be two to erase.
        out.print("\033[?7l");
        line(title);
        line(String.format(Locale.ROOT, ROW, "machine", "phase", "health", "", "decision", "", "findings"));
        rows.entrySet().stream().limit(MOST_ROWS).forEach(entry -> {
            Row row = entry.getValue();
            line(String.format(
                    Locale.ROOT,
                    ROW,
                    entry.getKey(),
                    row.phase(),
                    row.health(),
                    colourOf(row.decision()),
                    row.decision(),
                    colour ? RESET : "",
                    row.findings()));
        });
        if (rows.size() > MOST_ROWS) {
            line("… and " + (rows.size() - MOST_ROWS) + " more machines");
        }
        out.print("\033[?7h");
        out.flush();
    }

    @Override
    public void summary(DemoSummary summary) {
        refresh();
        out.println();
        out.print(summary.toText());
        out.flush();
    }

    private void line(String text) {
        out.print(text + "\033[K\n");
        drawnLines++;
    }

    private void erase() {
        if (drawnLines > 0) {
            out.print("\033[" + drawnLines + "A\033[J");
            drawnLines = 0;
        }
    }

    private static Row row(JsonNode node, String findings) {
        return new Row(
                node.path("process_phase").asText("-"),
                node.path("health_score").asText("-"),
                RecordLines.decision(node),
                findings,
                !RecordLines.silentGateway(node).isEmpty());
    }

    private String colourOf(String decision) {
        if (!colour) {
            return "";
        }
        return switch (decision) {
            case "PROCEED" -> "\033[32m";
            case "WATCH", "SCHEDULE_INTERVENTION" -> "\033[33m";
            case "HUMAN_REVIEW" -> "\033[35m";
            case "DO_NOT_PROCEED" -> "\033[31m";
            default -> "";
        };
    }
}
