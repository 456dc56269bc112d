package org.feedhold.operators.detection;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.detection.TwinState;

/** Lays a twin's state out as {@link TwinState#write} does, which carries its own version. */
public final class TwinStateSerializer extends TypeSerializerSingleton<TwinState> {

    /** The one instance. */
    public static final TwinStateSerializer INSTANCE = new TwinStateSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public TwinState createInstance() {
        return new TwinState();
    }

    @Override
    public TwinState copy(TwinState from) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
            from.write(new DataOutputStream(bytes));
            return TwinState.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TwinState copy(TwinState from, TwinState reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(TwinState state, DataOutputView target) throws IOException {
        state.write(target);
    }

    @Override
    public TwinState deserialize(DataInputView source) throws IOException {
        return TwinState.read(source);
    }

    @Override
    public TwinState deserialize(TwinState reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<TwinState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote: the version is in the bytes. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<TwinState> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
