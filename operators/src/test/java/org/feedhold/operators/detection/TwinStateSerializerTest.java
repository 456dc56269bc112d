package org.feedhold.operators.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.feedhold.operators.fixture.TextWire;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Reorderer;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.detection.CompiledModel;
import org.feedhold.twin.detection.MachineTwin;
import org.feedhold.twin.detection.TwinState;
import org.feedhold.twin.release.ReleaseVerdict;

/** Flink's own contract for serializers, over states of a machine at several points of its life. */
class TwinStateSerializerTest extends SerializerTestBase<TwinState> {

    TwinStateSerializerTest() {
        super(new DeeplyEqualsChecker()
                .withCustomCheck(
                        (a, b) -> a instanceof TwinState && b instanceof TwinState,
                        (a, b, checker) -> java.util.Arrays.equals(bytes((TwinState) a), bytes((TwinState) b))));
    }

    @Override
    protected TypeSerializer<TwinState> createSerializer() {
        return TwinStateSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<TwinState> getTypeClass() {
        return TwinState.class;
    }

    @Override
    protected TwinState[] getTestData() {
        TextWire wire = new TextWire();
        CompiledModel model = new CompiledModel(wire.processModel(TextWire.bytes("name=m")));
        MachineTwin twin = new MachineTwin(0);
        Sample sample = new Sample();
        Reorderer reorderer = new Reorderer(5_000);
        List<TwinState> states = new ArrayList<>();
        states.add(new TwinState());
        TwinState living = new TwinState();
        int i = 0;
        for (String words : List.of("load=60", "load=90 part=P", "load=", "load=95", "load=60 execution=READY")) {
            MachineRecord record =
                    new MachineRecord("MILL-1", 2_000L * i, i, 2_000L * i, 0, i, null, TextWire.bytes(words));
            wire.decode(record, model.signalNames(), model.signalUnits(), sample);
            living.note(record.arrival());
            reorderer.admit(living.order(), record);
            Objects.requireNonNull(twin.observe(living, "MILL-1", sample, model, ReleaseVerdict.RELEASED));
            states.add(TwinStateSerializer.INSTANCE.copy(living));
            i++;
        }
        return states.toArray(TwinState[]::new);
    }

    private static byte[] bytes(TwinState state) {
        try {
            DataOutputSerializer out = new DataOutputSerializer(2_048);
            TwinStateSerializer.INSTANCE.serialize(state, out);
            return out.getCopyOfBuffer();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
