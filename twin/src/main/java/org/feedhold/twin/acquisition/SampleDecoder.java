package org.feedhold.twin.acquisition;

import java.io.Serializable;
import java.util.List;

/** Decodes the bytes of a record that has been scanned before, and so is known to be a JSON object or its envelope. */
public interface SampleDecoder extends Serializable {

    /**
     * Fills {@code into} from a record.
     *
     * @param record the record
     * @param signals names of the catalogue's signals, in its order, each with its unit at the same place in {@code units}
     * @param units units of the signals
     * @param into the sample to fill; reset first
     */
    void decode(MachineRecord record, List<String> signals, List<String> units, Sample into);
}
