package org.feedhold.twin.acquisition;

import java.io.Serializable;

/**
 * A time in which Kafka did not answer, with what its producers need afterwards to deliver what they could not. The arrival
 * clock stands still in it, at its beginning: that nobody is heard then says nothing about a machine.
 *
 * @param from when Kafka did not answer for the first time, in epoch milliseconds
 * @param to end, exclusive, in epoch milliseconds; {@link #GOES_ON} while Kafka does not answer
 */
public record Outage(long from, long to) implements Serializable {

    /** The end of an outage that is not over. */
    public static final long GOES_ON = Long.MAX_VALUE;

    /** Checks that it does not end before it begins. */
    public Outage {
        if (to <= from) {
            throw new IllegalArgumentException("an outage from " + from + " can't end at " + to);
        }
    }

    /** Whether its end is known. */
    public boolean isOver() {
        return to != GOES_ON;
    }

    /** What the arrival clock reads at {@code arrival}, in epoch milliseconds. */
    public long clock(long arrival) {
        return from <= arrival && arrival < to ? from : arrival;
    }
}
