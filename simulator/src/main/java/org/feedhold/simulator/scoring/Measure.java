package org.feedhold.simulator.scoring;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a score.
 *
 * @param name name by which a target refers to it
 * @param label what it says, for people
 * @param value the figure; shares from 0 to 1; null if there was nothing to judge
 * @param share whether it is a share, shown in percent
 * @param shown the figure for people
 */
public record Measure(String name, String label, @Nullable Double value, boolean share, String shown) {

    private static final String NOTHING = "nothing to judge";

    static Measure share(String name, String label, long part, long whole) {
        Double value = ratio(part, whole);
        String shown = value == null ? NOTHING : percent(value) + " (" + part + " of " + whole + ")";
        return new Measure(name, label, value, true, shown);
    }

    static Measure count(String name, String label, long count) {
        return new Measure(name, label, (double) count, false, Long.toString(count));
    }

    static Measure perRun(String name, String label, long count, int runs) {
        Double value = ratio(count, runs);
        String shown = value == null ? NOTHING : number(value) + " (" + count + " in all)";
        return new Measure(name, label, value, false, shown);
    }

    static Measure seconds(String name, String label, @Nullable Double seconds) {
        return new Measure(name, label, seconds, false, seconds == null ? NOTHING : number(seconds) + " s");
    }

    static @Nullable Double ratio(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    /** A share in percent. Rounded away from 100 % and 0 %, which must mean all and none. */
    static String percent(double share) {
        double tenths = share * 1000;
        double rounded = share < 0.5 ? Math.abs(Math.ceil(tenths - 1e-9)) : Math.floor(tenths + 1e-9);
        return String.format(Locale.ROOT, "%.1f %%", rounded / 10);
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.2f", value);
    }
}
