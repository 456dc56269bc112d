package org.feedhold.benchmarks.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How what a system has found differs from what it should have found.
 *
 * @param missing findings that it lacks
 * @param surplus findings that it has beyond those, and repeated ones
 * @param firstMissing the first three that it lacks, in order of machine and start
 * @param firstSurplus the first three that it has beyond
 */
public record Difference(long missing, long surplus, List<Finding> firstMissing, List<Finding> firstSurplus) {

    private static final int SHOWN = 3;

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::machineId)
            .thenComparingLong(Finding::startedAt)
            .thenComparing(Finding::code);

    /** Makes the lists unmodifiable. */
    public Difference {
        firstMissing = List.copyOf(firstMissing);
        firstSurplus = List.copyOf(firstSurplus);
    }

    /**
     * Compares in no order.
     *
     * @param wanted what should have been found
     * @param found what was
     */
    public static Difference between(List<Finding> wanted, List<Finding> found) {
        List<Finding> missing = without(wanted, found);
        List<Finding> surplus = without(found, wanted);
        return new Difference(missing.size(), surplus.size(), first(missing), first(surplus));
    }

    /** Whether there is none. */
    public boolean isNone() {
        return missing == 0 && surplus == 0;
    }

    /** In words, for example {@code 2 missing (first: …), 0 too many}. */
    @Override
    public String toString() {
        return missing + " missing" + shown(firstMissing) + ", " + surplus + " too many" + shown(firstSurplus);
    }

    private static String shown(List<Finding> findings) {
        return findings.isEmpty()
                ? ""
                : " (first: "
                        + String.join(
                                "; ", findings.stream().map(Finding::toString).toList()) + ")";
    }

    private static List<Finding> without(List<Finding> findings, List<Finding> taken) {
        Map<Finding, Integer> left = new HashMap<>();
        taken.forEach(finding -> left.merge(finding, 1, Integer::sum));
        List<Finding> rest = new ArrayList<>();
        for (Finding finding : findings) {
            int same = left.getOrDefault(finding, 0);
            if (same == 0) {
                rest.add(finding);
            } else {
                left.put(finding, same - 1);
            }
        }
        return rest;
    }

    private static List<Finding> first(List<Finding> findings) {
        return findings.stream().sorted(ORDER).limit(SHOWN).toList();
    }
}
