package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.feedhold.cli.demo.DemoTally.InjectedFault;
import org.feedhold.simulator.scoring.FaultKind;
import org.feedhold.simulator.stream.SimulatorStatus;

/**
 * What the demo did. Times are in epoch milliseconds.
 *
 * @param startMillis when the command began
 * @param endMillis when it was stopped
 * @param machines number of machines
 * @param simulator what the simulator sent
 * @param tally what was injected, found and shown
 */
record DemoSummary(long startMillis, long endMillis, int machines, SimulatorStatus simulator, DemoTally tally) {

    /** A fault that began later than this before the end may still have been on its way. */
    private static final long GRACE_MILLIS = 8_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One JSON object with {@code type: summary}. */
    ObjectNode toJson() {
        ObjectNode root = JSON.createObjectNode()
                .put("type", "summary")
                .put("simulated", true)
                .put("duration_s", seconds(endMillis - startMillis))
                .put("machines", machines)
                .put("samples", simulator.recordsSent())
                .put("samples_skipped", simulator.samplesSkipped())
                .put("samples_lost", simulator.recordsLost())
                .put("recommendations", tally.recommendations());
        ObjectNode decisions = root.putObject("recommendations_by_decision");
        tally.decisions().forEach(decisions::put);
        root.put("dead_letters", tally.deadLetters());

        Map<FaultKind, Long> kinds = tally.kindsFound();
        root.put("faults_injected", tally.faults().size());
        root.put("faults_found", count("found"));
        root.put("faults_missed", count("missed"));
        ArrayNode found = root.putArray("kinds_found");
        kinds.keySet().forEach(kind -> found.add(kind.text()));
        ObjectNode onScreen = root.putObject("kinds_on_screen_after_s");
        kinds.forEach((kind, shownAt) -> onScreen.put(kind.text(), seconds(shownAt - startMillis)));
        ArrayNode faults = root.putArray("faults");
        tally.faults().forEach(fault -> faults.add(toJson(fault)));
        return root.put("exit", 0);
    }

    /** Lines for people. */
    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d SIMULATED machines for %.1f s: %d samples, %d recommendations, %d dead letters.%n",
                machines,
                seconds(endMillis - startMillis),
                simulator.recordsSent(),
                tally.recommendations(),
                tally.deadLetters()));
        if (tally.faults().isEmpty()) {
            return text.append(String.format("No fault was injected.%n")).toString();
        }
        text.append(String.format(
                "%d faults injected, %d found, %d missed:%n", tally.faults().size(), count("found"), count("missed")));
        for (InjectedFault fault : tally.faults()) {
            Long shownAt = fault.shownAt();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-28s %-16s %s%n",
                    name(fault),
                    fault.window().machineId(),
                    shownAt == null
                            ? state(fault)
                            : String.format(
                                    Locale.ROOT,
                                    "%s on screen %.1f s after it began",
                                    fault.kind().code(),
                                    seconds(shownAt - fault.window().startMillis()))));
        }
        return text.toString();
    }

    private ObjectNode toJson(InjectedFault fault) {
        Long shownAt = fault.shownAt();
        return JSON.createObjectNode()
                .put("kind", fault.kind().text())
                .put("variant", fault.window().variant())
                .put("machine_id", fault.window().machineId())
                .put("start", Instant.ofEpochMilli(fault.window().startMillis()).toString())
                .put("code", fault.kind().code())
                .put("state", state(fault))
                .put("delay_s", shownAt == null ? null : delay(fault, shownAt));
    }

    private static Double delay(InjectedFault fault, long shownAt) {
        return seconds(shownAt - fault.window().startMillis());
    }

    private int count(String state) {
        return (int) tally.faults().stream()
                .filter(fault -> state(fault).equals(state))
                .count();
    }

    private String state(InjectedFault fault) {
        if (fault.shownAt() != null) {
            return "found";
        }
        return fault.window().startMillis() > endMillis - GRACE_MILLIS ? "just begun" : "missed";
    }

    private static String name(InjectedFault fault) {
        String variant = fault.window().variant();
        return fault.kind().text() + (variant.isEmpty() ? "" : ":" + variant);
    }

    private static double seconds(long millis) {
        return Math.round(millis / 100.0) / 10.0;
    }
}
