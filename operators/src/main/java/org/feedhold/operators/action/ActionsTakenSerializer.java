package org.feedhold.operators.action;

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
import org.feedhold.twin.action.ActionsTaken;

/** Lays out how far a machine's operator actions have been taken as {@link ActionsTaken#write} does, which carries its own version. */
public final class ActionsTakenSerializer extends TypeSerializerSingleton<ActionsTaken> {

    /** The one instance. */
    public static final ActionsTakenSerializer INSTANCE = new ActionsTakenSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public ActionsTaken createInstance() {
        return new ActionsTaken();
    }

    @Override
    public ActionsTaken copy(ActionsTaken from) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            from.write(new DataOutputStream(bytes));
            return ActionsTaken.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ActionsTaken copy(ActionsTaken from, ActionsTaken reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(ActionsTaken state, DataOutputView target) throws IOException {
        state.write(target);
    }

    @Override
    public ActionsTaken deserialize(DataInputView source) throws IOException {
        return ActionsTaken.read(source);
    }

    @Override
    public ActionsTaken deserialize(ActionsTaken reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<ActionsTaken> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote: the version is in the bytes. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<ActionsTaken> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
