package org.feedhold.twin.action;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;

/**
 * How far a machine's operator actions have been taken, and the tool changes among them that wait for their sample. What the
 * actions say is not kept: the log has it. Mutable.
 */
public final class ActionsTaken {

    /** Tool changes of one machine that can wait for their sample. */
    public static final int MOST_TOOL_CHANGES = 16;

    private static final int VERSION = 1;

    private long arrival = Long.MIN_VALUE;
    private int partition;
    private long offset;
    private final List<Long> toolChanges = new ArrayList<>();

    /** Whether an action, or one behind it, has been taken. */
    public boolean covers(ArrivedAction action) {
        if (action.arrival() != arrival) {
            return action.arrival() < arrival;
        }
        return action.partition() == partition ? action.offset() <= offset : action.partition() < partition;
    }

    /** Notes that an action was taken, and all before it. */
    public void take(ArrivedAction action) {
        arrival = action.arrival();
        partition = action.partition();
        offset = action.offset();
    }

    /** Arrival of the newest action that was taken, in epoch milliseconds. */
    public long arrival() {
        return arrival;
    }

    /**
     * Has a tool change wait for the first sample that is not older.
     *
     * @param from its event time in epoch milliseconds
     * @return whether there was room
     */
    public boolean awaitSample(long from) {
        if (toolChanges.size() >= MOST_TOOL_CHANGES) {
            return false;
        }
        toolChanges.add(from);
        return true;
    }

    /** Event time of the first tool change that waits, in epoch milliseconds; {@link Long#MAX_VALUE} if none does. */
    public long toolChangeFrom() {
        long first = Long.MAX_VALUE;
        for (long from : toolChanges) {
            first = Math.min(first, from);
        }
        return first;
    }

    /** Ends the wait of the tool changes for which a sample with this timestamp is the first. */
    public void changeTool(long timestamp) {
        toolChanges.removeIf(from -> from <= timestamp);
    }

    /** Nothing waits any more. */
    public void dropToolChanges() {
        toolChanges.clear();
    }

    /** Writes it; {@link #read} is its inverse. The first byte is the version. */
    public void write(DataOutput to) throws IOException {
        to.writeByte(VERSION);
        CompactOutput out = new CompactOutput(to);
        out.time(arrival, 0);
        out.count(partition);
        out.signed(offset);
        out.count(toolChanges.size());
        for (long from : toolChanges) {
            out.time(from, arrival);
        }
    }

    /**
     * Reads it.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static ActionsTaken read(DataInput from) throws IOException {
        int version = from.readByte();
        if (version != VERSION) {
            throw new IOException("the operator actions of a machine have version " + version
                    + ", and this build reads up to " + VERSION + ": restore them with the build that wrote them");
        }
        CompactInput in = new CompactInput(from);
        ActionsTaken taken = new ActionsTaken();
        taken.arrival = in.time(0);
        taken.partition = (int) in.count();
        taken.offset = in.signed();
        int waiting = in.size(MOST_TOOL_CHANGES);
        for (int i = 0; i < waiting; i++) {
            taken.toolChanges.add(in.time(taken.arrival));
        }
        return taken;
    }
}
