package org.feedhold.kafka.audit;

import java.util.List;

/**
 * What one run has said and another has not, or has said otherwise.
 *
 * @param machineId machine
 * @param message what it is: {@code recommendation} and its id, or {@code episode}, its id and state
 * @param timestamp event time as written, on the left where both have it
 * @param summary decision or code, on the left where both have it
 * @param side who has it
 * @param fields what differs where both have it
 */
public record Difference(
        String machineId, String message, String timestamp, String summary, Side side, List<Field> fields) {

    /** Which of the two runs has a message. */
    public enum Side {
        ONLY_LEFT,
        ONLY_RIGHT,
        BOTH
    }

    /**
     * A field whose values differ.
     *
     * @param path names of the fields and positions in lists, for example {@code findings[0].limit}
     * @param left value as JSON; empty where there is none
     * @param right value as JSON; empty where there is none
     */
    public record Field(String path, String left, String right) {}
}
