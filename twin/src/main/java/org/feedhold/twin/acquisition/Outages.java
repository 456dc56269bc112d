package org.feedhold.twin.acquisition;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outages that are known of one partition of a log, in order of time and apart from each other. Immutable. */
public final class Outages implements Serializable {

    private static final long serialVersionUID = 1L;

    /** No outage is known. */
    public static final Outages NONE = new Outages(List.of());

    /** Older ones than these are forgotten when a new one begins: no machine that is still heard has waited through them. */
    static final int MOST = 32;

    @SuppressWarnings("serial") // only ever one of the JDK's lists
    private final List<Outage> inOrder;

    private Outages(List<Outage> inOrder) {
        this.inOrder = inOrder;
    }

    /** Outages in any order; those that overlap or touch become one. */
    public static Outages of(List<Outage> outages) {
        List<Outage> sorted = new ArrayList<>(outages);
        sorted.sort(Comparator.comparingLong(Outage::from));
        List<Outage> apart = new ArrayList<>();
        for (Outage next : sorted) {
            int last = apart.size() - 1;
            if (last >= 0 && next.from() <= apart.get(last).to()) {
                Outage before = apart.get(last);
                apart.set(last, new Outage(before.from(), Math.max(before.to(), next.to())));
            } else {
                apart.add(next);
            }
        }
        return apart.isEmpty() ? NONE : new Outages(List.copyOf(apart));
    }

    /** All of them, in order of time. */
    public List<Outage> all() {
        return inOrder;
    }

    /** The newest one that had begun at {@code arrival}, or null. */
    public @Nullable Outage newestAt(long arrival) {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            if (inOrder.get(i).from() <= arrival) {
                return inOrder.get(i);
            }
        }
        return null;
    }

    /** What the arrival clock reads at {@code arrival}, in epoch milliseconds. */
    public long clock(long arrival) {
        Outage outage = newestAt(arrival);
        return outage == null ? arrival : outage.clock(arrival);
    }

    /** Whether Kafka does not answer now. */
    public boolean goOn() {
        return !inOrder.isEmpty() && !inOrder.get(inOrder.size() - 1).isOver();
    }

    /** These, with one that goes on since {@code from}; the newest goes on if it is not over by then. */
    public Outages begin(long from) {
        if (goOn()) {
            return this;
        }
        List<Outage> more = new ArrayList<>(inOrder.subList(Math.max(0, inOrder.size() - MOST + 1), inOrder.size()));
        more.add(new Outage(from, Outage.GOES_ON));
        return of(more);
    }

    /** These, with an end of the one that goes on; the same if none does. */
    public Outages end(long to) {
        if (!goOn()) {
            return this;
        }
        List<Outage> ended = new ArrayList<>(inOrder);
        Outage open = ended.remove(ended.size() - 1);
        ended.add(new Outage(open.from(), Math.max(to, open.from() + 1)));
        return new Outages(List.copyOf(ended));
    }

    @Override
    public String toString() {
        return inOrder.toString();
    }
}
