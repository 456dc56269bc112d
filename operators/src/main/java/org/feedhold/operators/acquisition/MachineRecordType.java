package org.feedhold.operators.acquisition;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.feedhold.twin.acquisition.MachineRecord;
import org.jspecify.annotations.Nullable;

/** Tells Flink how {@link MachineRecord}s travel. */
public final class MachineRecordType extends TypeInformation<MachineRecord> {

    /** The one instance. */
    public static final MachineRecordType INSTANCE = new MachineRecordType();

    private static final long serialVersionUID = 1L;

    private MachineRecordType() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<MachineRecord> getTypeClass() {
        return MachineRecord.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<MachineRecord> createSerializer(SerializerConfig config) {
        return new MachineRecordSerializer();
    }

    @Override
    public String toString() {
        return "MachineRecord";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MachineRecordType;
    }

    @Override
    public int hashCode() {
        return MachineRecordType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof MachineRecordType;
    }
}
