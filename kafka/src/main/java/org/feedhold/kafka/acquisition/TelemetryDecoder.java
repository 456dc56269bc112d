package org.feedhold.kafka.acquisition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.acquisition.SampleDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Decodes telemetry under a machine's catalogue of signals. Never throws: of a record that was not scanned before and
 * can't be read, every signal is absent.
 *
 * <p>Not for use by several threads. Remembers the catalogues by identity, so the lists must not change.
 */
public final class TelemetryDecoder implements SampleDecoder {

    private static final long serialVersionUID = 1L;

    private static final int MAX_CATALOGUES = 256;

    private transient @Nullable IdentityHashMap<List<String>, Catalogue> catalogues;

    @Override
    public void decode(MachineRecord record, List<String> signals, List<String> units, Sample into) {
        Catalogue catalogue = catalogue(signals, units);
        into.reset(signals.size());
        into.timestamp = record.timestamp();
        try {
            if (!decodeFlat(record.value(), catalogue, into)) {
                decodePayload(record, catalogue, into);
            }
        } catch (IOException | RuntimeException e) {
            into.reset(signals.size());
            into.timestamp = record.timestamp();
        }
    }

    private Catalogue catalogue(List<String> signals, List<String> units) {
        if (catalogues == null || catalogues.size() >= MAX_CATALOGUES) {
            catalogues = new IdentityHashMap<>();
        }
        Catalogue known = catalogues.get(signals);
        if (known == null || !known.isFor(units)) {
            known = new Catalogue(signals, units);
            catalogues.put(signals, known);
        }
        return known;
    }

    /** Returns false if the record turned out to be an envelope. */
    private static boolean decodeFlat(byte[] value, Catalogue catalogue, Sample into) throws IOException {
        try (JsonParser parser = TelemetryJson.decodingParser(value)) {
            parser.nextToken();
            return decodeFields(parser, catalogue, into);
        }
    }

    private static void decodePayload(MachineRecord record, Catalogue catalogue, Sample into) throws IOException {
        into.reset(catalogue.size());
        into.timestamp = record.timestamp();
        try (JsonParser parser = TelemetryJson.decodingParser(record.value())) {
            if (TelemetryJson.moveToPayload(parser)) {
                decodeFields(parser, catalogue, into);
            }
        }
    }

    /** Returns false if the object has a payload and no machine of its own. */
    private static boolean decodeFields(JsonParser parser, Catalogue catalogue, Sample into) throws IOException {
        boolean hasMachineId = false;
        boolean hasPayload = false;
        Remarks remarks = new Remarks(catalogue);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case TelemetryJson.MACHINE_ID -> hasMachineId = token != JsonToken.VALUE_NULL;
                case TelemetryJson.PAYLOAD -> hasPayload = token == JsonToken.START_OBJECT;
                case TelemetryJson.TIMESTAMP, TelemetryJson.SEQUENCE, "topic" -> {
                    // Read by the scanner, or of no meaning here.
                }
                case "part_id" -> into.partId = TelemetryJson.contextText(parser);
                case "operation" -> into.operation = TelemetryJson.contextText(parser);
                case "process_phase" -> into.processPhase = TelemetryJson.contextText(parser);
                case "program" -> into.program = TelemetryJson.contextText(parser);
                case "tool_id" -> into.toolId = TelemetryJson.contextText(parser);
                case "execution" -> into.execution = TelemetryJson.contextText(parser);
                case "gateway_id" -> into.gatewayId = TelemetryJson.contextText(parser);
                case "work_order" -> into.workOrder = TelemetryJson.contextText(parser);
                case "part_revision" -> into.partRevision = TelemetryJson.contextText(parser);
                case "feed_override_pct" -> into.feedOverridePct = number(parser, token);
                case "historical" -> into.historical = token == JsonToken.VALUE_TRUE;
                case "simulated" -> into.simulated = token == JsonToken.VALUE_TRUE;
                case "units" -> remarks.readUnits(parser);
                case "signal_quality" -> remarks.readQualities(parser);
                default -> decodeSignal(parser, token, catalogue.entry(name), into);
            }
            parser.skipChildren();
        }
        remarks.applyTo(into);
        return hasMachineId || !hasPayload;
    }

    private static void decodeSignal(JsonParser parser, JsonToken token, Catalogue.@Nullable Entry entry, Sample into)
            throws IOException {
        if (entry == null) {
            return;
        }
        int index = entry.index();
        switch (entry.meaning()) {
            case VALUE -> {
                into.values[index] = number(parser, token);
                into.reports[index] = report(parser, token, into.values[index]);
            }
            case EXPECTED -> into.expected[index] = number(parser, token);
            case EXPECTED_BY_SHORT_NAME -> {
                if (Double.isNaN(into.expected[index])) {
                    into.expected[index] = number(parser, token);
                }
            }
        }
    }

    private static Report report(JsonParser parser, JsonToken token, double value) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return Report.NULL;
        }
        if (token == JsonToken.VALUE_STRING) {
            return parser.getText().equals("UNAVAILABLE") ? Report.NULL : Report.NOT_A_NUMBER;
        }
        return Double.isNaN(value) ? Report.NOT_A_NUMBER : Report.NUMBER;
    }

    /** The finite number under the parser, or NaN. */
    private static double number(JsonParser parser, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            return Double.NaN;
        }
        double value = parser.getDoubleValue();
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** What a record says about its signals beside their values: their units and their quality. */
    private static final class Remarks {

        private final Catalogue catalogue;
        private Report @Nullable [] qualities;
        private boolean @Nullable [] wrongUnits;

        private Remarks(Catalogue catalogue) {
            this.catalogue = catalogue;
        }

        private void readUnits(JsonParser parser) throws IOException {
            boolean[] wrong = new boolean[catalogue.size()];
            readBySignal(
                    parser,
                    (index, token) -> wrong[index] =
                            token != JsonToken.VALUE_STRING || !parser.getText().equals(catalogue.unit(index)));
            wrongUnits = wrong;
        }

        private void readQualities(JsonParser parser) throws IOException {
            Report[] said = new Report[catalogue.size()];
            readBySignal(parser, (index, token) -> said[index] = quality(parser.getText()));
            qualities = said;
        }

        /** A word that is neither good nor bad does not say good. */
        private static @Nullable Report quality(String word) {
            if (word.equalsIgnoreCase("good")) {
                return null;
            }
            return word.equalsIgnoreCase("bad") ? Report.BAD : Report.UNCERTAIN;
        }

        private void readBySignal(JsonParser parser, EntryReader reader) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Catalogue.Entry entry = catalogue.entry(parser.currentName());
                JsonToken token = parser.nextToken();
                if (entry != null && entry.meaning() == Catalogue.Meaning.VALUE && token != JsonToken.VALUE_NULL) {
                    reader.read(entry.index(), token);
                }
                parser.skipChildren();
            }
        }

        private void applyTo(Sample sample) {
            for (int i = 0; i < sample.reports.length; i++) {
                if (sample.reports[i] != Report.NUMBER) {
                    continue;
                }
                if (wrongUnits != null && wrongUnits[i]) {
                    sample.reports[i] = Report.WRONG_UNIT;
                } else if (qualities != null && qualities[i] != null) {
                    sample.reports[i] = qualities[i];
                }
            }
        }
    }

    /** Reads what a record says about one signal. */
    private interface EntryReader {
        void read(int index, JsonToken token) throws IOException;
    }
}
