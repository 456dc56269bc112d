package org.feedhold.simulator.fault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults written down in advance, as text: {@code kind[:variant]@first-last[*strength]}, several separated by commas,
 * for example {@code chatter@46-54,sensor_dropout:stuck@208-213,overload@300-310*1.5}. Sample numbers count from 0 and
 * both ends belong to the fault.
 */
public final class FaultScript {

    private static final Pattern ENTRY =
            Pattern.compile("([a-z_:]+)@([0-9]{1,12})-([0-9]{1,12})(?:\\*([0-9]+(?:\\.[0-9]+)?))?");

    /** One fault of each of the five reference kinds within 240 samples. */
    public static final List<Fault> REFERENCE = parse(
            "chatter@46-54,tool_wear@91-108,thermal_drift@137-153," + "feed_mismatch@174-180,sensor_dropout@208-213");

    private FaultScript() {}

    /**
     * Reads a script; the faults come back in the order of their first samples.
     *
     * @throws IllegalArgumentException naming the entry and what is wrong with it
     */
    public static List<Fault> parse(String script) {
        List<Fault> faults = new ArrayList<>();
        if (!script.isBlank()) {
            for (String entry : script.split(",", -1)) {
                faults.add(parseEntry(entry.strip()));
            }
        }
        return ordered(faults);
    }

    /** The faults in the order of their first samples. */
    static List<Fault> ordered(List<Fault> faults) {
        return faults.stream()
                .sorted(Comparator.comparingLong(Fault::firstSample))
                .toList();
    }

    /**
     * The same script, all of it earlier or later by one number of samples drawn from the seed: for tests that must not
     * be tuned to one set of times.
     *
     * @param maxShift greatest shift either way in samples
     * @throws IllegalArgumentException if the first fault could then begin before sample 0
     */
    public static List<Fault> shifted(List<Fault> script, int maxShift, long seed) {
        for (Fault fault : script) {
            if (maxShift < 0 || fault.firstSample() < maxShift) {
                throw new IllegalArgumentException("a shift of up to " + maxShift + " samples would begin " + fault
                        + " before sample 0; give a shift from 0 to " + fault.firstSample());
            }
        }
        long offset = new SplittableRandom(seed).nextInt(-maxShift, maxShift + 1);
        return script.stream().map(fault -> fault.shifted(offset)).toList();
    }

    private static Fault parseEntry(String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("fault \"" + entry
                    + "\" is not written as kind[:variant]@first-last[*strength], for example chatter@46-54");
        }
        try {
            long first = Long.parseLong(matcher.group(2));
            long last = Long.parseLong(matcher.group(3));
            if (last < first) {
                throw new IllegalArgumentException("the last sample " + last + " lies before the first " + first);
            }
            double strength = matcher.group(4) == null ? 1 : Double.parseDouble(matcher.group(4));
            int samples = (int) Math.min(Integer.MAX_VALUE, last - first + 1);
            return new Fault(FaultType.parse(matcher.group(1)), first, samples, strength);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fault \"" + entry + "\": " + e.getMessage(), e);
        }
    }
}
