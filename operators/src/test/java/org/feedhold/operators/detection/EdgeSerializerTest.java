package org.feedhold.operators.detection;

import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.Measurement;

/** Flink's own contract for serializers, over edges with and without numbers. */
class EdgeSerializerTest extends SerializerTestBase<Edge> {

    private static final long NOW = 1_783_350_481_000L;

    @Override
    protected TypeSerializer<Edge> createSerializer() {
        return EdgeSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<Edge> getTypeClass() {
        return Edge.class;
    }

    @Override
    protected Edge[] getTestData() {
        Measurement whole = new Measurement("load", 90.5, "%", 60.0, 80.0, -1.25);
        Measurement missing = new Measurement(null, null, null, null, null, null);
        return new Edge[] {
            new Edge(EdgeKind.BEGAN, "overload/high", false, 7, NOW, NOW, 1, 1, 2, 2_000, whole),
            new Edge(EdgeKind.BREACH, "sensor_dropout/high", true, 8, NOW, NOW - 2_000, 2, 64, 2, 0, missing),
            new Edge(EdgeKind.CONTEXT_LEFT, "", false, Long.MAX_VALUE, 0, 0, 0, 0, 0, 0, null)
        };
    }
}
