package org.feedhold.twin.action;

import java.time.Instant;
import java.util.Comparator;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;

/**
 * An operator action and its place in the log. The order is that in which actions take effect.
 *
 * @param action what was done
 * @param arrival arrival time in epoch milliseconds
 * @param partition partition of the log
 * @param offset offset in the partition
 */
public record ArrivedAction(OperatorAction action, long arrival, int partition, long offset)
        implements Comparable<ArrivedAction> {

    /** How far the clock of a sender may lead the log, in milliseconds. */
    public static final long MOST_CLOCK_LEAD_MILLIS = 300_000;

    private static final Comparator<ArrivedAction> ORDER = Comparator.comparingLong(ArrivedAction::arrival)
            .thenComparingInt(ArrivedAction::partition)
            .thenComparingLong(ArrivedAction::offset);

    /**
     * Decodes and validates a record of the topic.
     *
     * @throws IllegalArgumentException if it is refused; the message says what is wrong and what to do
     */
    public static ArrivedAction of(ControlRecord control, ControlDecoder decoder) {
        byte[] value = control.value();
        if (value == null) {
            throw new IllegalArgumentException("the value is null: an action can't be taken back; send another one");
        }
        OperatorAction action = decoder.operatorAction(value);
        if (!action.machineId().equals(control.key())) {
            throw new IllegalArgumentException("the key is " + control.key() + ", but the content is for "
                    + action.machineId() + ": use machine_id as key");
        }
        long lead = action.timestamp().toEpochMilli() - control.arrival();
        if (lead > MOST_CLOCK_LEAD_MILLIS) {
            throw new IllegalArgumentException("timestamp " + action.timestamp() + " is " + lead / 1000
                    + " s ahead of the record's arrival (path timestamp); set the clock of the sender");
        }
        String notSupported = action.notSupported();
        if (notSupported != null) {
            throw new IllegalArgumentException(
                    "'" + action.action().name().toLowerCase(java.util.Locale.ROOT) + "': " + notSupported);
        }
        return new ArrivedAction(action, control.arrival(), control.partition(), control.offset());
    }

    /** When it acts, on the arrival clock, in epoch milliseconds: by then its machine's twin has been told of it. */
    public long dueAt() {
        return arrival + ControlRecord.PROPAGATION_MILLIS;
    }

    /** {@link #dueAt}. */
    public Instant due() {
        return Instant.ofEpochMilli(dueAt());
    }

    @Override
    public int compareTo(ArrivedAction other) {
        return ORDER.compare(this, other);
    }
}
