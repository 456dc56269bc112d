package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

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

    /** What is to be remembered of a machine whose records up to one were judged in order, when no more than that was kept. */
    public static RecordOrder after(long timestamp, long sequence) {
        RecordOrder order = new RecordOrder();
        order.first = timestamp;
        order.newest = timestamp;
        order.highest = sequence;
        order.judged = timestamp;
        order.sequence = sequence;
        if (sequence != MachineRecord.NO_SEQUENCE) {
            order.recent.add(timestamp, sequence);
        }
        return order;
    }

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
    public void write(DataOutput to) throws IOException {
        CompactOutput out = new CompactOutput(to);
        out.time(newest, 0);
        out.time(first, newest);
        out.time(judged, newest);
        out.time(wakeUp, newest);
        boolean numbered = highest != MachineRecord.NO_SEQUENCE;
        boolean newestNumbered = sequence != MachineRecord.NO_SEQUENCE;
        out.flags(inParts, anyWaiting, numbered, newestNumbered);
        if (numbered) {
            out.signed(highest);
        }
        if (newestNumbered) {
            out.signed(sequence);
        }
        recent.write(to);
        late.write(to);
    }

    /** Reads an order. */
    public static RecordOrder read(DataInput from) throws IOException {
        CompactInput in = new CompactInput(from);
        RecordOrder order = new RecordOrder();
        order.newest = in.time(0);
        order.first = in.time(order.newest);
        order.judged = in.time(order.newest);
        order.wakeUp = in.time(order.newest);
        int flags = in.flags();
        order.inParts = CompactInput.isSet(flags, 0);
        order.anyWaiting = CompactInput.isSet(flags, 1);
        order.highest = CompactInput.isSet(flags, 2) ? in.signed() : MachineRecord.NO_SEQUENCE;
        order.sequence = CompactInput.isSet(flags, 3) ? in.signed() : MachineRecord.NO_SEQUENCE;
        order.recent = RecentRecords.read(from);
        order.late = LateRun.read(from);
        return order;
    }
}
