package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.fixture.ModelBuilder.expect;
import static org.feedhold.twin.fixture.ModelBuilder.model;
import static org.feedhold.twin.fixture.RuleBuilder.dropout;
import static org.feedhold.twin.fixture.RuleBuilder.rule;
import static org.feedhold.twin.fixture.SignalBuilder.signal;

import java.util.Map;
import org.feedhold.twin.acquisition.Sample.Report;
import org.feedhold.twin.fixture.MachineUnderTest;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.junit.jupiter.api.Test;

/** What a person at the machine reads. */
class RationaleTest {

    private final MachineUnderTest machine = new MachineUnderTest(model("m")
                    .signal(signal("spindle_load", "%").required())
                    .signal(signal("speed", "rpm"))
                    .phase("roughing", Map.of("spindle_load", expect(62)), Map.of())
                    .rule(dropout(Decision.DO_NOT_PROCEED))
                    .rule(rule("overload", "spindle_load", Feature.LEVEL)
                            .limit(Level.HIGH, 80.5, Decision.HUMAN_REVIEW))
                    .rule(rule("load_low", "spindle_load", Feature.RATIO).limit(Level.LOW, 0.5, Decision.HUMAN_REVIEW))
                    .rule(rule("overspeed", "speed", Feature.LEVEL).limit(Level.HIGH, 9_000, Decision.WATCH))
                    .build())
            .set("spindle_load", 60)
            .set("speed", 7_800);

    RationaleTest() {
        machine.phase = "roughing";
    }

    @Test
    void nothingFound() {
        machine.sample();

        assertThat(rationale()).isEqualTo("Every required signal is good and inside the limits of phase roughing.");
    }

    @Test
    void oneFindingWithItsNumbers() {
        machine.sample("spindle_load", 90.25);

        assertThat(rationale()).isEqualTo("Overload: spindle load 90.3 % is over 80.5 %, expected 62.0; 1 sample.");
    }

    @Test
    void theGravestFindingFirstAndTheOthersByName() {
        machine.set("speed", 9_500).sample("spindle_load", 20);

        assertThat(rationale())
                .isEqualTo("Load low: spindle load relative to expected 0.323 × is under 0.500 ×, expected 62.0; "
                        + "1 sample. Also: overspeed.");
    }

    @Test
    void aLargeNumberHasNoDecimals() {
        machine.sample("speed", 9_512.4);

        assertThat(rationale()).isEqualTo("Overspeed: speed 9512 rpm is over 9000 rpm; 1 sample.");
    }

    @Test
    void aLostSignalIsNamedAndWhatIsNotEvaluatedIsCounted() {
        machine.sample();
        machine.set("spindle_load", Report.NULL).sample();

        assertThat(rationale())
                .isEqualTo("Required signal spindle_load gives no usable value: the process can't be judged without "
                        + "it. Not evaluated: 2 rules.");
    }

    @Test
    void aSilentMachine() {
        machine.sample();
        machine.fallSilent();

        assertThat(rationale())
                .isEqualTo("No data from the machine, which was cutting when last heard: the process can't be judged.");
    }

    @Test
    void aMachineThatIsNotJudged() {
        machine.sample();
        machine.phase = "drilling";
        machine.sample();

        assertThat(rationale()).isEqualTo("Not judged: process model m@1 has no phase drilling.");
    }

    private String rationale() {
        return machine.recommendation().rationale();
    }
}
