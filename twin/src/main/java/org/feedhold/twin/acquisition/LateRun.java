package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Late records in a row, rising among themselves, by which a clock that was set back is known. What could be a repeat of an
 * old log is none of them: a number that came before, or, where numbers tell nothing, a pace that is not that of the arrivals.
 */
final class LateRun {

    /** Records after which the clock counts as set back. */
    static final int LONG_ENOUGH = 5;

    private static final int KEPT = LONG_ENOUGH - 1;

    private final long[] timestamps = new long[KEPT];
    private final long[] arrivals = new long[KEPT];
    private int size;

    /**
     * Takes a late record in.
     *
     * @param first oldest timestamp of the machine that was not late
     * @param highest highest sequence of the machine that was not late
     * @return whether the clock was set back
     */
    boolean takes(MachineRecord record, long first, long highest) {
        boolean numbered = record.sequence() != MachineRecord.NO_SEQUENCE;
        boolean runsOn = numbered && record.sequence() > highest;
        if (numbered && !runsOn && record.timestamp() >= first) {
            return false;
        }
        if (size > 0 && record.timestamp() <= timestamps[size - 1]) {
            size = 0;
        }
        if (size == KEPT) {
            if (runsOn || isAtPaceOfArrivals(record)) {
                return true;
            }
            System.arraycopy(timestamps, 1, timestamps, 0, KEPT - 1);
            System.arraycopy(arrivals, 1, arrivals, 0, KEPT - 1);
            size--;
        }
        timestamps[size] = record.timestamp();
        arrivals[size] = record.arrival();
        size++;
        return false;
    }

    private boolean isAtPaceOfArrivals(MachineRecord record) {
        long told = record.timestamp() - timestamps[0];
        long taken = record.arrival() - arrivals[0];
        return 2 * told >= taken && told <= 2 * taken;
    }

    void clear() {
        size = 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(timestamps[i]);
            out.writeLong(arrivals[i]);
        }
    }

    static LateRun read(DataInput in) throws IOException {
        LateRun run = new LateRun();
        run.size = in.readByte();
        for (int i = 0; i < run.size; i++) {
            run.timestamps[i] = in.readLong();
            run.arrivals[i] = in.readLong();
        }
        return run;
    }
}
