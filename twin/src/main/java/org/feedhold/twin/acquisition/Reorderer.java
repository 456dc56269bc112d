package org.feedhold.twin.acquisition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restores the order of one machine's records within a bound, and gives the records of one instant out together. What it
 * does follows from the records and their arrivals alone. Holds no state of a machine: that is in {@link RecordOrder} and
 * {@link WaitingRecords}; and no clock.
 *
 * <p>A record whose number follows that of the record judged last, and which says all that has to be known of its instant,
 * is judged at once. Any other one waits: until those before it have come and a later instant has begun; or the machine's
 * newest timestamp is more than the bound ahead of its own; or it has waited for longer than the bound.
 */
public final class Reorderer {

    /** Records of one machine that may wait. */
    public static final int MOST_RECORDS = 512;

    /** Bytes of one machine's records that may wait. */
    public static final int MOST_BYTES = 256 * 1024;

    private final long bound;

    /**
     * Makes a reorderer.
     *
     * @param boundMillis how much older than the newest one a record may be, in milliseconds of event time, and how long it
     *     waits at most, in milliseconds of arrival time; at least 0
     */
    public Reorderer(long boundMillis) {
        if (boundMillis < 0) {
            throw new IllegalArgumentException("the bound of disorder must not be negative: " + boundMillis + " ms");
        }
        this.bound = boundMillis;
    }

    /** Says what becomes of a record, and remembers it. All that is due at its arrival must have been judged before. */
    public Admission admit(RecordOrder order, MachineRecord record) {
        long timestamp = record.timestamp();
        if (isBeyondBound(order, timestamp)) {
            return late(order, record);
        }
        long mark = markOf(record);
        if (timestamp <= order.newest && order.recent.contains(timestamp, mark)) {
            return Admission.DUPLICATE;
        }
        if (timestamp < order.judged) {
            return late(order, record);
        }
        if (order.first == RecordOrder.NONE) {
            order.first = timestamp;
        }
        order.newest = Math.max(order.newest, timestamp);
        order.highest = Math.max(order.highest, record.sequence());
        order.recent.forgetBefore(order.newest - bound);
        order.recent.add(timestamp, mark);
        order.late.clear();
        return Admission.TIMELY;
    }

    private boolean isBeyondBound(RecordOrder order, long timestamp) {
        return order.newest != RecordOrder.NONE && timestamp < order.newest - bound;
    }

    private static Admission late(RecordOrder order, MachineRecord record) {
        return order.late.takes(record, order.first, order.highest) ? Admission.CLOCK_SET_BACK : Admission.LATE;
    }

    /** The record's own number; without one, a 64-bit FNV-1a hash of its bytes. */
    private static long markOf(MachineRecord record) {
        if (record.sequence() != MachineRecord.NO_SEQUENCE) {
            return record.sequence();
        }
        long hash = 0xcbf29ce484222325L;
        for (byte next : record.value()) {
            hash = (hash ^ (next & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * Whether a record that was admitted may be judged at once, and takes note of it if so. Else it has to wait.
     *
     * @param complete whether the record says all that has to be known of its instant
     */
    public boolean passes(RecordOrder order, WaitingRecords waiting, MachineRecord record, boolean complete) {
        boolean whole = record.timestamp() == order.judged || (complete && !order.inParts);
        if (!waiting.isEmpty() || !whole || !runsOn(order.sequence, record)) {
            return false;
        }
        judge(order, record, 1);
        return true;
    }

    /** Whether so much waits that the first must be judged early. */
    public boolean isFull(WaitingRecords waiting) {
        return waiting.size() > MOST_RECORDS || waiting.bytes() > MOST_BYTES;
    }

    /** Instant on the arrival clock at which some of what waits has waited too long. */
    public long wakeUp(WaitingRecords waiting) {
        return waiting.waitingSince() + bound + 1;
    }

    /**
     * Takes out what is to be judged next, as one sample.
     *
     * @param now present time on the arrival clock
     * @return records of one instant in order, or null if all that is left has to wait
     */
    public @Nullable List<MachineRecord> next(RecordOrder order, WaitingRecords waiting, long now) {
        if (waiting.isEmpty()) {
            return null;
        }
        boolean overdue = isBeyondBound(order, waiting.get(0).timestamp()) || wakeUp(waiting) <= now || isFull(waiting);
        return overdue ? first(order, waiting) : ready(order, waiting);
    }

    /** Takes out what is to be judged next, even if it should wait; null if nothing is left. */
    public @Nullable List<MachineRecord> first(RecordOrder order, WaitingRecords waiting) {
        if (waiting.isEmpty()) {
            return null;
        }
        List<MachineRecord> ready = ready(order, waiting);
        if (ready != null) {
            return ready;
        }
        return take(order, waiting, waiting.get(0).timestamp() == order.judged ? 1 : instant(waiting));
    }

    private static @Nullable List<MachineRecord> ready(RecordOrder order, WaitingRecords waiting) {
        MachineRecord head = waiting.get(0);
        if (!runsOn(order.sequence, head)) {
            return null;
        }
        if (head.timestamp() == order.judged || (waiting.isFirstComplete() && !order.inParts)) {
            return take(order, waiting, 1);
        }
        int instant = instant(waiting);
        for (int i = 0; i < instant; i++) {
            if (i + 1 == waiting.size() || !runsOn(waiting.get(i).sequence(), waiting.get(i + 1))) {
                return null;
            }
        }
        return take(order, waiting, instant);
    }

    private static List<MachineRecord> take(RecordOrder order, WaitingRecords waiting, int count) {
        List<MachineRecord> taken = waiting.take(count);
        judge(order, taken.get(count - 1), count);
        return taken;
    }

    private static void judge(RecordOrder order, MachineRecord last, int count) {
        order.inParts = count > 1 || last.timestamp() == order.judged;
        order.judged = last.timestamp();
        order.sequence = last.sequence();
    }

    private static boolean runsOn(long sequence, MachineRecord next) {
        return sequence != MachineRecord.NO_SEQUENCE
                && next.sequence() != MachineRecord.NO_SEQUENCE
                && next.sequence() - 1 == sequence;
    }

    /** Number of waiting records with the first one's timestamp. */
    private static int instant(WaitingRecords waiting) {
        int size = 1;
        while (size < waiting.size()
                && waiting.get(size).timestamp() == waiting.get(0).timestamp()) {
            size++;
        }
        return size;
    }
}
