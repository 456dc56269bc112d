package org.feedhold.operators.advisory;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.detection.GatewayState;

/** Lays a gateway's state out as {@link GatewayState#write} does, which carries its own version. */
public final class GatewayStateSerializer extends OwnLayoutSerializer<GatewayState> {

    /** The one instance. */
    public static final GatewayStateSerializer INSTANCE = new GatewayStateSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public GatewayState createInstance() {
        return new GatewayState();
    }

    @Override
    public void serialize(GatewayState state, DataOutputView target) throws IOException {
        state.write(target);
    }

    @Override
    public GatewayState deserialize(DataInputView source) throws IOException {
        return GatewayState.read(source);
    }

    @Override
    public TypeSerializerSnapshot<GatewayState> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote: the version is in the bytes. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<GatewayState> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
