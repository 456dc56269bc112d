package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.kafka.release.Handoff;
import org.feedhold.kafka.release.Handoff.Options;
import org.feedhold.twin.advisory.AppliesTo;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hand-offs of engineering, from the record as it was handed over to what the operator is told. */
class ReleaseTest {

    private static final long START = 1_783_317_600_000L;
    private static final long INTERVAL = 2_000;
    private static final int SAMPLES = 20;
    private static final long END = START + SAMPLES * INTERVAL;

    private static final String MILLING = "adaptive_cnc_milling";
    private static final String MILLING_OF_RELEASED_PARTS = "milling_of_released_parts";
    private static final String CUBE = "calibration_cube-5b1c90de";
    private static final String BRACKET = "gantry_bracket-c07d41aa";
    private static final String HOUSING = "hollow_housing-e94f2b67";
    private static final String PLAIN_MACHINE = "SEAS-CNC-01";
    private static final String PLAIN_PART = "BRACKET-6305";

    private static Outcome outcome;

    @BeforeAll
    static void handsOverAndCuts() throws IOException {
        ProcessModel requiring = ProcessModelFile.parse(
                ShippedProcessModels.yaml(MILLING)
                        .replace("name: " + MILLING, "name: " + MILLING_OF_RELEASED_PARTS)
                        .replace("operation: " + MILLING, "operation: " + MILLING_OF_RELEASED_PARTS)
                        .replace("release_policy: optional", "release_policy: required"),
                "requiring.yaml");
        Trial trial = Trial.withShippedModels().model(requiring);

        trial.release(handoff("advisor_release_to_build.json", to("RELEASED", MILLING)));
        trial.release(handoff("advisor_needs_engineering_review.json", to("IN-REVIEW", MILLING)));
        trial.release(handoff("advisor_needs_engineering_review.json", to("APPROVED", MILLING)));
        trial.release(handoff(
                "advisor_needs_engineering_review.json",
                new Options("APPROVED", MILLING, true, "J. Ortiz", "The bore is reamed after printing.")));
        trial.release(handoff("advisor_redesign_required.json", to("REDESIGN", MILLING)));
        trial.release(handoff("advisor_release_to_build.json", to("OTHER-OPERATION", "od_turning")));
        trial.release(handoff("advisor_release_to_build.json", to("REQUIRING", MILLING_OF_RELEASED_PARTS)));
        trial.release(handoff("plain.json", new Options(null, null, false, null, null)));
        trial.release(
                handoff("plain.json", new Options(null, null, true, "J. Ortiz", "The casting has been measured.")));

        cut(trial, "RELEASED", MILLING, CUBE);
        cut(trial, "IN-REVIEW", MILLING, BRACKET);
        cut(trial, "APPROVED", MILLING, BRACKET);
        cut(trial, "REDESIGN", MILLING, HOUSING);
        cut(trial, "OTHER-MACHINE", MILLING, HOUSING);
        cut(trial, "OTHER-OPERATION", MILLING, CUBE);
        cut(trial, "WITHOUT-RELEASE", MILLING, "BRACKET-1");
        cut(trial, "REQUIRED", MILLING_OF_RELEASED_PARTS, "BRACKET-1");
        cut(trial, "REQUIRING", MILLING_OF_RELEASED_PARTS, CUBE);
        cutTwoParts(trial);
        cutWithoutPressure(trial, PLAIN_MACHINE, PLAIN_PART);
        cutWithoutPressure(trial, "NOT-WATCHED", "BRACKET-1");
        outcome = trial.run();
    }

    private static Options to(String machineId, String operation) {
        return new Options(machineId, operation, false, null, null);
    }

    private static Handoff.Result handoff(String record, Options options) throws IOException {
        try (InputStream file = Objects.requireNonNull(Handoff.class.getResourceAsStream(record), record)) {
            return Handoff.toRelease(file.readAllBytes(), options);
        }
    }

    private static void cut(Trial trial, String machineId, String operation, String partId) {
        for (int n = 0; n < SAMPLES; n++) {
            trial.sample(machineId, START + n * INTERVAL, sample(n, machineId, operation, partId));
        }
    }

    /** The first part must be redesigned, the second one nobody has spoken of. */
    private static void cutTwoParts(Trial trial) {
        for (int n = 0; n < SAMPLES; n++) {
            String partId = n < SAMPLES / 2 ? HOUSING : "BRACKET-2";
            trial.sample("REDESIGN-THEN-NEXT", START + n * INTERVAL, sample(n, "REDESIGN-THEN-NEXT", MILLING, partId));
        }
    }

