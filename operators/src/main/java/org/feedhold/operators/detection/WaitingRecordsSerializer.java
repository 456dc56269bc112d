package org.feedhold.operators.detection;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.acquisition.WaitingRecords;

/** Lays waiting records out as {@link WaitingRecords#write} does, which carries its own version. */
public final class WaitingRecordsSerializer extends TypeSerializerSingleton<WaitingRecords> {

    /** The one instance. */
    public static final WaitingRecordsSerializer INSTANCE = new WaitingRecordsSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public WaitingRecords createInstance() {
        return new WaitingRecords();
    }

    @Override
    public WaitingRecords copy(WaitingRecords from) {
        return from.copy();
    }

    @Override
    public WaitingRecords copy(WaitingRecords from, WaitingRecords reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(WaitingRecords waiting, DataOutputView target) throws IOException {
        waiting.write(target);
    }

    @Override
    public WaitingRecords deserialize(DataInputView source) throws IOException {
        return WaitingRecords.read(source);
    }

    @Override
    public WaitingRecords deserialize(WaitingRecords reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<WaitingRecords> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote: the version is in the bytes. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WaitingRecords> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
