package org.feedhold.kafka.acquisition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.feedhold.kafka.Utf8;
import org.feedhold.kafka.acquisition.FieldValue.Kind;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.RecordScanner;
import org.jspecify.annotations.Nullable;

/**
 * Scans telemetry: checks the whole JSON document, so that nothing behind can fail on it, and reads from it machine,
 * time and sequence. The MQTT-style envelope {@code {"topic": …, "payload": {…}}} is accepted; it is one if the record
 * itself has no {@code machine_id}.
 *
 * <p>Reasons of dead letters: {@code null_value}, {@code too_large}, {@code malformed_json}, {@code too_deep},
 * {@code missing_field}, {@code bad_machine_id}, {@code bad_timestamp}, {@code clock_lead}.
 *
 * <p>Not for use by several threads.
 */
public final class TelemetryScanner implements RecordScanner {

    private static final long serialVersionUID = 1L;

    /** How far a machine's clock may lead the arrival of its records where nothing else is asked for. */
    public static final Duration DEFAULT_MAX_CLOCK_LEAD = Duration.ofMinutes(5);

    private static final int MACHINE_ID = 0;
    private static final int TIMESTAMP = 1;
    private static final int SEQUENCE = 2;
    private static final FieldTable FIELDS = new FieldTable(Map.of(
            TelemetryJson.MACHINE_ID,
            MACHINE_ID,
            TelemetryJson.TIMESTAMP,
            TIMESTAMP,
            TelemetryJson.SEQUENCE,
            SEQUENCE));

    private final long maxClockLeadMillis;

    private transient @Nullable FlatRecord flat;

    /** A scanner with {@link #DEFAULT_MAX_CLOCK_LEAD}. */
    public TelemetryScanner() {
        this(DEFAULT_MAX_CLOCK_LEAD.toMillis());
    }

    /**
     * A scanner with its own bound.
     *
     * @param maxClockLeadMillis how far, in milliseconds, a timestamp may lie ahead of the record's arrival
     */
    public TelemetryScanner(long maxClockLeadMillis) {
        if (maxClockLeadMillis < 0) {
            throw new IllegalArgumentException(
                    "the maximum clock lead must not be negative: " + maxClockLeadMillis + " ms");
        }
        this.maxClockLeadMillis = maxClockLeadMillis;
    }

    @Override
    public void scan(RawRecord raw, Consumer<MachineRecord> usable, Consumer<DeadLetter> unusable) {
        Fields fields = new Fields();
        byte[] value = raw.value();
        if (value != null && (readFlat(value, fields) || read(value, fields)) && check(fields, raw.arrival())) {
            usable.accept(new MachineRecord(
                    fields.machineId,
                    fields.timestamp,
                    fields.sequence,
                    raw.arrival(),
                    raw.clock(),
                    raw.partition(),
                    raw.offset(),
                    raw.key(),
                    value));
            return;
        }
        if (value == null) {
            fields.refuse("null_value", "the record has no value; send one JSON object for each sample");
        }
        unusable.accept(new DeadLetter(
                raw.key(), value, fields.reason, fields.detail, raw.topic(), raw.partition(), raw.offset()));
    }

    /** Returns false, and has read nothing, if the record is not flat or anything in it is out of the ordinary. */
    private boolean readFlat(byte[] value, Fields fields) {
        if (flat == null) {
            flat = new FlatRecord();
        }
        if (value.length > TelemetryJson.MAX_RECORD_BYTES || !flat.read(value)) {
            return false;
        }
        long sequence = MachineRecord.NO_SEQUENCE;
        long timestamp = EventTime.INVALID;
        String machineId = null;
        for (int i = 0; i < flat.fields(); i++) {
            flat.moveTo(i);
            switch (flat.meaning(FIELDS)) {
                case MACHINE_ID -> machineId = flat.kind() == Kind.TEXT ? flat.text() : null;
                case TIMESTAMP -> timestamp = timestamp(flat);
                case SEQUENCE -> {
                    if (flat.kind() == Kind.INTEGER && !flat.isLong()) {
                        return false;
                    }
                    sequence = flat.isLong() ? flat.integer() : MachineRecord.NO_SEQUENCE;
                }
                default -> {
                    // Signals are read later, under the machine's own catalogue.
                }
            }
        }
        if (machineId == null || timestamp == EventTime.INVALID) {
            return false;
        }
        fields.hasMachineId = true;
        fields.machineId = machineId;
        fields.hasTimestamp = true;
        fields.timestamp = timestamp;
        fields.sequence = sequence;
        return true;
    }

    private static long timestamp(FlatRecord flat) {
        if (flat.kind() == Kind.TEXT) {
            return EventTime.parse(flat);
        }
        return flat.isLong() && EventTime.isValid(flat.integer()) ? flat.integer() : EventTime.INVALID;
    }

