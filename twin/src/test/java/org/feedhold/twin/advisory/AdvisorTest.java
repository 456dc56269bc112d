package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.feedhold.twin.advisory.Decision.DO_NOT_PROCEED;
import static org.feedhold.twin.advisory.Decision.HUMAN_REVIEW;
import static org.feedhold.twin.advisory.Decision.PROCEED;
import static org.feedhold.twin.advisory.Decision.SCHEDULE_INTERVENTION;
import static org.feedhold.twin.advisory.Decision.WATCH;
import static org.feedhold.twin.fixture.MachineUnderTest.START;
import static org.feedhold.twin.fixture.MachineUnderTest.since;
import static org.feedhold.twin.fixture.ModelBuilder.expect;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.RuleBuilder.dropout;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.ModelBuilder;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.ZScoreSpec;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.ReleaseDecision;
import org.junit.jupiter.api.Test;

/** From evidence to episodes, health and one graded decision. */
class AdvisorTest {

    private static final String LOAD = "load";
    private static final String VIBRATION = "vibration";
    private static final String WEAR = "wear";
    private static final String FEED = "feed";

    private final MachineUnderTest machine =
            sound(new MachineUnderTest(process().build()));

    // ---- the decision ----------------------------------------------------------------------------------------------

    @Test
    void theFirstEvaluatedSampleWritesARecommendation() {
        machine.sample();

        Recommendation first = machine.recommendation();
        assertThat(machine.recommendations).hasSize(1);
        assertThat(first.decision()).isEqualTo(PROCEED);
        assertThat(first.previousDecision()).isNull();
        assertThat(first.monitoring()).isEqualTo(Monitoring.MONITORED);
        assertThat(first.findings()).isEmpty();
        assertThat(first.basis()).isEqualTo(Basis.EVIDENCE);
        assertThat(first.appliesTo()).isEqualTo(AppliesTo.PROCESS);
        assertThat(first.dataTrusted()).isTrue();
        assertThat(first.parameterChangeAllowed()).isTrue();
        assertThat(first.evidenceStrength()).isNull();
        assertThat(first.confidence()).isNull();
        assertThat(first.healthScore()).isEqualTo(100);
        assertThat(first.processModel()).isEqualTo("m@1");
        assertThat(first.simulated()).isTrue();
        assertThat(first.timestamp()).isEqualTo(Instant.ofEpochMilli(START));
    }

    @Test
    void aMachineThatWasNeverJudgedIsNotSpokenOf() {
        machine.execution = "READY";
        machine.repeat(3);

        assertThat(machine.recommendations).isEmpty();
        assertThat(machine.newestHealth().decision()).isNull();
        assertThat(machine.newestHealth().severity()).isEqualTo(Severity.NORMAL);
        assertThat(machine.newestHealth().reason()).contains("READY");
    }

    @Test
    void whereNothingChangesNothingIsRecommended() {
        machine.repeat(100);

        assertThat(machine.recommendations).hasSize(1);
    }

