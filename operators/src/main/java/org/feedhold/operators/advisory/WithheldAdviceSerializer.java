package org.feedhold.operators.advisory;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.advisory.WithheldAdvice;

/** Lays what is withheld out as {@link WithheldAdvice#write} does, which carries its own version. */
public final class WithheldAdviceSerializer extends OwnLayoutSerializer<WithheldAdvice> {

    /** The one instance. */
    public static final WithheldAdviceSerializer INSTANCE = new WithheldAdviceSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public WithheldAdvice createInstance() {
        return new WithheldAdvice();
    }

    @Override
    public void serialize(WithheldAdvice withheld, DataOutputView target) throws IOException {
        withheld.write(target);
    }

    @Override
    public WithheldAdvice deserialize(DataInputView source) throws IOException {
        return WithheldAdvice.read(source);
    }

    @Override
    public TypeSerializerSnapshot<WithheldAdvice> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote: the version is in the bytes. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<WithheldAdvice> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
