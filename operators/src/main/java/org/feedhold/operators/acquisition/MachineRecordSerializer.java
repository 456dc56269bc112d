package org.feedhold.operators.acquisition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.acquisition.MachineRecord;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from the source to their machines. Every sample takes this way, and its machine is nearly always named by
 * its key, so the id is sent once. The same id arrives again as the same object, so that its hash is known to whatever looks
 * the machine up. A savepoint holds no records on their way: the layout needs no version.
 *
 * <p>An instance is for one thread, as Flink wants it.
 */
public final class MachineRecordSerializer extends TypeSerializer<MachineRecord> {

    private static final long serialVersionUID = 1L;

    private static final int KEYED_BY_MACHINE = 1;
    private static final int HAS_KEY = 2;
    private static final int HAS_CLOCK = 4;

    /** Ids that are kept; of more machines some are made anew for each record. */
    private static final int SLOTS = 1 << 15;

    private transient @Nullable Id @Nullable [] ids;
    private transient byte @Nullable [] scratch;

    /** A machine's id, as bytes, which nobody changes, and as text. */
    private record Id(byte[] bytes, String text) {}

    @Override
    public TypeSerializer<MachineRecord> duplicate() {
        return new MachineRecordSerializer();
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public MachineRecord createInstance() {
        return new MachineRecord("", 0, 0, 0, 0, 0, null, new byte[0]);
    }

    @Override
    public MachineRecord copy(MachineRecord from) {
        return from;
    }

    @Override
    public MachineRecord copy(MachineRecord from, MachineRecord reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(MachineRecord record, DataOutputView target) throws IOException {
        byte[] key = record.key();
        boolean keyedByMachine = record.isKeyedByMachine();
        boolean hasClock = record.clock() != record.arrival();
        target.writeByte(
                (keyedByMachine ? KEYED_BY_MACHINE : 0) | (key == null ? 0 : HAS_KEY) | (hasClock ? HAS_CLOCK : 0));
        if (key != null) {
            write(key, target);
        }
        if (!keyedByMachine) {
            write(record.machineId().getBytes(StandardCharsets.UTF_8), target);
        }
        target.writeLong(record.timestamp());
        target.writeLong(record.sequence());
        target.writeLong(record.arrival());
        if (hasClock) {
            target.writeLong(record.clock());
        }
        target.writeInt(record.partition());
        target.writeLong(record.offset());
        write(record.value(), target);
    }

    @Override
    public MachineRecord deserialize(DataInputView source) throws IOException {
        int flags = source.readByte();
        byte @Nullable [] key;
        String machineId;
        if ((flags & KEYED_BY_MACHINE) != 0) {
            Id id = id(source);
            key = id.bytes;
            machineId = id.text;
        } else {
            key = (flags & HAS_KEY) == 0 ? null : read(source);
            machineId = id(source).text;
        }
        long timestamp = source.readLong();
        long sequence = source.readLong();
        long arrival = source.readLong();
        long clock = (flags & HAS_CLOCK) == 0 ? arrival : source.readLong();
        return new MachineRecord(
                machineId, timestamp, sequence, arrival, clock, source.readInt(), source.readLong(), key, read(source));
    }

    private Id id(DataInputView source) throws IOException {
        @Nullable Id[] known = ids;
        if (known == null) {
            known = new Id[SLOTS];
            ids = known;
        }
        int length = source.readInt();
        byte[] received = scratch;
        if (received == null || received.length < length) {
            received = new byte[length];
            scratch = received;
        }
        source.readFully(received, 0, length);
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + received[i];
        }
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        Id id = known[slot];
        if (id == null || !Arrays.equals(id.bytes, 0, id.bytes.length, received, 0, length)) {
            byte[] bytes = Arrays.copyOf(received, length);
            id = new Id(bytes, new String(bytes, StandardCharsets.UTF_8));
            known[slot] = id;
        }
        return id;
    }

    private static void write(byte[] bytes, DataOutputView target) throws IOException {
        target.writeInt(bytes.length);
        target.write(bytes);
    }

    private static byte[] read(DataInputView source) throws IOException {
        byte[] bytes = new byte[source.readInt()];
        source.readFully(bytes);
        return bytes;
    }

    @Override
    public MachineRecord deserialize(MachineRecord reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MachineRecordSerializer;
    }

    @Override
    public int hashCode() {
        return MachineRecordSerializer.class.hashCode();
    }

    @Override
    public TypeSerializerSnapshot<MachineRecord> snapshotConfiguration() {
        return new Snapshot();
    }

    /** The only version. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<MachineRecord> {

        /** For Flink. */
        public Snapshot() {
            super(MachineRecordSerializer::new);
        }
    }
}
