package org.feedhold.operators.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.feedhold.twin.acquisition.MachineRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flink's own contract for serializers, over records on their way to their machines. */
class MachineRecordSerializerTest extends SerializerTestBase<MachineRecord> {

    private static final long ARRIVAL = 1_790_000_000_000L;

    MachineRecordSerializerTest() {
        super(new DeeplyEqualsChecker()
                .withCustomCheck(
                        (a, b) -> a instanceof MachineRecord && b instanceof MachineRecord,
                        (a, b, checker) -> isSame((MachineRecord) a, (MachineRecord) b)));
    }

    /** A record compares arrays by identity. */
    private static boolean isSame(MachineRecord a, MachineRecord b) {
        return a.machineId().equals(b.machineId())
                && a.timestamp() == b.timestamp()
                && a.sequence() == b.sequence()
                && a.arrival() == b.arrival()
                && a.clock() == b.clock()
                && a.partition() == b.partition()
                && a.offset() == b.offset()
                && Arrays.equals(a.key(), b.key())
                && Arrays.equals(a.value(), b.value());
    }

    @Override
    protected TypeSerializer<MachineRecord> createSerializer() {
        return new MachineRecordSerializer();
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<MachineRecord> getTypeClass() {
        return MachineRecord.class;
    }

    @Override
    protected MachineRecord[] getTestData() {
        return new MachineRecord[] {
            record("MILL-1", ARRIVAL, 3, "MILL-1"),
            record("MILL-1", ARRIVAL - 60_000, 3, "MILL-1"),
            record("MILL-1", ARRIVAL, 3, null),
            record("MILL-1", ARRIVAL, 3, ""),
            record("MILL-1", ARRIVAL, 3, "CELL-7"),
            record("Fräse-1", ARRIVAL, 3, "Fräse-1"),
            record("MILL-1", ARRIVAL, ~0, "MILL-1"),
        };
    }

    @Test
    void theIdIsSentOnceIfItIsTheKey() throws Exception {
        assertThat(length(record("MILL-1", ARRIVAL, 3, "MILL-1")))
                .isLessThan(length(record("MILL-1", ARRIVAL, 3, "CELL-7")));
    }

    @Test
    void theSameIdArrivesAsTheSameObject() throws Exception {
        TypeSerializer<MachineRecord> serializer = new MachineRecordSerializer();
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(record("MILL-1", ARRIVAL, 3, "MILL-1"), out);
        serializer.serialize(record("MILL-2", ARRIVAL, 3, "MILL-2"), out);
        serializer.serialize(record("MILL-1", ARRIVAL, 3, null), out);
        DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

        String first = serializer.deserialize(in).machineId();
        String other = serializer.deserialize(in).machineId();
        String again = serializer.deserialize(in).machineId();

        assertThat(again).isSameAs(first).isNotEqualTo(other);
    }

    private static int length(MachineRecord record) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(256);
        new MachineRecordSerializer().serialize(record, out);
        return out.length();
    }

    private static MachineRecord record(String machineId, long clock, int partition, @Nullable String key) {
        return new MachineRecord(
                machineId,
                ARRIVAL - 20,
                MachineRecord.NO_SEQUENCE,
                ARRIVAL,
                clock,
                partition,
                42,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_8));
    }
}
