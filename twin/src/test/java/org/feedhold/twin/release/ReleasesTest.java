package org.feedhold.twin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.advisory.Decision.DO_NOT_PROCEED;
import static org.feedhold.twin.advisory.Decision.HUMAN_REVIEW;
import static org.feedhold.twin.process.ControlRecord.PROPAGATION_MILLIS;
import static org.feedhold.twin.process.ReleasePolicy.OPTIONAL;
import static org.feedhold.twin.process.ReleasePolicy.REQUIRED;
import static org.feedhold.twin.release.ReleaseDecision.NEEDS_ENGINEERING_REVIEW;
import static org.feedhold.twin.release.ReleaseDecision.REDESIGN_REQUIRED;
import static org.feedhold.twin.release.ReleaseDecision.RELEASE_TO_BUILD;

import java.util.List;
import org.feedhold.twin.process.ReleasePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleasesTest {

    private final Releases releases = new Releases();

    /** Arrival of the record that is judged. */
    private long now;

    @Test
    void withoutAReleaseAPartMayRunUnlessTheModelRequiresOne() {
        assertThat(judge("MILL-1", "P", "milling", OPTIONAL)).isEqualTo(ReleaseVerdict.RELEASED);

        ReleaseVerdict verdict = judge("MILL-1", "P", "milling", REQUIRED);
        assertThat(verdict.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(verdict.reason()).isEqualTo("part P has no release, and its model requires one");
    }

    @Test
    void withoutAPartThereIsNothingToJudge() {
        assertThat(judge("MILL-1", null, "milling", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void aPartThatIsReleasedToTheMachineAndOperationMayRun() {
        put(release("MILL-1", "milling", RELEASE_TO_BUILD, null));

        assertThat(judge("MILL-1", "P", "milling", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void aReleaseWithoutAnOperationIsForEveryOne() {
        put(release("MILL-1", null, RELEASE_TO_BUILD, null));

        assertThat(judge("MILL-1", "P", "turning", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
        assertThat(judge("MILL-1", "P", null, REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void anotherMachineOrOperationContradictsTheReleaseWhateverThePolicy() {
        put(release("MILL-2", "milling", RELEASE_TO_BUILD, null));
        put(release("MILL-3", "milling", RELEASE_TO_BUILD, null));

        assertThat(judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(
                        new ReleaseVerdict(DO_NOT_PROCEED, "part P is released to MILL-2, not to MILL-1", List.of()));
        assertThat(judge("MILL-2", "P", "turning", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(
                        DO_NOT_PROCEED, "part P is released for operation milling, not for turning", List.of()));
        assertThat(judge("MILL-2", "P", null, OPTIONAL).reason()).endsWith("not for an unnamed one");
    }

    @Test
    void aRedesignIsNoReleaseEvenIfSomebodyApprovesIt() {
        put(release("MILL-1", "milling", REDESIGN_REQUIRED, "quality"));

        ReleaseVerdict verdict = judge("MILL-1", "P", "milling", OPTIONAL);

        assertThat(verdict.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(verdict.reason()).isEqualTo("engineering requires a redesign of part P: wall too thin");
    }

    @Test
    void aReviewIsAskedForUntilSomebodyApproves() {
        put(release("MILL-1", "milling", NEEDS_ENGINEERING_REVIEW, null));
        assertThat(judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(
                        HUMAN_REVIEW,
                        "part P needs an engineering review that nobody has approved: wall too thin",
                        List.of("vibration")));

        put(release("MILL-1", "milling", NEEDS_ENGINEERING_REVIEW, "engineering"));

        assertThat(judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(null, "", List.of("vibration")));
    }

    @Test
    void theNewestReleaseOfAMachineAndPartCounts() {
        put(release("MILL-1", "milling", RELEASE_TO_BUILD, null));

        put(release("MILL-1", "milling", REDESIGN_REQUIRED, null));

        assertThat(judge("MILL-1", "P", "milling", OPTIONAL).decision()).isEqualTo(DO_NOT_PROCEED);
    }

    @Test
    void aReplacementCountsWhenEveryTwinKnowsIt() {
        put(release("MILL-1", "milling", RELEASE_TO_BUILD, null));
        long replaced = now + 10_000;

        long counts = releases.put(release("MILL-1", "milling", REDESIGN_REQUIRED, null), replaced);

        assertThat(counts).isEqualTo(replaced + PROPAGATION_MILLIS);
        now = counts - 1;
        assertThat(judge("MILL-1", "P", "milling", OPTIONAL)).isEqualTo(ReleaseVerdict.RELEASED);
        now = counts;
        assertThat(judge("MILL-1", "P", "milling", OPTIONAL).decision()).isEqualTo(DO_NOT_PROCEED);
    }

    @Test
    void theFirstReleaseOfAPartCountsFromItsArrivalAndNotBefore() {
        assertThat(releases.put(release("MILL-1", "milling", RELEASE_TO_BUILD, null), 5_000))
                .isEqualTo(5_000);

        now = 4_999;
        assertThat(judge("MILL-1", "P", "milling", REQUIRED).reason())
                .isEqualTo("part P has no release, and its model requires one");
        assertThat(judge("MILL-2", "P", "milling", OPTIONAL)).isEqualTo(ReleaseVerdict.RELEASED);
        now = 5_000;
        assertThat(judge("MILL-1", "P", "milling", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
        assertThat(judge("MILL-2", "P", "milling", OPTIONAL).reason()).endsWith("to MILL-1, not to MILL-2");
    }

    private void put(Release release) {
        now = releases.put(release, now);
    }

    private ReleaseVerdict judge(
            String machineId, @Nullable String partId, @Nullable String operation, ReleasePolicy policy) {
        return releases.judge(machineId, partId, operation, policy, now);
    }

    private static Release release(
            String machineId, @Nullable String operation, ReleaseDecision decision, @Nullable String approvedBy) {
        List<String> watch = decision == NEEDS_ENGINEERING_REVIEW ? List.of("vibration") : List.of();
        return new Release(machineId, "P", operation, decision, approvedBy, "wall too thin", watch);
    }
}
