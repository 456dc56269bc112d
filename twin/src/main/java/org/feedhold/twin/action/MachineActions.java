package org.feedhold.twin.action;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operator actions of one machine, in the order in which they take effect. Built anew from the log at every start, so it
 * is no state of the job: which of them have been taken is in {@link ActionsTaken}.
 */
public final class MachineActions {

    /** How long after an action another one with its id is a repeat of it, in milliseconds of arrival. */
    public static final long REPEAT_MILLIS = 7 * 86_400_000L;

    private final List<ArrivedAction> inOrder = new ArrayList<>();

    /** Takes an action in. Returns false if it was there. */
    public boolean add(ArrivedAction action) {
        int place = Collections.binarySearch(inOrder, action);
        if (place >= 0) {
            return false;
        }
        inOrder.add(-place - 1, action);
        return true;
    }

    /** The first action that has not been taken, due or not; null if there is none. */
    public @Nullable ArrivedAction next(ActionsTaken taken) {
        for (ArrivedAction action : inOrder) {
            if (!taken.covers(action)) {
                return action;
            }
        }
        return null;
    }

    /** The action that this one repeats; null if it is the first with its id. */
    public @Nullable ArrivedAction original(ArrivedAction action) {
        for (ArrivedAction before : inOrder) {
            if (before.compareTo(action) >= 0) {
                return null;
            }
            if (before.action().actionId().equals(action.action().actionId())
                    && action.arrival() - before.arrival() <= REPEAT_MILLIS) {
                return before;
            }
        }
        return null;
    }

    /** Drops what arrived before {@code arrival} (epoch milliseconds) or then. */
    public void dropUntil(long arrival) {
        inOrder.removeIf(action -> action.arrival() <= arrival);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return inOrder.isEmpty();
    }
}