    private static boolean read(byte[] value, Fields fields) {
        if (value.length > TelemetryJson.MAX_RECORD_BYTES) {
            return fields.refuse(
                    "too_large",
                    "the record has " + value.length + " bytes, of which at most " + TelemetryJson.MAX_RECORD_BYTES
                            + " are allowed; send one sample in each record");
        }
        if (!Utf8.isText(value)) {
            return fields.refuse("malformed_json", "the record is not UTF-8 text; encode the JSON as UTF-8");
        }
        try (JsonParser parser = TelemetryJson.scanningParser(value)) {
            if (!readObject(parser, fields)) {
                return fields.refuse(
                        "malformed_json", "the record is not a JSON object; send one JSON object for each sample");
            }
            if (parser.nextToken() != null) {
                return fields.refuse(
                        "malformed_json",
                        "something follows the JSON object" + at(parser) + "; send one JSON object for each record");
            }
        } catch (StreamConstraintsException e) {
            return fields.refuse(
                    "too_deep",
                    "objects and arrays are nested deeper than " + TelemetryJson.MAX_DEPTH
                            + "; send signals as top-level fields");
        } catch (JsonProcessingException e) {
            return fields.refuse(
                    "malformed_json",
                    "the record is not valid JSON" + at(e) + ": " + e.getOriginalMessage() + "; correct the producer");
        } catch (IOException | RuntimeException e) {
            return fields.refuse(
                    "malformed_json", "the record can't be read as JSON: " + e.getMessage() + "; correct the producer");
        }
        return fields.hasMachineId || !fields.hasPayload || readPayload(value, fields);
    }

    private static boolean readPayload(byte[] value, Fields fields) {
        try (JsonParser parser = TelemetryJson.decodingParser(value)) {
            TelemetryJson.moveToPayload(parser);
            fields.clear();
            readFields(parser, fields);
            return true;
        } catch (IOException | RuntimeException e) {
            return fields.refuse(
                    "malformed_json",
                    "the payload can't be read as JSON: " + e.getMessage() + "; correct the producer");
        }
    }

    /** Returns false if the document is no object. */
    private static boolean readObject(JsonParser parser, Fields fields) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        readFields(parser, fields);
        return true;
    }

    private static void readFields(JsonParser parser, Fields fields) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (name) {
                case TelemetryJson.MACHINE_ID -> {
                    fields.hasMachineId = token != JsonToken.VALUE_NULL;
                    fields.machineId = token == JsonToken.VALUE_STRING ? parser.getText() : "";
                }
                case TelemetryJson.TIMESTAMP -> {
                    fields.hasTimestamp = token != JsonToken.VALUE_NULL;
                    fields.timestamp = timestamp(parser, token);
                }
                case TelemetryJson.SEQUENCE ->
                    fields.sequence = token == JsonToken.VALUE_NUMBER_INT ? integer(parser) : MachineRecord.NO_SEQUENCE;
                case TelemetryJson.PAYLOAD -> fields.hasPayload = token == JsonToken.START_OBJECT;
                default -> {
                    // Signals are read later, under the machine's own catalogue.
                }
            }
            parser.skipChildren();
        }
    }

    private static long timestamp(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return EventTime.parse(parser.getText());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            long epochMillis = integer(parser);
            return EventTime.isValid(epochMillis) ? epochMillis : EventTime.INVALID;
        }
        return EventTime.INVALID;
    }

    /** The integer, or {@link MachineRecord#NO_SEQUENCE} if it is too large for a long. */
    private static long integer(JsonParser parser) throws IOException {
        if (parser.getTextLength() > 20) {
            return MachineRecord.NO_SEQUENCE;
        }
        try {
            return Long.parseLong(parser.getText());
        } catch (NumberFormatException e) {
            return MachineRecord.NO_SEQUENCE;
        }
    }

    private boolean check(Fields fields, long arrival) {
        if (!fields.hasMachineId) {
            return fields.refuse("missing_field", "machine_id is missing; send it in every record");
        }
        if (!TelemetryJson.isMachineId(fields.machineId)) {
            return fields.refuse(
                    "bad_machine_id",
                    "machine_id must be a string of 1 to " + TelemetryJson.MAX_TEXT_BYTES
                            + " bytes of UTF-8 without control characters; correct it at the source");
        }
        if (!fields.hasTimestamp) {
            return fields.refuse("missing_field", "timestamp is missing; send it in every record");
        }
        if (fields.timestamp == EventTime.INVALID) {
            return fields.refuse(
                    "bad_timestamp",
                    "timestamp must be ISO-8601 with an offset or Z, for example 2026-07-06T15:08:01Z, or an integer of"
                            + " epoch milliseconds, in the years 1970 to 9999; correct it at the source");
        }
        if (fields.timestamp - arrival > maxClockLeadMillis) {
            return fields.refuse(
                    "clock_lead",
                    "timestamp " + Instant.ofEpochMilli(fields.timestamp) + " is "
                            + (fields.timestamp - arrival) / 1000
                            + " s ahead of the record's arrival; set the clock of "
                            + fields.machineId);
        }
        return true;
    }

    private static String at(JsonParser parser) {
        return " at byte " + parser.currentTokenLocation().getByteOffset();
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    }

    /** What a record says of itself, or why it can't be used. */
    private static final class Fields {
        private boolean hasMachineId;
        private boolean hasTimestamp;
        private boolean hasPayload;
        private String machineId = "";
        private long timestamp;
        private long sequence = MachineRecord.NO_SEQUENCE;
        private String reason = "";
        private String detail = "";

        private void clear() {
            hasMachineId = false;
            hasTimestamp = false;
            sequence = MachineRecord.NO_SEQUENCE;
        }

        /** Always false, to be returned. */
        private boolean refuse(String why, String inDetail) {
            reason = why;
            detail = inDetail;
            return false;
        }
    }
}
