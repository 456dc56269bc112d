package org.feedhold.operators.detection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.WaitingRecords;

/** Flink's own contract for serializers, over records that wait. */
class WaitingRecordsSerializerTest extends SerializerTestBase<WaitingRecords> {

    WaitingRecordsSerializerTest() {
        super(new DeeplyEqualsChecker()
                .withCustomCheck(
                        (a, b) -> a instanceof WaitingRecords && b instanceof WaitingRecords,
                        (a, b, checker) -> Arrays.equals(bytes((WaitingRecords) a), bytes((WaitingRecords) b))));
    }

    @Override
    protected TypeSerializer<WaitingRecords> createSerializer() {
        return WaitingRecordsSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<WaitingRecords> getTypeClass() {
        return WaitingRecords.class;
    }

    @Override
    protected WaitingRecords[] getTestData() {
        WaitingRecords one = new WaitingRecords();
        one.add(record(2_000, 2, null, "load=60"), true, 2_100);
        WaitingRecords several = one.copy();
        several.add(record(1_000, MachineRecord.NO_SEQUENCE, TextWire.bytes("MILL-1"), ""), false, 2_200);
        several.add(record(Long.MAX_VALUE, -1, new byte[0], "x".repeat(60_000)), false, 2_300);
        return new WaitingRecords[] {new WaitingRecords(), one, several};
    }

    private static MachineRecord record(long timestamp, long sequence, byte[] key, String words) {
        return new MachineRecord("MILL-1", timestamp, sequence, timestamp + 50, 3, 42, key, TextWire.bytes(words));
    }

    private static byte[] bytes(WaitingRecords waiting) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(2_048);
            WaitingRecordsSerializer.INSTANCE.serialize(waiting, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
