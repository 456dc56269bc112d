package org.feedhold.twin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.advisory.Decision.DO_NOT_PROCEED;
import static org.feedhold.twin.advisory.Decision.HUMAN_REVIEW;
import static org.feedhold.twin.process.ReleasePolicy.OPTIONAL;
import static org.feedhold.twin.process.ReleasePolicy.REQUIRED;
import static org.feedhold.twin.release.ReleaseDecision.NEEDS_ENGINEERING_REVIEW;
import static org.feedhold.twin.release.ReleaseDecision.REDESIGN_REQUIRED;
import static org.feedhold.twin.release.ReleaseDecision.RELEASE_TO_BUILD;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleasesTest {

    private final Releases releases = new Releases();

    @Test
    void withoutAReleaseAPartMayRunUnlessTheModelRequiresOne() {
        assertThat(releases.judge("MILL-1", "P", "milling", OPTIONAL)).isEqualTo(ReleaseVerdict.RELEASED);

        ReleaseVerdict verdict = releases.judge("MILL-1", "P", "milling", REQUIRED);
        assertThat(verdict.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(verdict.reason()).isEqualTo("part P has no release, and its model requires one");
    }

    @Test
    void withoutAPartThereIsNothingToJudge() {
        assertThat(releases.judge("MILL-1", null, "milling", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void aPartThatIsReleasedToTheMachineAndOperationMayRun() {
        releases.put(release("MILL-1", "milling", RELEASE_TO_BUILD, null));

        assertThat(releases.judge("MILL-1", "P", "milling", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void aReleaseWithoutAnOperationIsForEveryOne() {
        releases.put(release("MILL-1", null, RELEASE_TO_BUILD, null));

        assertThat(releases.judge("MILL-1", "P", "turning", REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
        assertThat(releases.judge("MILL-1", "P", null, REQUIRED)).isEqualTo(ReleaseVerdict.RELEASED);
    }

    @Test
    void anotherMachineOrOperationContradictsTheReleaseWhateverThePolicy() {
        releases.put(release("MILL-2", "milling", RELEASE_TO_BUILD, null));
        releases.put(release("MILL-3", "milling", RELEASE_TO_BUILD, null));

        assertThat(releases.judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(
                        new ReleaseVerdict(DO_NOT_PROCEED, "part P is released to MILL-2, not to MILL-1", List.of()));
        assertThat(releases.judge("MILL-2", "P", "turning", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(
                        DO_NOT_PROCEED, "part P is released for operation milling, not for turning", List.of()));
        assertThat(releases.judge("MILL-2", "P", null, OPTIONAL).reason()).endsWith("not for an unnamed one");
    }

    @Test
    void aRedesignIsNoReleaseEvenIfSomebodyApprovesIt() {
        releases.put(release("MILL-1", "milling", REDESIGN_REQUIRED, "quality"));

        ReleaseVerdict verdict = releases.judge("MILL-1", "P", "milling", OPTIONAL);

        assertThat(verdict.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(verdict.reason()).isEqualTo("engineering requires a redesign of part P: wall too thin");
    }

    @Test
    void aReviewIsAskedForUntilSomebodyApproves() {
        releases.put(release("MILL-1", "milling", NEEDS_ENGINEERING_REVIEW, null));
        int before = releases.generation();
        assertThat(releases.judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(
                        HUMAN_REVIEW,
                        "part P needs an engineering review that nobody has approved: wall too thin",
                        List.of("vibration")));

        releases.put(release("MILL-1", "milling", NEEDS_ENGINEERING_REVIEW, "engineering"));

        assertThat(releases.generation()).isGreaterThan(before);
        assertThat(releases.judge("MILL-1", "P", "milling", OPTIONAL))
                .isEqualTo(new ReleaseVerdict(null, "", List.of("vibration")));
    }

    @Test
    void theNewestReleaseOfAMachineAndPartCounts() {
        releases.put(release("MILL-1", "milling", RELEASE_TO_BUILD, null));

        releases.put(release("MILL-1", "milling", REDESIGN_REQUIRED, null));

        assertThat(releases.judge("MILL-1", "P", "milling", OPTIONAL).decision())
                .isEqualTo(DO_NOT_PROCEED);
    }

    private static Release release(
            String machineId, @Nullable String operation, ReleaseDecision decision, @Nullable String approvedBy) {
        List<String> watch = decision == NEEDS_ENGINEERING_REVIEW ? List.of("vibration") : List.of();
        return new Release(machineId, "P", operation, decision, approvedBy, "wall too thin", watch);
    }
}
