package org.feedhold.twin.release;

import java.util.HashMap;
import java.util.Map;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.ReleasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The releases in force: the newest one for each machine and part. Built anew from the log at every start, so it is no
 * state of the job.
 */
public final class Releases {

    private final Map<String, Map<String, Release>> byPart = new HashMap<>();
    private int generation;

    /** Puts a release in force; it replaces an earlier one for the same machine and part. */
    public void put(Release release) {
        byPart.computeIfAbsent(release.partId(), part -> new HashMap<>()).put(release.machineId(), release);
        generation++;
    }

    /** Grows with every release: an earlier verdict may be out of date when it has changed. */
    public int generation() {
        return generation;
    }

    /** Judges a part on a machine in an operation. Without a part there is nothing to judge. */
    public ReleaseVerdict judge(
            String machineId, @Nullable String partId, @Nullable String operation, ReleasePolicy policy) {
        if (partId == null) {
            return ReleaseVerdict.RELEASED;
        }
        Map<String, Release> forPart = byPart.get(partId);
        if (forPart == null) {
            return policy == ReleasePolicy.REQUIRED
                    ? against(Decision.DO_NOT_PROCEED, "part " + partId + " has no release, and its model requires one")
                    : ReleaseVerdict.RELEASED;
        }
        Release release = forPart.get(machineId);
        if (release == null) {
            return against(
                    Decision.DO_NOT_PROCEED,
                    "part " + partId + " is released to "
                            + forPart.keySet().stream().sorted().findFirst().orElseThrow() + ", not to " + machineId);
        }
        if (release.operation() != null && !release.operation().equals(operation)) {
            return against(
                    Decision.DO_NOT_PROCEED,
                    "part " + partId + " is released for operation " + release.operation() + ", not for "
                            + (operation == null ? "an unnamed one" : operation));
        }
        if (release.decision() == ReleaseDecision.REDESIGN_REQUIRED) {
            return against(
                    Decision.DO_NOT_PROCEED, "engineering requires a redesign of part " + partId + because(release));
        }
        if (release.decision() == ReleaseDecision.NEEDS_ENGINEERING_REVIEW && release.approvedBy() == null) {
            return new ReleaseVerdict(
                    Decision.HUMAN_REVIEW,
                    "part " + partId + " needs an engineering review that nobody has approved" + because(release),
                    release.watch());
        }
        return release.watch().isEmpty() ? ReleaseVerdict.RELEASED : new ReleaseVerdict(null, "", release.watch());
    }

    private static ReleaseVerdict against(Decision decision, String reason) {
        return new ReleaseVerdict(decision, reason, java.util.List.of());
    }

    private static String because(Release release) {
        return release.reason() == null ? "" : ": " + release.reason();
    }
}
