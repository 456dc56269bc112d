package org.feedhold.twin.acquisition;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

/**
 * The records of one machine that a repeat can be told by: of each its timestamp, and its sequence or, without one, a
 * fingerprint of its bytes. A queue in order of arrival, bounded in time by its user and in number by {@link #MOST}.
 */
final class RecentRecords {

    /** Records remembered; of more, the first is forgotten. */
    static final int MOST = 1_024;

    private static final int FEWEST = 4;

    private long[] timestamps = new long[FEWEST];
    private long[] marks = new long[FEWEST];
    private int head;
    private int size;

    boolean contains(long timestamp, long mark) {
        for (int i = 0; i < size; i++) {
            int at = at(i);
            if (timestamps[at] == timestamp && marks[at] == mark) {
                return true;
            }
        }
        return false;
    }

    void add(long timestamp, long mark) {
        if (size == MOST) {
            forgetFirst();
        } else if (size == timestamps.length) {
            resize(2 * size);
        }
        int at = at(size);
        timestamps[at] = timestamp;
        marks[at] = mark;
        size++;
    }

    /** Forgets those at the head that are older than {@code timestamp}. */
    void forgetBefore(long timestamp) {
        while (size > 0 && timestamps[head] < timestamp) {
            forgetFirst();
        }
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private void forgetFirst() {
        head = at(1);
        size--;
    }

    /** The length is a power of two. */
    private int at(int index) {
        return (head + index) & (timestamps.length - 1);
    }

    private void resize(int length) {
        long[] longerTimestamps = new long[length];
        long[] longerMarks = new long[length];
        for (int i = 0; i < size; i++) {
            longerTimestamps[i] = timestamps[at(i)];
            longerMarks[i] = marks[at(i)];
        }
        timestamps = longerTimestamps;
        marks = longerMarks;
        head = 0;
    }

    /** Each as its distance from the one before it, which is a few bytes where numbers and times run on. */
    void write(DataOutput out) throws IOException {
        CompactOutput compact = new CompactOutput(out);
        compact.count(size);
        long timestamp = 0;
        long mark = 0;
        for (int i = 0; i < size; i++) {
            compact.signed(timestamps[at(i)] - timestamp);
            compact.signed(marks[at(i)] - mark);
            timestamp = timestamps[at(i)];
            mark = marks[at(i)];
        }
    }

    static RecentRecords read(DataInput in) throws IOException {
        RecentRecords recent = new RecentRecords();
        CompactInput compact = new CompactInput(in);
        int size = compact.size(MOST);
        long timestamp = 0;
        long mark = 0;
        for (int i = 0; i < size; i++) {
            timestamp += compact.signed();
            mark += compact.signed();
            recent.add(timestamp, mark);
        }
        return recent;
    }
}
