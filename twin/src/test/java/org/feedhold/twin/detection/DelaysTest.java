package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.detection.EdgeKind.BEGAN;
import static org.feedhold.twin.detection.EdgeKind.BREACH;
import static org.feedhold.twin.detection.EdgeKind.BROKEN;
import static org.feedhold.twin.detection.EdgeKind.CLEARED;
import static org.feedhold.twin.fixture.MachineUnderTest.since;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.RuleBuilder;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** When a breach becomes an episode, and when the episode ends. The limit is 100. */
class DelaysTest {

    private static final String SIGNAL = "vibration";
    private static final String CHECK = "chatter/high";
    private static final double IN = 50;
    private static final double OVER = 120;

    @Test
    void aSingleSpikeOpensNothing() {
        MachineUnderTest machine = machine(chatter().hits(2, 3));

        machine.samples(SIGNAL, IN, OVER, IN, IN, IN, OVER, IN, IN, IN);

        assertThat(machine.opened()).isEmpty();
    }

    @Test
    void anEpisodeBeginsWithTheFirstBreachingSampleAndOpensWhenEnoughBreach() {
        MachineUnderTest machine = machine(chatter().hits(2, 3));

        machine.samples(SIGNAL, IN, OVER, IN);
        assertThat(machine.opened()).isEmpty();
        machine.sample(SIGNAL, OVER);

        EpisodeEvent opened = machine.episodes.get(0);
        assertThat(since(opened.start())).isEqualTo(2_000);
        assertThat(since(opened.timestamp())).isEqualTo(6_000);
        assertThat(opened.samples()).isEqualTo(2);
    }

    @Test
    void aRunIsBrokenOnlyWhenTheNewestSamplesCanNoLongerHoldEnoughBreaches() {
        MachineUnderTest machine = machine(chatter().hits(2, 4).atLeast(60_000));

        machine.sample(SIGNAL, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BEGAN, BREACH);
        machine.samples(SIGNAL, IN, IN);
        assertThat(machine.edges(CHECK)).isEmpty();
        machine.sample(SIGNAL, IN);
        assertThat(machine.edges(CHECK)).containsExactly(BROKEN);
        machine.sample(SIGNAL, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BEGAN, BREACH);
    }

    @Test
    void aRunIsToldOfWithTheLastBreachBeforeTheOneThatMayOpenAnEpisode() {
        MachineUnderTest machine = machine(chatter().hits(4, 6), 10_000);

        machine.samples(SIGNAL, IN, OVER);
        assertThat(machine.edges(CHECK)).isEmpty();
        machine.sample(SIGNAL, OVER + 1);
        assertThat(machine.edges(CHECK)).isEmpty();
        machine.sample(SIGNAL, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BEGAN, BREACH);
        machine.sample(SIGNAL, OVER);

        EpisodeEvent opened = machine.episodes.get(0);
        assertThat(since(opened.start())).isEqualTo(2_000);
        assertThat(since(opened.timestamp())).isEqualTo(8_000);
        assertThat(opened.samples()).isEqualTo(4);
    }

    @Test
    void whereEachSampleHasItsEvidenceEachBreachIsToldOf() {
        MachineUnderTest machine = machine(chatter().hits(4, 6));

        machine.sample(SIGNAL, OVER);

        assertThat(machine.edges(CHECK)).containsExactly(BEGAN, BREACH);
    }

    @Test
    void aRunThatEndsBeforeItWasToldOfEndsWithoutAWord() {
        MachineUnderTest machine = machine(chatter().hits(4, 6), 10_000);
        machine.sample(SIGNAL, IN);
        int before = machine.evidence.size();

        machine.samples(SIGNAL, OVER, OVER, IN, IN, IN, IN, IN, IN, IN);

        assertThat(machine.evidence.subList(before, machine.evidence.size()))
                .allSatisfy(evidence -> assertThat(evidence.edges()).isEmpty());
        machine.samples(SIGNAL, OVER, OVER, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BEGAN, BREACH);
    }

