package org.feedhold.operators.action;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.feedhold.twin.action.ActionsTaken;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.action.MachineActions;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;
import org.jspecify.annotations.Nullable;

/**
 * The operator actions of the machines of one operator instance, and which of them are due.
 *
 * <p>Held in memory for as long as another action can repeat one, read from the log at every start. Keyed state: how far
 * they have been taken, some 20 bytes for a machine with actions, gone when the last of them can be repeated no more. Methods
 * that name a machine are to be called with that machine as the current key.
 */
public final class PendingActions {

    private static final ValueStateDescriptor<ActionsTaken> TAKEN =
            new ValueStateDescriptor<>("operator-actions", ActionsTakenSerializer.INSTANCE);

    private final ControlDecoder decoder;
    private final long keepMillis;
    private final ValueState<ActionsTaken> state;
    private final TaskInfo task;
    private final Map<String, OfMachine> byMachine = new HashMap<>();

    /** One machine's; what its state says is read when the machine is first heard of, and then kept in step with it. */
    private static final class OfMachine {
        private final MachineActions actions = new MachineActions();
        private @Nullable ActionsTaken taken;
        private long nextDue;
    }

    /**
     * None yet.
     *
     * @param context of the operator instance
     * @param decoder decodes actions
     * @param keepMillis how long after its arrival an action is kept
     */
    public PendingActions(RuntimeContext context, ControlDecoder decoder, long keepMillis) {
        this.decoder = decoder;
        this.keepMillis = keepMillis;
        this.state = context.getState(TAKEN);
        this.task = context.getTaskInfo();
    }

    /** Takes in a record of the log, if it is valid and of a machine of this instance. */
    public void load(ControlRecord control) {
        try {
            ArrivedAction action = decoder.arrivedAction(control);
            String machineId = action.action().machineId();
            int instance = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                    machineId, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
            if (instance == task.getIndexOfThisSubtask()) {
                ofMachine(machineId).actions.add(action);
            }
        } catch (IllegalArgumentException refused) {
            // Said once, by the control function.
        }
    }

    /**
     * Takes in an action that was sent on.
     *
     * @return whether it can be taken; false if it was not known and a later one has been taken
     */
    public boolean offer(ArrivedAction action) throws IOException {
        OfMachine machine = ofMachine(action.action().machineId());
        if (!machine.actions.add(action)) {
            return true;
        }
        ActionsTaken taken = taken(machine);
        machine.nextDue = Math.min(machine.nextDue, action.dueAt());
        return !taken.covers(action);
    }

    /** The next action that is due at a time on the arrival clock, which is then taken; null if there is none. */
    public @Nullable ArrivedAction take(String machineId, long now) throws IOException {
        OfMachine machine = byMachine.isEmpty() ? null : byMachine.get(machineId);
        if (machine == null) {
            return null;
        }
        ActionsTaken taken = taken(machine);
        if (machine.nextDue > now) {
            return null;
        }
        ArrivedAction next = machine.actions.next(taken);
        machine.nextDue = next == null ? Long.MAX_VALUE : next.dueAt();
        if (next == null || machine.nextDue > now) {
            return null;
        }
        taken.take(next);
        state.update(taken);
        return next;
    }

    /** The action that this one repeats; null if it is the first with its id. */
    public @Nullable ArrivedAction original(ArrivedAction action) {
        return ofMachine(action.action().machineId()).actions.original(action);
    }

    /** Has a tool change wait for the first sample that is not older. Returns whether there was room. */
    public boolean awaitSample(ArrivedAction toolChange) throws IOException {
        ActionsTaken taken = taken(ofMachine(toolChange.action().machineId()));
        boolean room = taken.awaitSample(toolChange.action().timestamp().toEpochMilli());
        state.update(taken);
        return room;
    }

    /** Whether a tool was changed of which a sample with this timestamp (epoch milliseconds) is the first. */
    public boolean changesTool(String machineId, long timestamp) throws IOException {
        OfMachine machine = byMachine.isEmpty() ? null : byMachine.get(machineId);
        if (machine == null) {
            return false;
        }
        ActionsTaken taken = taken(machine);
        if (taken.toolChangeFrom() > timestamp) {
            return false;
        }
        taken.changeTool(timestamp);
        state.update(taken);
        return true;
    }

    /** The machine is forgotten: of its tool nothing is known any more. */
    public void forgetTool(String machineId) throws IOException {
        OfMachine machine = byMachine.get(machineId);
        if (machine != null && taken(machine).toolChangeFrom() != Long.MAX_VALUE) {
            taken(machine).dropToolChanges();
            state.update(taken(machine));
        }
    }

    /** When an action can be dropped, on the arrival clock, in epoch milliseconds. */
    public long keptUntil(ArrivedAction action) {
        return action.arrival() + keepMillis;
    }

    /** Drops what need not be kept any more at a time on the arrival clock. */
    public void drop(String machineId, long now) throws IOException {
        OfMachine machine = byMachine.get(machineId);
        if (machine != null) {
            machine.actions.dropUntil(now - keepMillis);
            if (machine.actions.isEmpty()) {
                byMachine.remove(machineId);
            }
        }
        ActionsTaken taken = state.value();
        if (taken != null && taken.arrival() <= now - keepMillis) {
            state.clear();
        }
    }

    private OfMachine ofMachine(String machineId) {
        return byMachine.computeIfAbsent(machineId, id -> new OfMachine());
    }

    private ActionsTaken taken(OfMachine machine) throws IOException {
        ActionsTaken taken = machine.taken;
        if (taken == null) {
            ActionsTaken stored = state.value();
            taken = stored == null ? new ActionsTaken() : stored;
            machine.taken = taken;
            machine.nextDue = Long.MIN_VALUE;
        }
        return taken;
    }
}
