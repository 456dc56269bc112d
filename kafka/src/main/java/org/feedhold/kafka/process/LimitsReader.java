package org.feedhold.kafka.process;

import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.SignalSpec;
import org.jspecify.annotations.Nullable;

/** Reads {@code {low_low, low, high, high_high}}. */
final class LimitsReader {

    private LimitsReader() {}

    /** Reads and checks the order of the limits that are there. */
    static Limits read(Section section) {
        Limits limits = new Limits(
                section.number("low_low"), section.number("low"), section.number("high"), section.number("high_high"));
        section.close();
        checkOrder(section, limits);
        return limits;
    }

    /** Checks limits on a signal's level against the range of its sensor: outside it they can never be breached. */
    static void checkRange(Section section, Limits limits, SignalSpec signal) {
        for (Level level : Level.values()) {
            Double limit = limits.at(level);
            if (limit != null && (limit < signal.rangeLow() || limit > signal.rangeHigh())) {
                section.problem(
                        Section.lower(level),
                        "the limit " + Section.show(limit) + " lies outside the range of " + signal.name() + ", "
                                + Section.show(signal.rangeLow()) + " to " + Section.show(signal.rangeHigh()),
                        "correct the limit or the signal's range");
            }
        }
    }

    private static void checkOrder(Section section, Limits limits) {
        Level below = null;
        for (Level level : Level.values()) {
            if (limits.at(level) == null) {
                continue;
            }
            if (below != null && !isOrdered(below, limits.at(below), level, limits.at(level))) {
                section.problem(
                        Section.lower(level),
                        "'" + Section.lower(level) + "' is " + Section.show(limits.at(level))
                                + " and not above '" + Section.lower(below) + "', which is "
                                + Section.show(limits.at(below)),
                        "put the limits in the order low_low, low, high, high_high");
            }
            below = level;
        }
    }

    private static boolean isOrdered(Level below, @Nullable Double lower, Level above, @Nullable Double upper) {
        if (lower == null || upper == null) {
            return true;
        }
        boolean sameSide = below.isLow() == above.isLow();
        return sameSide ? lower <= upper : lower < upper;
    }
}
