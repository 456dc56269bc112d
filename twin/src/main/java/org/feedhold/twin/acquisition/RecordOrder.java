package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What is remembered of the order in which the records of one machine came and were judged. Mutable state of
 * {@link Reorderer} alone; a few dozen bytes where sequences run on.
 */
public final class RecordOrder {

    /** There is none. */
    public static final long NONE = Long.MIN_VALUE;

    /** Oldest event time that was not late. */
    long first = NONE;
    /** Newest event time seen. */
    long newest = NONE;
    /** Highest sequence seen. */
    long highest = MachineRecord.NO_SEQUENCE;
    /** Event time of the instant that was judged last. */
    long judged = NONE;
    /** Sequence of the record that was judged last. */
    long sequence = MachineRecord.NO_SEQUENCE;
    /** Whether the instant that was judged last came in several records: so may the next one. */
    boolean inParts;

    RecentRecords recent = new RecentRecords();
    LateRun late = new LateRun();

    private boolean anyWaiting;
    private long wakeUp = NONE;

    /** Newest event time seen, in epoch milliseconds, or {@link #NONE}. */
    public long newest() {
        return newest;
    }

    /** Whether records of the machine wait to be judged. */
    public boolean isAnyWaiting() {
        return anyWaiting;
    }

    /** Notes whether records of the machine wait to be judged. */
    public void anyWaiting(boolean waiting) {
        anyWaiting = waiting;
    }

    /** Instant of the pending timer for what waits, on the arrival clock, or {@link #NONE}. */
    public long wakeUp() {
        return wakeUp;
    }

    /** Notes the pending timer for what waits. */
    public void wakeUp(long timer) {
        wakeUp = timer;
    }

    /** Forgets the machine's clock, so that its next record is its first. The pending timer stays. */
    public void startAnew() {
        first = NONE;
        newest = NONE;
        highest = MachineRecord.NO_SEQUENCE;
        judged = NONE;
        sequence = MachineRecord.NO_SEQUENCE;
        inParts = false;
        recent.clear();
        late.clear();
    }

    /** Writes the order; {@link #read} is its inverse. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(first);
        out.writeLong(newest);
        out.writeLong(highest);
        out.writeLong(judged);
        out.writeLong(sequence);
        out.writeBoolean(inParts);
        out.writeBoolean(anyWaiting);
        out.writeLong(wakeUp);
        recent.write(out);
        late.write(out);
    }

    /** Reads an order. */
    public static RecordOrder read(DataInput in) throws IOException {
        RecordOrder order = new RecordOrder();
        order.first = in.readLong();
        order.newest = in.readLong();
        order.highest = in.readLong();
        order.judged = in.readLong();
        order.sequence = in.readLong();
        order.inParts = in.readBoolean();
        order.anyWaiting = in.readBoolean();
        order.wakeUp = in.readLong();
        order.recent = RecentRecords.read(in);
        order.late = LateRun.read(in);
        return order;
    }
}
