package org.feedhold.kafka.acquisition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names under which telemetry can speak of the signals of one process model. */
final class Catalogue {

    static final int PART_ID = 0;
    static final int OPERATION = 1;
    static final int PROCESS_PHASE = 2;
    static final int PROGRAM = 3;
    static final int TOOL_ID = 4;
    static final int EXECUTION = 5;
    static final int GATEWAY_ID = 6;
    static final int WORK_ORDER = 7;
    static final int PART_REVISION = 8;
    static final int FEED_OVERRIDE = 9;
    static final int HISTORICAL = 10;
    static final int SIMULATED = 11;
    /** A field that has a meaning to the scanner, or to none; here it is no signal. */
    static final int NO_SIGNAL = 12;

    /** From here on a meaning stands for a signal's {@link Entry}. */
    static final int FIRST_ENTRY = 13;

    private static final Map<String, Integer> CONTEXT = Map.ofEntries(
            Map.entry("part_id", PART_ID),
            Map.entry("operation", OPERATION),
            Map.entry("process_phase", PROCESS_PHASE),
            Map.entry("program", PROGRAM),
            Map.entry("tool_id", TOOL_ID),
            Map.entry("execution", EXECUTION),
            Map.entry("gateway_id", GATEWAY_ID),
            Map.entry("work_order", WORK_ORDER),
            Map.entry("part_revision", PART_REVISION),
            Map.entry("feed_override_pct", FEED_OVERRIDE),
            Map.entry("historical", HISTORICAL),
            Map.entry("simulated", SIMULATED),
            Map.entry(TelemetryJson.MACHINE_ID, NO_SIGNAL),
            Map.entry(TelemetryJson.TIMESTAMP, NO_SIGNAL),
            Map.entry(TelemetryJson.SEQUENCE, NO_SIGNAL),
            Map.entry(TelemetryJson.PAYLOAD, NO_SIGNAL),
            Map.entry("topic", NO_SIGNAL),
            Map.entry(TelemetryJson.UNITS, NO_SIGNAL),
            Map.entry(TelemetryJson.SIGNAL_QUALITY, NO_SIGNAL));

    private static final String EXPECTED_PREFIX = "expected_";
    private static final String SPINDLE_PREFIX = "spindle_";

    /** What a field says of its signal. */
    enum Meaning {
        /** Its value. */
        VALUE,
        /** Its expected value, {@code expected_<signal>}. */
        EXPECTED,
        /** Its expected value under the signal's name without {@code spindle_}; the full name comes first. */
        EXPECTED_BY_SHORT_NAME
    }

    /**
     * A known field.
     *
     * @param index position of its signal in the catalogue
     * @param meaning what the field says of the signal
     */
    record Entry(int index, Meaning meaning) {}

    private final Map<String, Integer> meanings = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final FieldTable fields;
    private final List<String> units;

    Catalogue(List<String> signals, List<String> units) {
        this.units = units;
        // A signal's own name wins over another one's expected value, and that over a short form of it.
        for (int i = 0; i < signals.size(); i++) {
            String signal = signals.get(i);
            if (signal.startsWith(SPINDLE_PREFIX)) {
                String shortName = signal.substring(SPINDLE_PREFIX.length());
                put(EXPECTED_PREFIX + shortName, new Entry(i, Meaning.EXPECTED_BY_SHORT_NAME));
            }
        }
        for (int i = 0; i < signals.size(); i++) {
            put(EXPECTED_PREFIX + signals.get(i), new Entry(i, Meaning.EXPECTED));
        }
        for (int i = 0; i < signals.size(); i++) {
            put(signals.get(i), new Entry(i, Meaning.VALUE));
        }
        meanings.putAll(CONTEXT);
        fields = new FieldTable(meanings);
    }

    private void put(String field, Entry entry) {
        meanings.put(field, FIRST_ENTRY + entries.size());
        entries.add(entry);
    }

    /** What every known field stands for: one of the constants above, or {@link #FIRST_ENTRY} and more. */
    FieldTable fields() {
        return fields;
    }

    /** What a field stands for; {@link FieldTable#UNKNOWN} if it is not known. */
    int meaning(String field) {
        return meanings.getOrDefault(field, FieldTable.UNKNOWN);
    }

    /** What a meaning from {@link #FIRST_ENTRY} on says. */
    Entry entry(int meaning) {
        return entries.get(meaning - FIRST_ENTRY);
    }

    String unit(int index) {
        return units.get(index);
    }

    int size() {
        return units.size();
    }

    boolean isFor(List<String> otherUnits) {
        return units == otherUnits || units.equals(otherUnits);
    }
}