    @Test
    void aBreachMustLastForTheLeastTimeWhateverTheNumberOfSamples() {
        MachineUnderTest machine = machine(chatter().hits(2, 3).atLeast(2_000));
        machine.intervalMillis = 100;

        machine.set(SIGNAL, OVER).repeat(20);
        assertThat(machine.opened()).as("for 1.9 s").isEmpty();
        machine.sample();

        assertThat(machine.opened()).as("for 2.0 s").containsExactly("chatter");
    }

    @Test
    void breachesThatLieTooFarApartAreNotCountedTogether() {
        MachineUnderTest machine = machine(chatter().hits(2, 3).within(8_000));
        machine.intervalMillis = 8_001;
        machine.samples(SIGNAL, OVER, OVER, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BROKEN, BEGAN, BREACH);
        assertThat(machine.opened()).isEmpty();

        machine.intervalMillis = 8_000;
        machine.samples(SIGNAL, OVER, OVER);

        assertThat(machine.opened()).containsExactly("chatter");
    }

    @Test
    void anEpisodeEndsWithTheFirstSampleInsideOnceTheOffDelayIsOver() {
        MachineUnderTest machine = machine(chatter().offDelay(6_000));

        machine.samples(SIGNAL, OVER, OVER, IN, IN, IN);
        assertThat(machine.closed()).as("inside for 4 s").isEmpty();
        machine.sample(SIGNAL, IN);

        assertThat(machine.edges(CHECK)).containsExactly(CLEARED);
        EpisodeEvent closed = machine.episodes.get(1);
        assertThat(since(Objects.requireNonNull(closed.end()))).isEqualTo(4_000);
        assertThat(since(closed.timestamp())).isEqualTo(10_000);
        assertThat(closed.durationMs()).isEqualTo(4_000);
    }

    @Test
    void aBreachWithinTheOffDelayProlongsTheEpisode() {
        MachineUnderTest machine = machine(chatter().offDelay(6_000));

        machine.samples(SIGNAL, OVER, IN, IN, OVER, IN, IN, IN);

        assertThat(machine.opened()).containsExactly("chatter");
        assertThat(machine.closed()).isEmpty();
    }

    @Test
    void whereManyBreachesAreNeededASingleSpikeDoesNotRenewTheOffDelayButSeveralDo() {
        MachineUnderTest spike = machine(chatter().hits(5, 6).offDelay(20_000));
        MachineUnderTest several = machine(chatter().hits(5, 6).offDelay(20_000));
        for (MachineUnderTest machine : List.of(spike, several)) {
            machine.set(SIGNAL, OVER).repeat(5);
            machine.set(SIGNAL, IN).repeat(6);
        }

        spike.samples(SIGNAL, OVER, IN, IN, IN, IN);
        several.samples(SIGNAL, OVER, OVER, IN, IN, IN);

        assertThat(spike.closed()).containsExactly("chatter");
        assertThat(since(Objects.requireNonNull(spike.episodes.get(1).end()))).isEqualTo(10_000);
        assertThat(several.closed()).isEmpty();
    }

    @Test
    void insideTheDeadbandAnEpisodeNeitherGoesOnNorEnds() {
        MachineUnderTest machine = machine(chatter().deadband(0.1).offDelay(4_000));
        machine.samples(SIGNAL, OVER, 95, 95, 95, 95);
        assertThat(machine.closed()).isEmpty();
        assertThat(machine.recommendation().findings().get(0).samples()).isEqualTo(1);

        machine.samples(SIGNAL, 90, 95, 90, 90, 90);

        assertThat(machine.closed()).containsExactly("chatter");
        assertThat(since(Objects.requireNonNull(machine.episodes.get(1).end()))).isEqualTo(14_000);
    }

    @Test
    void aLowLimitHasItsDeadbandAboveItEvenBelowZero() {
        MachineUnderTest machine = machine(rule("cold", SIGNAL, Feature.LEVEL)
                .limit(Level.LOW, -10, Decision.HUMAN_REVIEW)
                .deadband(0.1));

        machine.samples(SIGNAL, -11, -9.5);
        assertThat(machine.closed()).isEmpty();
        machine.sample(SIGNAL, -9);

        assertThat(machine.closed()).containsExactly("cold");
    }

