package org.feedhold.twin.release;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ReleasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * All releases, and which one counts for a record. Built anew from the log at every start, so it is no state of the job.
 *
 * <p>A release replaces an earlier one for the same machine and part for records that arrived
 * {@link ControlRecord#PROPAGATION_MILLIS} after it or later, so that every twin knows it by then. The first one for a machine
 * and part counts from its own arrival on.
 */
public final class Releases {

    /** A release, from when it counts, and what it says of the operation that it is for. */
    private record Issue(Release release, long countsFrom, ReleaseVerdict verdict) {}

    /** By part and machine, in the order in which they count; the machines in order, so that words name the same one. */
    private final Map<String, TreeMap<String, List<Issue>>> byPart = new HashMap<>();

    /**
     * Takes in a release that arrived at {@code arrival} (epoch milliseconds).
     *
     * @return arrival from which on it counts, in epoch milliseconds
     */
    public long put(Release release, long arrival) {
        List<Issue> issues = byPart.computeIfAbsent(release.partId(), part -> new TreeMap<>())
                .computeIfAbsent(release.machineId(), machine -> new ArrayList<>());
        long countsFrom = issues.isEmpty()
                ? arrival
                : Math.max(issues.get(issues.size() - 1).countsFrom, arrival + ControlRecord.PROPAGATION_MILLIS);
        issues.add(new Issue(release, countsFrom, verdict(release)));
        return countsFrom;
    }

    /**
     * Judges a part on a machine in an operation, by what counts for a record with this arrival (epoch milliseconds). Without
     * a part there is nothing to judge.
     */
    public ReleaseVerdict judge(
            String machineId, @Nullable String partId, @Nullable String operation, ReleasePolicy policy, long arrival) {
        TreeMap<String, List<Issue>> forPart = partId == null ? null : byPart.get(partId);
        if (forPart == null) {
            return partId != null && policy == ReleasePolicy.REQUIRED ? missing(partId) : ReleaseVerdict.RELEASED;
        }
        Issue issue = newest(forPart.getOrDefault(machineId, List.of()), arrival);
        if (issue == null) {
            String other = firstMachine(forPart, arrival);
            if (other == null) {
                return policy == ReleasePolicy.REQUIRED ? missing(partId) : ReleaseVerdict.RELEASED;
            }
            return against(
                    Decision.DO_NOT_PROCEED, "part " + partId + " is released to " + other + ", not to " + machineId);
        }
        String released = issue.release.operation();
        if (released != null && !released.equals(operation)) {
            return against(
                    Decision.DO_NOT_PROCEED,
                    "part " + partId + " is released for operation " + released + ", not for "
                            + (operation == null ? "an unnamed one" : operation));
        }
        return issue.verdict;
    }

    private static ReleaseVerdict verdict(Release release) {
        if (release.decision() == ReleaseDecision.REDESIGN_REQUIRED) {
            return against(
                    Decision.DO_NOT_PROCEED,
                    "engineering requires a redesign of part " + release.partId() + because(release));
        }
        if (release.decision() == ReleaseDecision.NEEDS_ENGINEERING_REVIEW && release.approvedBy() == null) {
            return new ReleaseVerdict(
                    Decision.HUMAN_REVIEW,
                    "part " + release.partId() + " needs an engineering review that nobody has approved"
                            + because(release),
                    release.watch());
        }
        return release.watch().isEmpty() ? ReleaseVerdict.RELEASED : new ReleaseVerdict(null, "", release.watch());
    }

    private static @Nullable Issue newest(List<Issue> issues, long arrival) {
        for (int i = issues.size() - 1; i >= 0; i--) {
            if (issues.get(i).countsFrom <= arrival) {
                return issues.get(i);
            }
        }
        return null;
    }

    private static @Nullable String firstMachine(SortedMap<String, List<Issue>> forPart, long arrival) {
        for (Map.Entry<String, List<Issue>> forMachine : forPart.entrySet()) {
            if (newest(forMachine.getValue(), arrival) != null) {
                return forMachine.getKey();
            }
        }
        return null;
    }

    private static ReleaseVerdict missing(String partId) {
        return against(Decision.DO_NOT_PROCEED, "part " + partId + " has no release, and its model requires one");
    }

    private static ReleaseVerdict against(Decision decision, String reason) {
        return new ReleaseVerdict(decision, reason, List.of());
    }

    private static String because(Release release) {
        return release.reason() == null ? "" : ": " + release.reason();
    }
}
