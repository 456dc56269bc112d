package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.types.PojoTestUtils;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordTypesTest {

    @ParameterizedTest
    @MethodSource("samples")
    void travelThroughFlinkWithoutKryoAndWithTheirNulls(Record sample) throws Exception {
        assertThatCode(() -> PojoTestUtils.assertSerializedAsPojoWithoutKryo(sample.getClass()))
                .doesNotThrowAnyException();
        assertThat(roundTrip(sample)).usingRecursiveComparison().isEqualTo(sample);
    }

    static List<Record> samples() {
        return List.of(
                new RawRecord("telemetry", 3, 7, 2_000, new byte[] {1}, new byte[] {2, 3}),
                new RawRecord("telemetry", 3, 7, 2_000, new Outage(1_000, 3_000), null, null),
                new ControlRecord(ControlRecord.Kind.RELEASE, "m/p", new byte[] {4}, 2_000, "releases", 0, 1),
                new ControlRecord(ControlRecord.Kind.PROCESS_MODEL, (byte[]) null, null, 2_000, "process-models", 0, 1),
                new WireRecord("health", null, new byte[] {5}, List.of(new WireHeader("reason", new byte[] {6}))),
                WireRecord.of("twin-state", new byte[] {1}, null));
    }

    @SuppressWarnings("unchecked")
    private static <T> T roundTrip(T sample) throws IOException {
        TypeSerializer<T> serializer =
                (TypeSerializer<T>) TypeInformation.of(sample.getClass()).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(sample, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }
}
