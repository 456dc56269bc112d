package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;
import org.jspecify.annotations.Nullable;

/**
 * Records of one machine that wait to be judged, in the order in which they will be: by timestamp, then by sequence, then
 * as they came. Bounded by {@link Reorderer}.
 */
public final class WaitingRecords {

    private static final int VERSION = 1;

    private static final Comparator<Waiting> ORDER = Comparator.<Waiting>comparingLong(
                    waiting -> waiting.record.timestamp())
            .thenComparingLong(waiting -> waiting.record.sequence());

    private final List<Waiting> records = new ArrayList<>(0);
    private long bytes;

    /** A record, whether it says all that has to be known of its instant, and since when it waits. */
    private record Waiting(MachineRecord record, boolean complete, long since) {}

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Number of records. */
    public int size() {
        return records.size();
    }

    /** Since when the record waits that has waited longest, in epoch milliseconds of the arrival clock. */
    public long waitingSince() {
        long since = Long.MAX_VALUE;
        for (Waiting waiting : records) {
            since = Math.min(since, waiting.since);
        }
        return since;
    }

    /**
     * Adds a record.
     *
     * @param complete whether it says all that has to be known of its instant
     * @param since present time on the arrival clock, in epoch milliseconds
     */
    public void add(MachineRecord record, boolean complete, long since) {
        Waiting waiting = new Waiting(record, complete, since);
        int place = records.size();
        while (place > 0 && ORDER.compare(records.get(place - 1), waiting) > 0) {
            place--;
        }
        records.add(place, waiting);
        bytes += bytesOf(record);
    }

    /** Takes the first {@code count} out. */
    List<MachineRecord> take(int count) {
        List<Waiting> head = records.subList(0, count);
        List<MachineRecord> taken = new ArrayList<>(count);
        for (Waiting waiting : head) {
            taken.add(waiting.record);
            bytes -= bytesOf(waiting.record);
        }
        head.clear();
        return Collections.unmodifiableList(taken);
    }

    MachineRecord get(int place) {
        return records.get(place).record;
    }

    boolean isFirstComplete() {
        return records.get(0).complete;
    }

    /** Bytes of all keys and values. */
    long bytes() {
        return bytes;
    }

    private static int bytesOf(MachineRecord record) {
        byte[] key = record.key();
        return record.value().length + (key == null ? 0 : key.length);
    }

    /** A copy that shares the records, which do not change. */
    public WaitingRecords copy() {
        WaitingRecords copy = new WaitingRecords();
        copy.records.addAll(records);
        copy.bytes = bytes;
        return copy;
    }

    /** Writes the records; {@link #read} is its inverse. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeShort(records.size());
        if (records.isEmpty()) {
            return;
        }
        byte[] machineId = records.get(0).record.machineId().getBytes(StandardCharsets.UTF_8);
        writeBytes(out, machineId);
        for (Waiting waiting : records) {
            MachineRecord record = waiting.record;
            out.writeBoolean(waiting.complete);
            out.writeLong(waiting.since);
            out.writeLong(record.timestamp());
            out.writeLong(record.sequence());
            out.writeLong(record.arrival());
            out.writeInt(record.partition());
            out.writeLong(record.offset());
            writeBytes(out, record.key());
            writeBytes(out, record.value());
        }
    }

    /**
     * Reads records.
     *
     * @throws IOException if they were written by a newer version, or are damaged
     */
    public static WaitingRecords read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IOException("waiting records have version " + version + ", and this build reads up to " + VERSION
                    + ": restore them with the build that wrote them");
        }
        WaitingRecords waiting = new WaitingRecords();
        int size = in.readUnsignedShort();
        if (size == 0) {
            return waiting;
        }
        String machineId = new String(nonNull(readBytes(in)), StandardCharsets.UTF_8);
        for (int i = 0; i < size; i++) {
            boolean complete = in.readBoolean();
            long since = in.readLong();
            MachineRecord record = new MachineRecord(
                    machineId,
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readLong(),
                    readBytes(in),
                    nonNull(readBytes(in)));
            waiting.records.add(new Waiting(record, complete, since));
            waiting.bytes += bytesOf(record);
        }
        return waiting;
    }

    private static void writeBytes(DataOutput out, byte @Nullable [] bytes) throws IOException {
        new CompactOutput(out).signed(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInput in) throws IOException {
        int length = (int) new CompactInput(in).signed();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private static byte[] nonNull(byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            throw new IOException("a waiting record is damaged: restore from another checkpoint");
        }
        return bytes;
    }
}