    private static void cutWithoutPressure(Trial trial, String machineId, String partId) {
        for (int n = 0; n < SAMPLES; n++) {
            Map<String, Object> sample = sample(n, machineId, MILLING, partId);
            if (n >= SAMPLES / 2) {
                sample.put("pressure_bar", null);
            }
            trial.sample(machineId, START + n * INTERVAL, sample);
        }
    }

    private static Map<String, Object> sample(int n, String machineId, String operation, String partId) {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("timestamp", START + n * INTERVAL);
        sample.put("sequence", n);
        sample.put("machine_id", machineId);
        sample.put("operation", operation);
        sample.put("part_id", partId);
        sample.put("process_phase", "roughing");
        sample.put("spindle_load_pct", 62 + n % 3);
        sample.put("vibration_rms", 0.42 + 0.01 * (n % 4));
        sample.put("temperature_c", 43 + 0.1 * (n % 5));
        sample.put("feed_rate_mm_min", 820 + n % 2);
        sample.put("pressure_bar", 6.1);
        sample.put("tool_wear_pct", 5);
        return sample;
    }

    @Test
    void aReleasedPartRaisesNothing() {
        assertProceeds("RELEASED");
        assertProceeds("REQUIRING");
    }

    @Test
    void aPartWithoutReleaseRaisesNothingWhereReleasesAreOptional() {
        assertProceeds("WITHOUT-RELEASE");
    }

    @Test
    void aPartThatNeedsAReviewAsksForItUntilSomebodyApproves() {
        assertNotReleased("IN-REVIEW", Decision.HUMAN_REVIEW, BRACKET + " needs an engineering review");
        assertProceeds("APPROVED");
    }

    @Test
    void aPartThatMustBeRedesignedMayNotBeCut() {
        assertNotReleased("REDESIGN", Decision.DO_NOT_PROCEED, "redesign of part " + HOUSING);
    }

    @Test
    void aPartOfAnotherMachineMayNotBeCut() {
        assertNotReleased("OTHER-MACHINE", Decision.DO_NOT_PROCEED, "not to OTHER-MACHINE");
    }

    @Test
    void aPartReleasedForAnotherOperationMayNotBeCut() {
        assertNotReleased("OTHER-OPERATION", Decision.DO_NOT_PROCEED, "od_turning, not for adaptive_cnc_milling");
    }

    @Test
    void aPartWithoutReleaseMayNotBeCutWhereOneIsRequired() {
        assertNotReleased("REQUIRED", Decision.DO_NOT_PROCEED, "BRACKET-1 has no release");
    }

    @Test
    void theFindingEndsWithThePart() {
        List<EpisodeEvent> events = outcome.result().episodes().stream()
                .filter(event -> event.machineId().equals("REDESIGN-THEN-NEXT"))
                .toList();

        assertThat(outcome.decision("REDESIGN-THEN-NEXT", START + INTERVAL)).isEqualTo(Decision.DO_NOT_PROCEED);
        assertThat(outcome.decision("REDESIGN-THEN-NEXT", END)).isEqualTo(Decision.PROCEED);
        assertThat(events).extracting(EpisodeEvent::state).containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
        assertThat(events.get(1).end().toEpochMilli()).isEqualTo(START + SAMPLES / 2 * INTERVAL);
    }

    @Test
    void aSignalThatTheReleaseWatchesIsRequired() {
        assertThat(outcome.decision(PLAIN_MACHINE, START + 2 * INTERVAL)).isEqualTo(Decision.PROCEED);

        Recommendation withoutPressure = outcome.inForce(PLAIN_MACHINE, END);
        assertThat(withoutPressure.decision()).isEqualTo(Decision.DO_NOT_PROCEED);
        assertThat(withoutPressure.basis()).isEqualTo(Basis.MISSING_DATA);
        assertThat(withoutPressure.findings()).extracting(Finding::signal).containsExactly("pressure_bar");
        assertThat(withoutPressure.dataTrusted()).isFalse();
        assertProceeds("NOT-WATCHED");
    }

    private static void assertProceeds(String machineId) {
        assertThat(outcome.recommendations(machineId))
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.decision()).isEqualTo(Decision.PROCEED));
    }

    private static void assertNotReleased(String machineId, Decision decision, String reason) {
        assertThat(outcome.recommendations(machineId)).singleElement().satisfies(each -> {
            assertThat(each.decision()).isEqualTo(decision);
            assertThat(each.basis()).isEqualTo(Basis.EVIDENCE);
            assertThat(each.appliesTo()).isEqualTo(AppliesTo.PROCESS);
            assertThat(each.findings()).extracting(Finding::code).containsExactly("not_released");
            assertThat(each.rationale()).contains(reason);
            assertThat(each.requiredChecks())
                    .singleElement()
                    .satisfies(check -> assertThat(check.text()).contains(reason));
        });
    }
}
