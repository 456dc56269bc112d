package org.feedhold.kafka.acquisition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names under which telemetry can speak of the signals of one process model. */
final class Catalogue {

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

    private final Map<String, Entry> entries;
    private final List<String> units;

    Catalogue(List<String> signals, List<String> units) {
        this.units = units;
        this.entries = new HashMap<>();
        // A signal's own name wins over another one's expected value, and that over a short form of it.
        for (int i = 0; i < signals.size(); i++) {
            String signal = signals.get(i);
            if (signal.startsWith(SPINDLE_PREFIX)) {
                String shortName = signal.substring(SPINDLE_PREFIX.length());
                entries.put(EXPECTED_PREFIX + shortName, new Entry(i, Meaning.EXPECTED_BY_SHORT_NAME));
            }
        }
        for (int i = 0; i < signals.size(); i++) {
            entries.put(EXPECTED_PREFIX + signals.get(i), new Entry(i, Meaning.EXPECTED));
        }
        for (int i = 0; i < signals.size(); i++) {
            entries.put(signals.get(i), new Entry(i, Meaning.VALUE));
        }
    }

    @Nullable
    Entry entry(String field) {
        return entries.get(field);
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