    @Test
    void theHighestRankedFindingDecidesAndAllAreListed() {
        machine.repeat(1);
        machine.set(WEAR, 40).set(VIBRATION, 1).set(FEED, 2_000).sample(LOAD, 75);

        Recommendation all = machine.recommendation();
        assertThat(all.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(all.findings().stream().map(Finding::code))
                .containsExactly("feed_mismatch", "chatter_risk", "tool_wear", "load_residual");
        assertThat(all.findings().stream().map(Finding::severity))
                .containsExactly(Severity.CRITICAL, Severity.WARNING, Severity.WARNING, Severity.WATCH);
        assertThat(all.previousDecision()).isEqualTo(PROCEED);

        machine.sample(FEED, 800);
        assertThat(machine.recommendation().decision()).isEqualTo(HUMAN_REVIEW);
        machine.sample(VIBRATION, 0.4);
        assertThat(machine.recommendation().decision()).isEqualTo(SCHEDULE_INTERVENTION);
        machine.sample(WEAR, 5);
        assertThat(machine.recommendation().decision()).isEqualTo(WATCH);
        machine.sample(LOAD, 60);
        assertThat(machine.recommendation().decision()).isEqualTo(PROCEED);
        assertThat(machine.recommendations.stream().map(Recommendation::previousDecision))
                .containsExactly(null, PROCEED, DO_NOT_PROCEED, HUMAN_REVIEW, SCHEDULE_INTERVENTION, WATCH);
    }

    @Test
    void aSecondFindingIsRecommendedEvenIfItChangesNoDecision() {
        machine.sample(VIBRATION, 1);
        machine.sample(WEAR, 40);

        assertThat(machine.recommendations).hasSize(2);
        assertThat(machine.recommendation().findings()).hasSize(2);
    }

    @Test
    void aFindingCarriesItsNumbers() {
        machine.sample(VIBRATION, 1);

        Finding finding = machine.recommendation().findings().get(0);
        assertThat(finding.code()).isEqualTo("chatter_risk");
        assertThat(finding.signal()).isEqualTo(VIBRATION);
        assertThat(finding.value()).isEqualTo(1);
        assertThat(finding.unit()).isEqualTo("g");
        assertThat(finding.limit()).isEqualTo(0.8);
        assertThat(finding.expected()).isEqualTo(0.4);
        assertThat(finding.samples()).isEqualTo(1);
        assertThat(finding.since()).isEqualTo(Instant.ofEpochMilli(START));
        assertThat(finding.rule()).isEqualTo("chatter_risk@m@1");
        assertThat(finding.priority()).isEqualTo(Priority.MEDIUM);
        assertThat(finding.alarmState()).isEqualTo(AlarmState.UNACKNOWLEDGED);
        assertThat(machine.recommendation().evidenceStrength()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void watchIsAnEventAndNoAlarm() {
        machine.sample(LOAD, 75);

        Finding finding = machine.recommendation().findings().get(0);
        assertThat(machine.recommendation().decision()).isEqualTo(WATCH);
        assertThat(finding.priority()).isNull();
        assertThat(finding.alarmState()).isNull();
    }

    @Test
    void aZScoreAloneNeverAsksForMoreThanWatch() {
        for (int i = 0; i < 30; i++) {
            machine.sample(LOAD, i % 2 == 0 ? 59 : 61);
        }

        machine.set(LOAD, 71).repeat(10);

        assertThat(machine.opened()).containsExactly("load_residual");
        assertThat(machine.recommendation().decision()).isEqualTo(WATCH);
        Finding finding = machine.recommendation().findings().get(0);
        assertThat(finding.unit()).isEqualTo("σ");
        assertThat(finding.zScore()).isEqualTo(finding.value());
    }

    // ---- episodes --------------------------------------------------------------------------------------------------

    @Test
    void aStrongerLimitEscalatesTheEpisodeAndDoesNotOpenAnother() {
        machine.samples(VIBRATION, 1, 2);

        assertThat(machine.episodes.stream().map(EpisodeEvent::state))
                .containsExactly(EpisodeState.OPENED, EpisodeState.ESCALATED);
        assertThat(machine.episodes.stream().map(EpisodeEvent::severity))
                .containsExactly(Severity.WARNING, Severity.CRITICAL);
        assertThat(machine.recommendation().decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(machine.recommendation().findings()).hasSize(1);
        assertThat(machine.recommendation().findings().get(0).limit()).isEqualTo(1.6);
    }

    @Test
    void fromTheStrongerLimitAnEpisodeFallsBackToTheWeakerWithItsNumbers() {
        machine.samples(VIBRATION, 2, 1);

        assertThat(machine.recommendation().decision()).isEqualTo(HUMAN_REVIEW);
        Finding finding = machine.recommendation().findings().get(0);
        assertThat(finding.limit()).isEqualTo(0.8);
        assertThat(finding.value()).isEqualTo(1);
        machine.sample(VIBRATION, 0.4);
        assertThat(machine.closed()).containsExactly("chatter_risk");
        assertThat(machine.episodes.get(machine.episodes.size() - 1).severity())
                .as("the highest it reached")
                .isEqualTo(Severity.CRITICAL);
    }

    @Test
    void anEpisodeRemembersItsPeak() {
        machine.samples(VIBRATION, 1, 1.5, 0.9, 0.4);

        EpisodeEvent closed = machine.episodes.get(1);
        assertThat(closed.state()).isEqualTo(EpisodeState.CLOSED);
        assertThat(closed.closedBy()).isEqualTo(ClosedBy.RETURNED);
        assertThat(closed.peak()).isEqualTo(new Peak(VIBRATION, 1.5, "g", 0.8, null));
        assertThat(closed.samples()).isEqualTo(3);
        assertThat(closed.durationMs()).isEqualTo(6_000);
        assertThat(since(closed.start())).isZero();
    }

    @Test
    void aFindingThatFollowsFromAnotherIsListedButNotAnnunciated() {
        machine.set(FEED, 2_000).sample(VIBRATION, 1);

        Finding cause = machine.recommendation().findings().get(0);
        Finding consequence = machine.recommendation().findings().get(1);
        assertThat(consequence.code()).isEqualTo("chatter_risk");
        assertThat(consequence.causedBy()).isEqualTo(cause.episodeId());
        assertThat(consequence.priority()).isNull();
        assertThat(consequence.alarmState()).isNull();
        assertThat(machine.recommendation().openChecks().stream().map(OpenCheck::code))
                .containsExactly("feed_mismatch");
        assertThat(machine.recommendation().requiredChecks().stream().map(Advice::code))
                .containsExactly("feed_mismatch");
    }

    @Test
    void aFindingThatOutlivesItsCauseIsAnnunciated() {
        machine.set(FEED, 2_000).sample(VIBRATION, 1);

        machine.sample(FEED, 800);

        Finding finding = machine.recommendation().findings().get(0);
        assertThat(finding.code()).isEqualTo("chatter_risk");
        assertThat(finding.causedBy()).isNull();
        assertThat(finding.priority()).isEqualTo(Priority.MEDIUM);
        assertThat(finding.alarmState()).isEqualTo(AlarmState.UNACKNOWLEDGED);
    }

    @Test
    void everyIdentifierIsTheSameInAReplay() {
        MachineUnderTest replay = sound(new MachineUnderTest(process().build()));
        for (MachineUnderTest one : List.of(machine, replay)) {
            one.set(WEAR, 40).samples(VIBRATION, 1, 2, 0.4);
            one.set(LOAD, Report.NULL).repeat(3);
            one.set(LOAD, 60).repeat(10);
        }

        assertThat(machine.recommendations.stream().map(Recommendation::id))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(4);
        assertThat(replay.recommendations).isEqualTo(machine.recommendations);
        assertThat(replay.episodes).isEqualTo(machine.episodes);
        assertThat(machine.episodes.get(0).episodeId())
                .isEqualTo(Identifiers.episode(MachineUnderTest.ID, "chatter_risk", VIBRATION, START));
    }

    // ---- open checks and the gate ----------------------------------------------------------------------------------

    @Test
    void anOpenCheckOutlivesItsEpisodeAndKeepsTheGateShut() {
        machine.samples(VIBRATION, 1, 0.4);

        Recommendation after = machine.recommendation();
        assertThat(after.findings()).isEmpty();
        assertThat(after.decision()).isEqualTo(PROCEED);
        assertThat(after.openChecks())
                .containsExactly(new OpenCheck(
                        machine.episodes.get(0).episodeId(),
                        "chatter_risk",
                        "PART-1",
                        "Look for chatter marks.",
                        Instant.ofEpochMilli(START)));
        assertThat(after.dataTrusted()).isTrue();
        assertThat(after.parameterChangeAllowed()).isFalse();
    }

    @Test
    void aCompletedCheckOpensTheGateInAnInstantOfItsOwn() {
        machine.samples(VIBRATION, 1, 0.4);
        Recommendation before = machine.recommendation();
        int health = machine.health.size();

        machine.completeCheck(before.openChecks().get(0).episodeId());

        Recommendation after = machine.recommendation();
        assertThat(after.openChecks()).isEmpty();
        assertThat(after.parameterChangeAllowed()).isTrue();
        assertThat(after.decision()).isEqualTo(before.decision());
        assertThat(after.timestamp()).isEqualTo(before.timestamp().plusMillis(1));
        assertThat(machine.answers)
                .singleElement()
                .matches(ControlEvent::applied)
                .extracting(ControlEvent::what)
                .isEqualTo(ControlEvent.OPERATOR_ACTION);
        assertThat(machine.health).as("no sample was judged").hasSize(health);
    }

    @Test
    void aCheckIsCompletedOnceAndOnlyThatOfItsEpisode() {
        machine.samples(VIBRATION, 1, 0.4);
        String episode = machine.recommendation().openChecks().get(0).episodeId();
        machine.partId = "PART-2";
        machine.samples(VIBRATION, 1, 0.4);
        int said = machine.recommendations.size();

        machine.completeCheck(episode);
        machine.completeCheck(episode);
        machine.completeCheck("NOSUCHEPISODE");

        assertThat(machine.recommendations).hasSize(said + 1);
        assertThat(machine.recommendation().openChecks())
                .extracting(OpenCheck::partId)
                .containsExactly("PART-2");
        assertThat(machine.recommendation().parameterChangeAllowed()).isFalse();
        assertThat(machine.answers).extracting(ControlEvent::applied).containsExactly(true, false, false);
        assertThat(machine.answers.get(1).reason()).contains(episode).contains("has left no open check");
    }

    @Test
    void aCompletedCheckEndsNoFindingAndOpensNoGateThatTheDataKeepShut() {
        machine.samples(VIBRATION, 1);
        String episode = machine.recommendation().openChecks().get(0).episodeId();
        machine.fallSilent();

        machine.completeCheck(episode);

        Recommendation silent = machine.recommendation();
        assertThat(silent.openChecks()).isEmpty();
        assertThat(silent.parameterChangeAllowed()).isFalse();
        assertThat(silent.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(silent.findings()).extracting(Finding::code).contains("chatter_risk", "sensor_dropout");
        assertThat(machine.closed()).isEmpty();
    }

    @Test
    void afterACompletedCheckTheNextSampleIsJudgedAndToldAsEver() {
        machine.samples(VIBRATION, 1, 0.4);
        machine.completeCheck(machine.recommendation().openChecks().get(0).episodeId());

        machine.sample(VIBRATION, 1);

        assertThat(machine.opened()).containsExactly("chatter_risk", "chatter_risk");
        assertThat(machine.recommendation().decision()).isEqualTo(HUMAN_REVIEW);
        assertThat(machine.recommendation().openChecks()).hasSize(1);
    }

    @Test
    void thereIsOneOpenCheckForACodeAndPartAndNeverMoreThanTheBound() {
        machine.samples(VIBRATION, 1, 0.4, 1, 0.4, 1, 0.4);
        assertThat(machine.recommendation().openChecks()).hasSize(1);

        for (int part = 2; part <= Advisor.MOST_OPEN_CHECKS + 5; part++) {
            machine.partId = "PART-" + part;
            machine.samples(VIBRATION, 1, 0.4);
        }

        assertThat(machine.recommendation().openChecks())
                .hasSize(Advisor.MOST_OPEN_CHECKS)
                .extracting(OpenCheck::partId)
                .startsWith("PART-6")
                .endsWith("PART-13");
    }

    @Test
    void aParameterIsOnlyTouchedWhileTheGateIsOpen() {
        machine.sample(WEAR, 40);
        assertThat(texts(machine.recommendation().actions())).containsExactly("Change the tool.", "Reduce the feed.");

        machine.sample(VIBRATION, 1);
        assertThat(machine.recommendation().parameterChangeAllowed()).isFalse();
        assertThat(texts(machine.recommendation().actions()))
                .containsExactlyInAnyOrder("Change the tool.", "Look at the surface.");
    }

    @Test
    void withoutTrustThereIsNoActionAtAll() {
        machine.sample(WEAR, 40);

        machine.set(LOAD, Report.NULL).repeat(2);

        Recommendation last = machine.recommendation();
        assertThat(last.dataTrusted()).isFalse();
        assertThat(last.actions()).isEmpty();
        assertThat(last.findings().stream().map(Finding::code)).contains("tool_wear");
    }

    @Test
    void theFirstBadSampleShutsTheGateInHealthAtOnceAndInARecommendationOnlyUnderAnAction() {
        machine.sample();
        machine.set(LOAD, Report.NULL).sample();
        assertThat(machine.newestHealth().parameterChangeAllowed()).isFalse();
        assertThat(machine.recommendations).as("no action in force").hasSize(1);

        MachineUnderTest advised = sound(new MachineUnderTest(process().build()));
        advised.sample(WEAR, 40);
        advised.set(LOAD, Report.NULL).sample();

        assertThat(advised.recommendations).hasSize(2);
        assertThat(advised.recommendation().parameterChangeAllowed()).isFalse();
        assertThat(advised.recommendation().actions()).isEmpty();
    }

    @Test
    void theGateOpensAgainWithTheThirdGoodSample() {
        machine.sample(WEAR, 40);
        machine.set(LOAD, Report.NULL).sample();

        machine.set(LOAD, 60).repeat(2);
        assertThat(machine.recommendation().parameterChangeAllowed()).isFalse();
        machine.sample();

        assertThat(machine.recommendation().parameterChangeAllowed()).isTrue();
        assertThat(texts(machine.recommendation().actions())).contains("Reduce the feed.");
    }

    @Test
    void aGateThatFlutterIsWrittenAtMostTwelveTimesAMinuteAndLeftShut() {
        machine.intervalMillis = 100;
        machine.sample(WEAR, 40);
        long begin = machine.next;
        while (machine.next < begin + 60_000) {
            machine.set(LOAD, Report.NULL).sample();
            machine.set(LOAD, 60).repeat(3);
        }

        List<Recommendation> toggles = machine.recommendations.subList(1, machine.recommendations.size());
        assertThat(toggles).hasSizeLessThanOrEqualTo(Advisor.MOST_TOGGLES_A_MINUTE);
        assertThat(machine.recommendation().parameterChangeAllowed()).isFalse();
        assertThat(machine.recommendation().actions()).isEmpty();

        machine.repeat(20);
        assertThat(machine.recommendation().parameterChangeAllowed())
                .as("in the next minute")
                .isTrue();
    }

    // ---- missing data ----------------------------------------------------------------------------------------------

    @Test
    void missingDataSpeakToAutomationAndAskWhatToVerify() {
        machine.sample();
        machine.set(LOAD, Report.NULL).repeat(2);

        Recommendation last = machine.recommendation();
        assertThat(last.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(last.basis()).isEqualTo(Basis.MISSING_DATA);
        assertThat(last.appliesTo()).isEqualTo(AppliesTo.AUTOMATION);
        assertThat(last.actions()).isEmpty();
        assertThat(last.requiredChecks()).containsExactly(new Advice("sensor_dropout", "Check the sensor."));
        assertThat(last.notEvaluated()).containsExactly("load_residual: load is missing");
        assertThat(last.healthScore()).isLessThanOrEqualTo(80);
    }

    @Test
    void evidenceOfTheSameRankTakesTheBasisBack() {
        machine.sample();
        machine.set(LOAD, Report.NULL).repeat(2);

        machine.sample(FEED, 2_000);

        assertThat(machine.recommendation().basis()).isEqualTo(Basis.EVIDENCE);
        assertThat(machine.recommendation().appliesTo()).isEqualTo(AppliesTo.PROCESS);
    }

    @Test
    void aSilentMachineIsDoNotProceedOnMissingData() {
        machine.sample();
        machine.fallSilent();

        Recommendation last = machine.recommendation();
        assertThat(last.monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(last.decision()).isEqualTo(DO_NOT_PROCEED);
        assertThat(last.basis()).isEqualTo(Basis.MISSING_DATA);
        assertThat(since(last.timestamp())).isEqualTo(10_000);
        assertThat(last.findings().get(0).rule()).isEqualTo("silence_after@m@1");
        machine.next = START + 20_000;
        machine.sample();
        assertThat(machine.recommendation().decision()).isEqualTo(PROCEED);
        assertThat(machine.recommendation().parameterChangeAllowed()).isFalse();
    }

    // ---- what is not judged ----------------------------------------------------------------------------------------

    @Test
    void anIdleMachineHasNoDecisionAndTheReasonInWords() {
        machine.sample(VIBRATION, 1);
        machine.execution = "READY";

        machine.sample();

        Recommendation last = machine.recommendation();
        assertThat(last.decision()).isNull();
        assertThat(last.previousDecision()).isEqualTo(HUMAN_REVIEW);
        assertThat(last.monitoring()).isEqualTo(Monitoring.IDLE);
        assertThat(last.rationale()).isEqualTo("Not judged: execution is READY: the machine is not cutting.");
        assertThat(last.findings()).isEmpty();
        assertThat(last.openChecks()).hasSize(1);
    }

    // ---- releases --------------------------------------------------------------------------------------------------

    @Test
    void aPartThatIsNotReleasedIsAFindingThatSaysWhy() {
        machine.release(release("PART-1", ReleaseDecision.NEEDS_ENGINEERING_REVIEW));
        machine.sample();

        Recommendation last = machine.recommendation();
        assertThat(last.decision()).isEqualTo(HUMAN_REVIEW);
        assertThat(last.findings().get(0).code()).isEqualTo("not_released");
        assertThat(last.findings().get(0).rule()).isEqualTo("release_policy@m@1");
        assertThat(last.rationale())
                .isEqualTo("Part PART-1 needs an engineering review that nobody has approved: thin wall.");
        assertThat(last.requiredChecks().get(0).text()).contains("thin wall");
    }

    @Test
    void theNextPartThatIsNotReleasedEitherIsAFindingOfItsOwn() {
        machine.release(release("PART-1", ReleaseDecision.REDESIGN_REQUIRED));
        machine.release(release("PART-2", ReleaseDecision.REDESIGN_REQUIRED));
        machine.sample();
        machine.partId = "PART-2";

        machine.sample();

        assertThat(machine.recommendation().rationale()).contains("PART-2").doesNotContain("PART-1");
        assertThat(machine.opened()).containsExactly("not_released", "not_released");
        assertThat(machine.closed()).containsExactly("not_released");
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    @Test
    void thereIsAtMostOneRecommendationForAnInstantAndNothingIsLostByIt() {
        machine.sample();
        machine.intervalMillis = 0;
        machine.next = START + 2_000;
        machine.sample(VIBRATION, 1);
        machine.sample(FEED, 2_000);
        machine.next = START + 4_000;

        machine.sample();

        assertThat(machine.recommendations.stream().map(r -> since(r.timestamp())))
                .containsExactly(0L, 2_000L, 4_000L);
        assertThat(machine.recommendation().findings()).hasSize(2);
    }

    @Test
    void timestampsNeverDecreaseEvenIfAGatewayFlushesWhatItHeldBackInASilence() {
        machine.sample();
        machine.fallSilent();
        machine.repeat(10);

        assertThat(machine.recommendations.stream().map(Recommendation::timestamp))
                .isSorted();
        assertThat(machine.health.stream().map(Health::timestamp)).isSorted();
        assertThat(machine.episodes.stream().map(EpisodeEvent::timestamp)).isSorted();
        assertThat(machine.recommendation().decision()).isEqualTo(PROCEED);
    }

    // ---- health ----------------------------------------------------------------------------------------------------

    @Test
    void healthFallsWithAFindingAndRecoversAfterIt() {
        machine.repeat(5);
        machine.set(VIBRATION, 1).repeat(3);
        assertThat(machine.newestHealth().healthScore()).isBetween(60, 68);

        machine.set(VIBRATION, 0.4).repeat(10);

        assertThat(machine.newestHealth().healthScore()).isGreaterThanOrEqualTo(98);
    }

    @Test
    void healthShowsTheDecisionTheCodesAndEverySignal() {
        machine.set(WEAR, 40).sample(VIBRATION, 1);

        Health health = machine.newestHealth();
        assertThat(health.decision()).isEqualTo(HUMAN_REVIEW);
        assertThat(health.severity()).isEqualTo(Severity.WARNING);
        assertThat(health.activeCodes()).containsExactly("chatter_risk", "tool_wear");
        assertThat(health.signals()).hasSize(4);
        assertThat(health.parameterChangeAllowed()).isFalse();
    }

    @Test
    void healthIsWrittenWithEveryChangeOfDecisionPhaseAndMonitoring() {
        MachineUnderTest quiet = sound(new MachineUnderTest(process().build(), 3_600_000));
        quiet.sample();
        quiet.sample(VIBRATION, 1);
        quiet.sample();
        quiet.phase = "other";
        quiet.sample();
        quiet.execution = "READY";
        quiet.sample();

        assertThat(quiet.health.stream().map(health -> since(health.timestamp())))
                .containsExactly(0L, 2_000L, 6_000L, 8_000L);
    }

    private static List<String> texts(List<Advice> advice) {
        return advice.stream().map(Advice::text).toList();
    }

    private static Release release(String partId, ReleaseDecision decision) {
        return new Release(MachineUnderTest.ID, partId, null, decision, null, "thin wall", List.of());
    }

    private static MachineUnderTest sound(MachineUnderTest machine) {
        return machine.set(LOAD, 60).set(VIBRATION, 0.4).set(WEAR, 5).set(FEED, 800);
    }

    /** Every rule opens with its first breaching sample, so that a case is one sample long; dropout takes two. */
    private static ModelBuilder process() {
        return model("m")
                .signal(signal(LOAD, "%").required())
                .signal(signal(VIBRATION, "g"))
                .signal(signal(WEAR, "%"))
                .signal(signal(FEED, "mm/min"))
                .phase("cut", Map.of(LOAD, expect(60), VIBRATION, expect(0.4)), Map.of())
                .phase("other", Map.of(LOAD, expect(60), VIBRATION, expect(0.4)), Map.of())
                .rule(dropout(DO_NOT_PROCEED).hits(2, 2).check("Check the sensor."))
                .rule(rule("feed_mismatch", FEED, Feature.LEVEL)
                        .limit(Level.HIGH, 980, DO_NOT_PROCEED)
                        .requiresCheck("Compare the program."))
                .rule(rule("chatter_risk", VIBRATION, Feature.LEVEL)
                        .limit(Level.HIGH, 0.8, HUMAN_REVIEW)
                        .limit(Level.HIGH_HIGH, 1.6, DO_NOT_PROCEED)
                        .consequenceOf("feed_mismatch")
                        .action("Look at the surface.")
                        .parameterChange("Shift the spindle speed.")
                        .requiresCheck("Look for chatter marks."))
                .rule(rule("tool_wear", WEAR, Feature.LEVEL)
                        .limit(Level.HIGH, 32, SCHEDULE_INTERVENTION)
                        .action("Change the tool.")
                        .parameterChange("Reduce the feed."))
                .rule(rule("load_residual", LOAD, Feature.RESIDUAL)
                        .limit(Level.HIGH, 12, WATCH)
                        .zScore(new ZScoreSpec(3, 5, 6, 24, 12, 1)));
    }
}
