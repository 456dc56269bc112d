package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.feedhold.twin.fixture.ModelBuilder.between;
import static org.feedhold.twin.fixture.ModelBuilder.expect;
import static org.feedhold.twin.fixture.ModelBuilder.high;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.util.Map;
import java.util.Objects;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.ModelBuilder;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.ZScoreSpec;
import org.junit.jupiter.api.Test;

/** What a rule looks at, and what it is compared with. */
class FeatureTest {

    private static final String LOAD = "load";

    @Test
    void theLevelIsTheValueInItsUnit() {
        MachineUnderTest machine = new MachineUnderTest(
                cut().rule(rule("r", LOAD, Feature.LEVEL).limit(Level.HIGH, 80, Decision.HUMAN_REVIEW))
                        .build());

        machine.sample(LOAD, 80);
        assertThat(machine.edges("r/high")).as("on the limit").isEmpty();
        machine.sample(LOAD, 80.5);

        assertThat(breach(machine, "r/high")).isEqualTo(new Measurement(LOAD, 80.5, "%", 60.0, 80.0, null));
    }

    @Test
    void theResidualIsTheValueLessWhatThePhaseExpects() {
        MachineUnderTest machine = new MachineUnderTest(cut().rule(rule("r", LOAD, Feature.RESIDUAL)
                        .limit(Level.HIGH, 7, Decision.HUMAN_REVIEW)
                        .limit(Level.LOW, -7, Decision.WATCH))
                .build());

        machine.sample(LOAD, 68);
        assertThat(breach(machine, "r/high")).isEqualTo(new Measurement(LOAD, 8.0, "%", 60.0, 7.0, null));
        assertThat(machine.reading(LOAD).residual()).isEqualTo(8);
        machine.sample(LOAD, 51);
        assertThat(breach(machine, "r/low").value()).isEqualTo(-9);
    }

    @Test
    void theRatioIsTheValueDividedByWhatThePhaseExpects() {
        MachineUnderTest machine = new MachineUnderTest(
                cut().rule(rule("r", LOAD, Feature.RATIO).limit(Level.LOW, 0.5, Decision.HUMAN_REVIEW))
                        .build());

        machine.sample(LOAD, 30);
        assertThat(machine.edges("r/low")).isEmpty();
        machine.sample(LOAD, 15);

        assertThat(breach(machine, "r/low")).isEqualTo(new Measurement(LOAD, 0.25, "×", 60.0, 0.5, null));
    }

    @Test
    void theRippleIsTheRmsOfTheNewestDifferencesWhateverTheLevel() {
        MachineUnderTest machine = new MachineUnderTest(
                cut().rule(rule("r", LOAD, Feature.RIPPLE).rippleWindow(4).limit(Level.HIGH, 5, Decision.HUMAN_REVIEW))
                        .build());

        machine.samples(LOAD, 60, 61, 60, 61, 60);
        assertThat(machine.edges("r/high")).as("restless by 1").isEmpty();
        machine.samples(LOAD, 70, 60);

        assertThat(breach(machine, "r/high").value()).isCloseTo(Math.sqrt((1 + 1 + 100 + 100) / 4.0), within(1e-6));
    }

