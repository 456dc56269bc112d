package org.feedhold.twin.action;

import java.util.Comparator;
import java.util.Locale;
import org.feedhold.twin.process.ControlRecord;
import org.jspecify.annotations.Nullable;

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
     * Validates an action against its record.
     *
     * @param key key of the record; null if there was none
     * @throws IllegalArgumentException if it is refused; the message says what is wrong and what to do
     */
    public static ArrivedAction of(
            OperatorAction action, @Nullable String key, long arrival, int partition, long offset) {
        if (!action.machineId().equals(key)) {
            throw new IllegalArgumentException(
                    "the key is " + key + ", but the content is for " + action.machineId() + ": use machine_id as key");
        }
        long lead = action.timestamp().toEpochMilli() - arrival;
        if (lead > MOST_CLOCK_LEAD_MILLIS) {
            throw new IllegalArgumentException("timestamp " + action.timestamp() + " is " + lead / 1000
                    + " s ahead of the record's arrival (path timestamp); set the clock of the sender");
        }
        String notSupported = action.notSupported();
        if (notSupported != null) {
            throw new IllegalArgumentException(
                    "'" + action.action().name().toLowerCase(Locale.ROOT) + "': " + notSupported);
        }
        return new ArrivedAction(action, arrival, partition, offset);
    }

    /** When it acts, on the arrival clock, in epoch milliseconds: by then its machine's twin has been told of it. */
    public long dueAt() {
        return arrival + ControlRecord.PROPAGATION_MILLIS;
    }

    @Override
    public int compareTo(ArrivedAction other) {
        return ORDER.compare(this, other);
    }
}
