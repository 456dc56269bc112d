package org.feedhold.twin.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.acquisition.SignalQuality.GOOD;
import static org.feedhold.twin.acquisition.SignalQuality.INVALID;
import static org.feedhold.twin.acquisition.SignalQuality.MISSING;
import static org.feedhold.twin.acquisition.SignalQuality.STALE;
import static org.feedhold.twin.acquisition.SignalQuality.STUCK;
import static org.feedhold.twin.acquisition.SignalQuality.UNCERTAIN;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.fixture.SignalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as a number to the twin, and what does not. */
class SignalQualityTest {

    private static final String LOAD = "load";

    @Test
    void aNumberInItsPhysicalRangeIsGoodAndShown() {
        MachineUnderTest machine = machine(signal(LOAD, "%").range(0, 200));

        machine.sample(LOAD, 61.5);

        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
        assertThat(machine.reading(LOAD).value()).isEqualTo(61.5);
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT, MISSING",
        "NULL, MISSING",
        "NOT_A_NUMBER, INVALID",
        "WRONG_UNIT, INVALID",
        "BAD, INVALID",
        "UNCERTAIN, UNCERTAIN"
    })
    void aReportThatIsNoGoodNumberHasItsQualityAndNoValue(Report report, SignalQuality quality) {
        MachineUnderTest machine = machine(signal(LOAD, "%").range(0, 200));
        machine.sample(LOAD, 61.5);

        machine.set(LOAD, report).sample();

        assertThat(machine.quality(LOAD)).isEqualTo(quality);
        assertThat(machine.reading(LOAD).value()).isNull();
        assertThat(machine.reading(LOAD).residual()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"-0.001, INVALID", "0, GOOD", "200, GOOD", "200.001, INVALID"})
    void aNumberOutsideItsPhysicalRangeIsInvalidAndTheEndsBelongToTheRange(double number, SignalQuality quality) {
        MachineUnderTest machine = machine(signal(LOAD, "%").range(0, 200));

        machine.sample(LOAD, number);

        assertThat(machine.quality(LOAD)).isEqualTo(quality);
    }

    @Test
    void zeroIsInvalidWhereTheCatalogueSaysThatItMeansNoValue() {
        MachineUnderTest machine = machine(signal(LOAD, "%").range(0, 200).zeroIsNoValue());

        machine.samples(LOAD, 60, 0);
        assertThat(machine.quality(LOAD)).isEqualTo(INVALID);

        machine.sample(LOAD, -0.0);
        assertThat(machine.quality(LOAD)).isEqualTo(INVALID);

        machine.sample(LOAD, 60.2);
        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
    }

    @Test
    void aStepThatTheSignalCannotMakeIsInvalidAgainstTheLastAcceptedValueNotTheLastReported() {
        MachineUnderTest machine = machine(signal(LOAD, "°C").maxStep(10));
        machine.sample(LOAD, 40);

        machine.sample(LOAD, 50);
        assertThat(machine.quality(LOAD)).as("a step of exactly the most").isEqualTo(GOOD);
        machine.sample(LOAD, 60.5);
        assertThat(machine.quality(LOAD)).as("a step of more").isEqualTo(INVALID);
        machine.sample(LOAD, 55);
        assertThat(machine.quality(LOAD))
                .as("five from the last accepted value")
                .isEqualTo(GOOD);
    }

    @Test
    void aStepIsBelievedWithTheThirdValueThatAgreesWithTheOneBefore() {
        MachineUnderTest machine = machine(signal(LOAD, "°C").maxStep(10));
        machine.sample(LOAD, 40);

        machine.sample(LOAD, 80);
        assertThat(machine.quality(LOAD)).isEqualTo(INVALID);
        machine.sample(LOAD, 82);
        assertThat(machine.quality(LOAD)).isEqualTo(INVALID);
        machine.sample(LOAD, 81);
        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
        assertThat(machine.reading(LOAD).value()).isEqualTo(81);
    }

    @Test
    void valuesThatJumpAboutAreNeverBelieved() {
        MachineUnderTest machine = machine(signal(LOAD, "°C").maxStep(10).staleAfter(600_000));
        machine.sample(LOAD, 40);

        for (int i = 0; i < 20; i++) {
            machine.sample(LOAD, i % 2 == 0 ? 80 : 120);
            assertThat(machine.quality(LOAD)).isEqualTo(INVALID);
        }
    }

    @Test
    void aStepIsBelievedOnceTheLastAcceptedValueIsOlderThanTheStaleTimeOut() {
        MachineUnderTest machine = machine(signal(LOAD, "°C").maxStep(10).staleAfter(5_000));
        machine.sample(LOAD, 40);
        machine.set(LOAD, Report.NULL).repeat(1);

        machine.next = MachineUnderTest.START + 5_000;
        machine.sample(LOAD, 80);
        assertThat(machine.quality(LOAD)).as("as old as the time-out").isEqualTo(INVALID);
        machine.next = MachineUnderTest.START + 5_001;
        machine.sample(LOAD, 80);
        assertThat(machine.quality(LOAD)).as("older").isEqualTo(GOOD);
    }

    @Test
    void withoutAStaleTimeOutOfItsOwnASignalHasTheSilenceTimeOutOfItsModel() {
        MachineUnderTest machine = machine(signal(LOAD, "°C").maxStep(10));
        machine.sample(LOAD, 40);

        machine.next = MachineUnderTest.START + 10_001;
        machine.sample(LOAD, 80);

        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
    }

    @Test
    void aValueThatIsTheSameToTheLastBitForLongerThanItsTimeIsStuck() {
        MachineUnderTest machine = machine(signal(LOAD, "%").stuckAfter(4_000));

        machine.samples(LOAD, 60, 60, 60);
        assertThat(machine.quality(LOAD)).as("for 4 s").isEqualTo(GOOD);
        machine.sample(LOAD, 60);
        assertThat(machine.quality(LOAD)).as("for 6 s").isEqualTo(STUCK);
        assertThat(machine.reading(LOAD).value()).isNull();
        machine.sample(LOAD, Math.nextUp(60));
        assertThat(machine.quality(LOAD)).as("another bit").isEqualTo(GOOD);
    }

    @Test
    void aSlowSourceIsNotStuckBeforeItHasSaidTheSameThreeTimes() {
        MachineUnderTest machine = machine(signal(LOAD, "%").stuckAfter(4_000));
        machine.intervalMillis = 5_000;

        machine.samples(LOAD, 60, 60);
        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
        machine.sample(LOAD, 60);
        assertThat(machine.quality(LOAD)).isEqualTo(STUCK);
    }

    @Test
    void anIdleMachineIsNeverStuckAndTheTimeCountsFromTheCutOn() {
        MachineUnderTest machine = machine(signal(LOAD, "%").stuckAfter(4_000));
        machine.execution = "READY";
        machine.set(LOAD, 12).repeat(10);
        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);

        machine.execution = "ACTIVE";
        machine.repeat(2);
        assertThat(machine.quality(LOAD)).as("4 s since the last idle sample").isEqualTo(GOOD);
        machine.repeat(1);
        assertThat(machine.quality(LOAD)).as("6 s").isEqualTo(STUCK);
    }

    @Test
    void aSignalWithoutAStuckTimeMayStandStill() {
        MachineUnderTest machine = machine(signal(LOAD, "rpm"));

        machine.set(LOAD, 7_800).repeat(200);

        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
    }

    @Test
    void whereChangesAreReportedAnAbsentSignalKeepsItsValueUntilItIsStale() {
        MachineUnderTest machine = onChange(signal(LOAD, "%").staleAfter(6_000));
        machine.sample(LOAD, 60);

        machine.set(LOAD, Report.ABSENT).repeat(3);
        assertThat(machine.quality(LOAD)).as("6 s old").isEqualTo(GOOD);
        assertThat(machine.reading(LOAD).value()).isEqualTo(60);
        machine.sample();
        assertThat(machine.quality(LOAD)).as("8 s old").isEqualTo(STALE);
        assertThat(machine.reading(LOAD).value()).isNull();
        machine.sample(LOAD, 61);
        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
    }

    @Test
    void whereChangesAreReportedAnUnchangedSignalIsNotStuck() {
        MachineUnderTest machine = onChange(signal(LOAD, "%").staleAfter(60_000).stuckAfter(4_000));
        machine.sample(LOAD, 60);

        machine.set(LOAD, Report.ABSENT).repeat(20);

        assertThat(machine.quality(LOAD)).isEqualTo(GOOD);
    }

    @Test
    void whereChangesAreReportedASignalThatWasNeverReportedIsMissing() {
        MachineUnderTest machine = onChange(signal(LOAD, "%"));

        machine.sample();

        assertThat(machine.quality(LOAD)).isEqualTo(MISSING);
    }

    @Test
    void whereChangesAreReportedWhatWasBadStaysBadUntilAnotherReport() {
        MachineUnderTest machine = onChange(signal(LOAD, "%").range(0, 200).staleAfter(60_000));
        machine.sample(LOAD, 60);

        machine.set(LOAD, Report.UNCERTAIN).sample();
        machine.set(LOAD, Report.ABSENT).sample();
        assertThat(machine.quality(LOAD)).isEqualTo(UNCERTAIN);
        machine.set(LOAD, Report.NULL).sample();
        machine.set(LOAD, Report.ABSENT).sample();
        assertThat(machine.quality(LOAD)).isEqualTo(MISSING);
        machine.sample(LOAD, 300);
        machine.set(LOAD, Report.ABSENT).sample();
        assertThat(machine.quality(LOAD)).isEqualTo(INVALID);
    }

    private static MachineUnderTest machine(SignalBuilder signal) {
        return new MachineUnderTest(model("m").signal(signal).phase("cut").build());
    }

    private static MachineUnderTest onChange(SignalBuilder signal) {
        return new MachineUnderTest(
                model("m").onChange().signal(signal).phase("cut").build());
    }
}
