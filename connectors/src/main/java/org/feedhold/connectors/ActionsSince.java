package org.feedhold.connectors;

import java.io.Serializable;
import java.time.Duration;

/**
 * From when on operator actions are read. They are kept for longer than anything that they can act on.
 *
 * @param epochMillis a time in epoch milliseconds, or so many milliseconds before now
 * @param beforeNow whether it is before now
 */
public record ActionsSince(long epochMillis, boolean beforeNow) implements Serializable {

    /** Actions that arrived at a time (epoch milliseconds) or later. */
    public static ActionsSince time(long epochMillis) {
        return new ActionsSince(epochMillis, false);
    }

    /** Actions of the newest past, whenever one starts to read. */
    public static ActionsSince ago(Duration past) {
        return new ActionsSince(past.toMillis(), true);
    }

    /** First arrival time that is read, in epoch milliseconds. */
    long arrival() {
        return Math.max(0, beforeNow ? System.currentTimeMillis() - epochMillis : epochMillis);
    }
}
