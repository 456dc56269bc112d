package org.feedhold.kafka.acquisition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.feedhold.kafka.acquisition.FieldValue.Kind;
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

    private final boolean readsFlatRecords;

    private transient @Nullable IdentityHashMap<List<String>, Catalogue> catalogues;
    private transient @Nullable FlatRecord flat;

    /** A decoder that leaves to the JSON parser only what it has to. */
    public TelemetryDecoder() {
        this(true);
    }

    /** A decoder that may leave everything to the JSON parser: what the other one is held against. */
    TelemetryDecoder(boolean readsFlatRecords) {
        this.readsFlatRecords = readsFlatRecords;
    }

    @Override
    public void decode(MachineRecord record, List<String> signals, List<String> units, Sample into) {
        Catalogue catalogue = catalogue(signals, units);
        into.reset(signals.size());
        into.timestamp = record.timestamp();
        try {
            if (!decodeFlat(record.value(), catalogue, into) && !decodeAny(record.value(), catalogue, into)) {
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

    /** Returns false, and has decoded nothing, if the record is not flat. */
    private boolean decodeFlat(byte[] value, Catalogue catalogue, Sample into) throws IOException {
        FlatRecord flat = flatRecord();
        if (!readsFlatRecords || !flat.read(value)) {
            return false;
        }
        for (int i = 0; i < flat.fields(); i++) {
            flat.moveTo(i);
            take(flat.meaning(catalogue.fields()), flat, catalogue, into);
        }
        return true;
    }

    private FlatRecord flatRecord() {
        if (flat == null) {
            flat = new FlatRecord();
        }
        return flat;
    }

    /** Returns false if the record turned out to be an envelope. */
    private static boolean decodeAny(byte[] value, Catalogue catalogue, Sample into) throws IOException {
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
        JacksonValue value = new JacksonValue(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case TelemetryJson.MACHINE_ID -> hasMachineId = token != JsonToken.VALUE_NULL;
                case TelemetryJson.PAYLOAD -> hasPayload = token == JsonToken.START_OBJECT;
                case TelemetryJson.UNITS -> remarks.readUnits(parser);
                case TelemetryJson.SIGNAL_QUALITY -> remarks.readQualities(parser);
                default -> take(catalogue.meaning(name), value, catalogue, into);
            }
            parser.skipChildren();
        }
        remarks.applyTo(into);
        return hasMachineId || !hasPayload;
    }

    /** Takes over what one field says. */
    private static void take(int meaning, FieldValue value, Catalogue catalogue, Sample into) throws IOException {
        switch (meaning) {
            case FieldTable.UNKNOWN, Catalogue.NO_SIGNAL -> {
                // Read by the scanner, or of no meaning here.
            }
            case Catalogue.PART_ID -> into.partId = value.contextText();
            case Catalogue.OPERATION -> into.operation = value.contextText();
            case Catalogue.PROCESS_PHASE -> into.processPhase = value.contextText();
            case Catalogue.PROGRAM -> into.program = value.contextText();
            case Catalogue.TOOL_ID -> into.toolId = value.contextText();
            case Catalogue.EXECUTION -> into.execution = value.contextText();
            case Catalogue.GATEWAY_ID -> into.gatewayId = value.contextText();
            case Catalogue.WORK_ORDER -> into.workOrder = value.contextText();
            case Catalogue.PART_REVISION -> into.partRevision = value.contextText();
            case Catalogue.FEED_OVERRIDE -> into.feedOverridePct = value.finiteNumber();
            case Catalogue.HISTORICAL -> into.historical = value.kind() == Kind.TRUE;
            case Catalogue.SIMULATED -> into.simulated = value.kind() == Kind.TRUE;
            default -> takeSignal(catalogue.entry(meaning), value, into);
        }
    }

    private static void takeSignal(Catalogue.Entry entry, FieldValue value, Sample into) throws IOException {
        int index = entry.index();
        switch (entry.meaning()) {
            case VALUE -> {
                into.values[index] = value.finiteNumber();
                into.reports[index] = report(value, into.values[index]);
            }
            case EXPECTED -> into.expected[index] = value.finiteNumber();
            case EXPECTED_BY_SHORT_NAME -> {
                if (Double.isNaN(into.expected[index])) {
                    into.expected[index] = value.finiteNumber();
                }
            }
        }
    }

    private static Report report(FieldValue value, double number) throws IOException {
        if (value.kind() == Kind.NULL || value.isText("UNAVAILABLE")) {
            return Report.NULL;
        }
        return Double.isNaN(number) ? Report.NOT_A_NUMBER : Report.NUMBER;
    }

    /** The value under a JSON parser. */
    private record JacksonValue(JsonParser parser) implements FieldValue {

        @Override
        public Kind kind() {
            return switch (parser.currentToken()) {
                case VALUE_STRING -> Kind.TEXT;
                case VALUE_NUMBER_INT -> Kind.INTEGER;
                case VALUE_NUMBER_FLOAT -> Kind.DECIMAL;
                case VALUE_TRUE -> Kind.TRUE;
                case VALUE_FALSE -> Kind.FALSE;
                case VALUE_NULL -> Kind.NULL;
                default -> Kind.OTHER;
            };
        }

        @Override
        public @Nullable String contextText() throws IOException {
            return TelemetryJson.contextText(parser);
        }

        @Override
        public double number() throws IOException {
            return parser.getDoubleValue();
        }

        @Override
        public boolean isText(String word) throws IOException {
            return parser.currentToken() == JsonToken.VALUE_STRING
                    && parser.getText().equals(word);
        }
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
                int meaning = catalogue.meaning(parser.currentName());
                JsonToken token = parser.nextToken();
                if (meaning >= Catalogue.FIRST_ENTRY && token != JsonToken.VALUE_NULL) {
                    Catalogue.Entry entry = catalogue.entry(meaning);
                    if (entry.meaning() == Catalogue.Meaning.VALUE) {
                        reader.read(entry.index(), token);
                    }
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
