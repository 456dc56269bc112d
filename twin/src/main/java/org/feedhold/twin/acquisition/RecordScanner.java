package org.feedhold.twin.acquisition;

import java.io.Serializable;
import java.util.function.Consumer;

/** Finds in a raw record the few fields that decide where and when it counts. */
public interface RecordScanner extends Serializable {

    /** Hands the record to exactly one of the two consumers; throws nothing, however bad the input is. */
    void scan(RawRecord raw, Consumer<MachineRecord> usable, Consumer<DeadLetter> unusable);
}
