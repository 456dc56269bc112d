package org.feedhold.twin.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

/** How an edge lies in a checkpoint, while a run that it began is under way. The first byte is the version. */
public final class EdgeLayout {

    private static final int VERSION = 1;

    private static final EdgeKind[] KINDS = EdgeKind.values();

    private EdgeLayout() {}

    /** Writes an edge; {@link #read} is its inverse. */
    public static void write(Edge edge, DataOutput to) throws IOException {
        to.writeByte(VERSION);
        CompactOutput out = new CompactOutput(to);
        Measurement measurement = edge.measurement();
        out.choice(edge.kind());
        out.text(edge.check());
        out.flags(
                edge.aboutQuality(),
                measurement != null,
                measurement != null && measurement.value() != null,
                measurement != null && measurement.expected() != null,
                measurement != null && measurement.limit() != null,
                measurement != null && measurement.zScore() != null);
        out.signed(edge.ordinal());
        out.time(edge.timestamp(), 0);
        out.time(edge.since(), edge.timestamp());
        out.count(edge.hits());
        out.count(edge.breaches());
        out.count(edge.hitsNeeded());
        out.count(edge.atLeastMillis());
        if (measurement != null) {
            out.text(measurement.signal());
            out.text(measurement.unit());
            out.number(measurement.value());
            out.number(measurement.expected());
            out.number(measurement.limit());
            out.number(measurement.zScore());
        }
    }

    /**
     * Reads an edge.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static Edge read(DataInput from) throws IOException {
        int version = from.readByte();
        if (version != VERSION) {
            throw new IOException("an edge has version " + version + ", and this build reads up to " + VERSION
                    + ": restore it with the build that wrote it");
        }
        CompactInput in = new CompactInput(from);
        EdgeKind kind = Objects.requireNonNull(in.choice(KINDS));
        String check = Objects.requireNonNull(in.text());
        int flags = in.flags();
        long ordinal = in.signed();
        long timestamp = in.time(0);
        long since = in.time(timestamp);
        int hits = (int) in.count();
        int breaches = (int) in.count();
        int hitsNeeded = (int) in.count();
        long atLeastMillis = in.count();
        Measurement measurement = null;
        if (CompactInput.isSet(flags, 1)) {
            String signal = in.text();
            String unit = in.text();
            Double value = in.nullable(CompactInput.isSet(flags, 2));
            Double expected = in.nullable(CompactInput.isSet(flags, 3));
            Double limit = in.nullable(CompactInput.isSet(flags, 4));
            Double zScore = in.nullable(CompactInput.isSet(flags, 5));
            measurement = new Measurement(signal, value, unit, expected, limit, zScore);
        }
        return new Edge(
                kind,
                check,
                CompactInput.isSet(flags, 0),
                ordinal,
                timestamp,
                since,
                hits,
                breaches,
                hitsNeeded,
                atLeastMillis,
                measurement);
    }
}
