package org.feedhold.jobs.replay;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.RecordScanner;

/**
 * Lets the records of some machines through and counts them. A record in which no machine can be found counts for the
 * machine of its key.
 */
final class MachineFilterFunction extends RichFilterFunction<RawRecord> {

    /** Accumulator of the records that were let through. */
    static final String RECORDS = "records";

    private static final long serialVersionUID = 1L;

    private final RecordScanner scanner;
    private final HashSet<String> machines;
    private final LongCounter records = new LongCounter();

    private transient boolean wanted;

    /**
     * Makes the filter.
     *
     * @param machines their ids; empty for all
     */
    MachineFilterFunction(RecordScanner scanner, Set<String> machines) {
        this.scanner = scanner;
        this.machines = new HashSet<>(machines);
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(RECORDS, records);
    }

    @Override
    public boolean filter(RawRecord raw) {
        wanted = machines.isEmpty();
        if (!wanted) {
            scanner.scan(raw, this::lookAtMachine, unusable -> lookAtKey(unusable.key()));
        }
        if (wanted) {
            records.add(1);
        }
        return wanted;
    }

    private void lookAtMachine(MachineRecord record) {
        wanted = machines.contains(record.machineId());
    }

    private void lookAtKey(byte[] key) {
        wanted = key != null && machines.contains(new String(key, StandardCharsets.UTF_8));
    }
}
