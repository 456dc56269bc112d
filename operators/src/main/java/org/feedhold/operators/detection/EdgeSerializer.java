package org.feedhold.operators.detection;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.api.java.typeutils.runtime.PojoSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EdgeLayout;

/** Lays the edges of partial matches out as {@link EdgeLayout} does, and takes over those of state version 1. */
public final class EdgeSerializer extends TypeSerializerSingleton<Edge> {

    /** The one instance. */
    public static final EdgeSerializer INSTANCE = new EdgeSerializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public Edge createInstance() {
        return new Edge(EdgeKind.BEGAN, "", false, 0, 0, 0, 0, 0, 0, 0, null);
    }

    @Override
    public Edge copy(Edge from) {
        return from;
    }

    @Override
    public Edge copy(Edge from, Edge reuse) {
        return from;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(Edge edge, DataOutputView target) throws IOException {
        EdgeLayout.write(edge, target);
    }

    @Override
    public Edge deserialize(DataInputView source) throws IOException {
        return EdgeLayout.read(source);
    }

    @Override
    public Edge deserialize(Edge reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<Edge> snapshotConfiguration() {
        return new Snapshot();
    }

    /** Any version of this serializer reads what an earlier one wrote; what Flink's own for records wrote is migrated. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<Edge> {

        /** For Flink. */
        public Snapshot() {
            super(() -> INSTANCE);
        }

        @Override
        public TypeSerializerSchemaCompatibility<Edge> resolveSchemaCompatibility(TypeSerializerSnapshot<Edge> old) {
            return old instanceof PojoSerializerSnapshot
                    ? TypeSerializerSchemaCompatibility.compatibleAfterMigration()
                    : super.resolveSchemaCompatibility(old);
        }
    }
}