    @Test
    void aLostValueHoldsWhatIsKnown() {
        MachineUnderTest machine = machine(chatter().hits(2, 3).offDelay(4_000));
        machine.sample(SIGNAL, OVER);
        machine.set(SIGNAL, Report.NULL).repeat(3);
        machine.sample(SIGNAL, OVER);
        assertThat(machine.opened()).containsExactly("chatter");

        machine.set(SIGNAL, Report.NULL).repeat(30);

        assertThat(machine.closed()).isEmpty();
    }

    @Test
    void aRunThatIsNeverLongEnoughBeginsAnewBeforeThePatternForgetsIt() {
        MachineUnderTest machine = machine(chatter().hits(3, 5).atLeast(2_000));
        for (int i = 0; i < 900; i++) {
            machine.samples(SIGNAL, OVER, IN, IN);
        }
        assertThat(machine.opened()).isEmpty();

        machine.samples(SIGNAL, OVER, OVER, OVER);

        assertThat(machine.opened()).containsExactly("chatter");
        assertThat(machine.episodes.get(0).durationMs()).isLessThan(3_600_000);
    }

    @Test
    void aBreachFromBeforeALongSilenceDoesNotHideTheOneAfterIt() {
        MachineUnderTest machine = machine(chatter().hits(2, 3).atLeast(2_000));
        machine.sample(SIGNAL, OVER);
        machine.fallSilent();
        machine.next += 3_600_000;

        machine.sample(SIGNAL, OVER);
        assertThat(machine.edges(CHECK)).containsExactly(BROKEN, BEGAN, BREACH);
        machine.sample(SIGNAL, OVER);

        assertThat(machine.opened()).contains("chatter");
    }

    static Stream<Arguments> rates() {
        return Stream.of(0.2, 0.5, 1.0, 10.0).map(Arguments::of);
    }

    /** Breaches of a true course of the signal that every rate has sampled at its corners. */
    @ParameterizedTest
    @MethodSource("rates")
    void everyRateSeesTheSameEpisodes(double hertz) {
        MachineUnderTest machine = machine(chatter()
                .hits(2, 3)
                .atLeast(2_000)
                .within(8_000)
                .offDelay(6_000)
                .deadband(0.05));
        machine.intervalMillis = Math.round(1_000 / hertz);

        for (long t = 0; t < 300_000; t += machine.intervalMillis) {
            machine.sample(SIGNAL, course(t));
        }

        List<List<Long>> episodes = machine.episodes.stream()
                .filter(event -> event.state() == EpisodeState.CLOSED)
                .map(event -> List.of(since(event.start()), since(Objects.requireNonNull(event.end()))))
                .toList();
        assertThat(episodes).containsExactly(List.of(30_000L, 60_000L), List.of(120_000L, 210_000L));
        assertThat(machine.opened()).hasSize(2);
    }

    /** Over the limit from 30 s to 60 s, and from 120 s to 210 s with a dip into the deadband. */
    private static double course(long t) {
        boolean dip = t >= 150_000 && t < 180_000;
        boolean over = (t >= 30_000 && t < 60_000) || (t >= 120_000 && t < 210_000);
        return dip ? 97 : over ? OVER : IN;
    }

    @ParameterizedTest
    @MethodSource("rates")
    void everyRateOpensNoLaterThanItsOwnGridAfterTheOnDelay(double hertz) {
        MachineUnderTest machine = machine(chatter().hits(2, 3).atLeast(2_000));
        machine.intervalMillis = Math.round(1_000 / hertz);
        machine.set(SIGNAL, OVER).repeat(60);

        long onDelay = since(machine.episodes.get(0).timestamp());
        assertThat(onDelay).isBetween(2_000L, Math.max(2_000L, machine.intervalMillis));
    }

    private static RuleBuilder chatter() {
        return rule("chatter", SIGNAL, Feature.LEVEL).limit(Level.HIGH, 100, Decision.HUMAN_REVIEW);
    }

    private static MachineUnderTest machine(RuleBuilder rule) {
        return machine(rule, 0);
    }

    private static MachineUnderTest machine(RuleBuilder rule, long healthIntervalMillis) {
        return new MachineUnderTest(
                model("m").signal(signal(SIGNAL, "g")).phase("cut").rule(rule).build(), healthIntervalMillis);
    }
}