    @Test
    void theRippleBeginsAnewAfterALostValueAndInAnotherPhase() {
        MachineUnderTest machine = new MachineUnderTest(cut().phase("other")
                .rule(rule("r", LOAD, Feature.RIPPLE).rippleWindow(3).limit(Level.HIGH, 5, Decision.HUMAN_REVIEW))
                .build());

        machine.samples(LOAD, 60, 60, 60);
        machine.set(LOAD, Report.NULL).sample();
        machine.samples(LOAD, 120, 120, 120, 120);
        machine.phase = "other";
        machine.samples(LOAD, 20, 20, 20, 20);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void theZScoreIsTheResidualInDeviationsOfItsOwnRecentPast() {
        MachineUnderTest machine = new MachineUnderTest(zScored().build());
        machine.samples(LOAD, 61, 63, 61, 63);

        machine.sample(LOAD, 66);

        Measurement measured = breach(machine, "r/z_score");
        assertThat(measured.unit()).isEqualTo("σ");
        assertThat(measured.limit()).isEqualTo(3);
        assertThat(measured.value()).isCloseTo(4 / Math.sqrt(4 / 3.0), within(1e-9));
        assertThat(measured.zScore()).isEqualTo(measured.value());
        assertThat(machine.reading(LOAD).zScore()).isEqualTo(measured.value());
    }

    @Test
    void theZScoreOfAResidualIsGivenWithTheBreachOfItsLimitToo() {
        MachineUnderTest machine = new MachineUnderTest(zScored().build());
        machine.samples(LOAD, 61, 63, 61, 63);

        machine.sample(LOAD, 75);

        assertThat(breach(machine, "r/high").zScore())
                .isNotNull()
                .isEqualTo(breach(machine, "r/z_score").value());
    }

    @Test
    void thereIsNoZScoreUntilTheBaselineHasItsLeastNumberOfSamples() {
        MachineUnderTest machine = new MachineUnderTest(zScored().build());

        machine.samples(LOAD, 61, 63, 61, 69);

        assertThat(machine.opened()).isEmpty();
        assertThat(machine.reading(LOAD).zScore()).isNull();
    }

    @Test
    void aDeviatingSampleDoesNotEnterTheBaseline() {
        MachineUnderTest machine = new MachineUnderTest(zScored().build());
        machine.samples(LOAD, 61, 63, 61, 63);
        double before = zScoreOf(machine, 66);

        machine.set(LOAD, 66).repeat(50);

        assertThat(zScoreOf(machine, 66)).isEqualTo(before);
    }

    @Test
    void aBadValueEntersNoBaseline() {
        MachineUnderTest machine = new MachineUnderTest(zScored().build());
        machine.samples(LOAD, 61, 63, 61, 63);

        machine.samples(LOAD, 500, -40, 500);
        machine.set(LOAD, Report.NULL).repeat(3);

        assertThat(zScoreOf(machine, 66)).isCloseTo(4 / Math.sqrt(4 / 3.0), within(1e-9));
    }

    @Test
    void aChangeOfPhaseRaisesNoZScoreBecauseEachPhaseHasItsOwnBaseline() {
        MachineUnderTest machine = new MachineUnderTest(
                zScored().phase("light", Map.of(LOAD, expect(20)), Map.of()).build());
        machine.samples(LOAD, 61, 63, 61, 63);

        machine.phase = "light";
        machine.samples(LOAD, 27, 27, 27, 27, 27);
        machine.phase = "cut";
        machine.samples(LOAD, 62, 62);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void theModelsVariationWidensAZScoreOnlyWhereTheSampleDoesNotSayWhatIsExpected() {
        ModelBuilder varying = model("m")
                .signal(signal(LOAD, "%"))
                .phase("cut", Map.of(LOAD, new org.feedhold.twin.process.Expectation(60, 0, 4)), Map.of())
                .rule(rule("r", LOAD, Feature.RESIDUAL).zScore(new ZScoreSpec(1.5, 1, 1, 16, 4, 3)));
        MachineUnderTest silent = new MachineUnderTest(varying.build());
        MachineUnderTest stating = new MachineUnderTest(varying.build()).expect(LOAD, 60);
        silent.samples(LOAD, 60, 60, 60, 60);
        stating.samples(LOAD, 60, 60, 60, 60);

        assertThat(zScoreOf(silent, 65)).isCloseTo(5 / Math.hypot(3, 4), within(1e-9));
        assertThat(zScoreOf(stating, 65)).isCloseTo(5 / 3.0, within(1e-9));
    }

    @Test
    void whatTheSampleExpectsComesBeforeWhatTheModelDoes() {
        MachineUnderTest machine = new MachineUnderTest(cut().build());

        machine.expect(LOAD, 50).sample(LOAD, 61);

        assertThat(machine.reading(LOAD).expected()).isEqualTo(50);
        assertThat(machine.reading(LOAD).residual()).isEqualTo(11);
    }

    @Test
    void aModelThatAloneCountsDoesNotListenToTheSample() {
        MachineUnderTest machine =
                new MachineUnderTest(cut().expectedFromModelOnly().build());

        machine.expect(LOAD, 50).sample(LOAD, 61);

        assertThat(machine.reading(LOAD).expected()).isEqualTo(60);
    }

    @Test
    void withoutAnyExpectationThereIsNoResidualToBreach() {
        MachineUnderTest machine = new MachineUnderTest(model("m")
                .signal(signal(LOAD, "%"))
                .phase("cut")
                .rule(rule("r", LOAD, Feature.RESIDUAL).limit(Level.HIGH, 7, Decision.HUMAN_REVIEW))
                .build());

        machine.sample(LOAD, 1_000);
        assertThat(machine.opened()).isEmpty();
        assertThat(machine.reading(LOAD).residual()).isNull();
        machine.expect(LOAD, 100).sample();
        assertThat(machine.opened()).containsExactly("r");
    }

    @Test
    void aLimitOfThePhaseCountsBeforeTheRulesOwn() {
        MachineUnderTest machine = new MachineUnderTest(model("m")
                .signal(signal(LOAD, "%"))
                .phase("cut", Map.of(), Map.of(LOAD, high(80)))
                .phase("light", Map.of(), Map.of("r", high(30)))
                .phase("any")
                .rule(rule("r", LOAD, Feature.LEVEL).limit(Level.HIGH, 50, Decision.HUMAN_REVIEW))
                .build());

        machine.sample(LOAD, 81);
        assertThat(breach(machine, "r/high").limit()).isEqualTo(80);
        machine.phase = "light";
        machine.sample(LOAD, 31);
        assertThat(breach(machine, "r/high").limit()).isEqualTo(30);
        machine.phase = "any";
        machine.sample(LOAD, 51);
        assertThat(breach(machine, "r/high").limit()).isEqualTo(50);
    }

    @Test
    void aLimitOnASignalIsNoLimitOnItsResidual() {
        MachineUnderTest machine = new MachineUnderTest(model("m")
                .signal(signal(LOAD, "%"))
                .phase("cut", Map.of(LOAD, expect(60)), Map.of(LOAD, high(5)))
                .rule(rule("r", LOAD, Feature.RESIDUAL).limit(Level.HIGH, 20, Decision.HUMAN_REVIEW))
                .build());

        machine.sample(LOAD, 75);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void aRuleForSomePhasesIsNotEvaluatedInOthersAndItsEpisodeEndsThere() {
        MachineUnderTest machine = new MachineUnderTest(cut().phase("other")
                .rule(rule("r", LOAD, Feature.LEVEL)
                        .phases("cut")
                        .offDelay(60_000)
                        .limit(Level.HIGH, 80, Decision.HUMAN_REVIEW))
                .build());

        machine.sample(LOAD, 90);
        machine.phase = "other";
        machine.sample(LOAD, 90);
        machine.sample(LOAD, 90);

        assertThat(machine.opened()).containsExactly("r");
        assertThat(machine.closed()).containsExactly("r");
    }

    @Test
    void theLimitsOfTheLevelArePartOfWhatPeopleSeeOfASignal() {
        MachineUnderTest machine = new MachineUnderTest(model("m")
                .signal(signal(LOAD, "%"))
                .phase("cut", Map.of(), Map.of(LOAD, new Limits(10.0, 20.0, 80.0, 90.0)))
                .rule(rule("r", LOAD, Feature.LEVEL)
                        .decides(Level.LOW, Decision.WATCH)
                        .decides(Level.HIGH, Decision.WATCH))
                .build());

        machine.sample(LOAD, 50);

        assertThat(machine.reading(LOAD).limitLow()).isEqualTo(20);
        assertThat(machine.reading(LOAD).limitHigh()).isEqualTo(80);
    }

    @Test
    void aWindowIsScaledByTheFeedOverrideWhereTheSampleHasOne() {
        MachineUnderTest machine = new MachineUnderTest(model("m")
                .signal(signal("feed", "mm/min"))
                .phase("cut", Map.of(), Map.of("feed", between(650, 980)))
                .rule(rule("r", "feed", Feature.LEVEL)
                        .scaledByOverride()
                        .decides(Level.LOW, Decision.DO_NOT_PROCEED)
                        .decides(Level.HIGH, Decision.DO_NOT_PROCEED))
                .build());

        machine.sample("feed", 410);
        assertThat(machine.opened()).as("half the feed at full override").containsExactly("r");
        machine.feedOverridePct = 50;
        machine.sample("feed", 410);
        assertThat(machine.closed()).as("half the feed at half the override").containsExactly("r");
        machine.sample("feed", 820);
        assertThat(breach(machine, "r/high").limit()).isEqualTo(490);
    }

    private static ModelBuilder cut() {
        return model("m").signal(signal(LOAD, "%").range(0, 200)).phase("cut", Map.of(LOAD, expect(60)), Map.of());
    }

    private static ModelBuilder zScored() {
        return cut().rule(rule("r", LOAD, Feature.RESIDUAL)
                .limit(Level.HIGH, 12, Decision.HUMAN_REVIEW)
                .zScore(new ZScoreSpec(3, 1, 1, 16, 4, 1)));
    }

    private static double zScoreOf(MachineUnderTest machine, double load) {
        machine.sample(LOAD, load);
        return Objects.requireNonNull(machine.reading(LOAD).zScore());
    }

    private static Measurement breach(MachineUnderTest machine, String check) {
        return machine.newest().edges().stream()
                .filter(edge -> edge.kind() == EdgeKind.BREACH && edge.check().equals(check))
                .map(Edge::measurement)
                .findFirst()
                .orElseThrow();
    }
}
