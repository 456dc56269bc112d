package org.feedhold.cli.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.scoring.Score;
import org.feedhold.simulator.scoring.ScoreTable;
import org.feedhold.simulator.scoring.Target;
import org.feedhold.simulator.scoring.Targets;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.RuleSpec;
import org.junit.jupiter.api.Test;

/**
 * The promises of the shipped milling model, on seeds and fault times of their own: the script's faults are shifted in each
 * run, so that nothing is tuned to one set of times. Every run is judged by the whole job.
 */
class ScoreTargetsTest {

    private static final int RUNS = 200;
    private static final int SAMPLES = 240;

    @Test
    void holdsThePromisesOnReferenceRunsThatSayWhatIsExpected() throws Exception {
        Score score = reference(20_261, true, 0).run(shipped(), new ProcessModelCodec());

        assertThat(Target.missed(score, Targets.REFERENCE))
                .as(ScoreTable.render(score, Targets.REFERENCE))
                .isEmpty();
    }

    @Test
    void holdsThePromisesOnReferenceRunsThatLeaveItToTheModel() throws Exception {
        Score score = reference(20_262, false, 10).run(shipped(), new ProcessModelCodec());

        assertThat(Target.missed(score, Targets.REFERENCE))
                .as(ScoreTable.render(score, Targets.REFERENCE))
                .isEmpty();
    }

    @Test
    void holdsThePromisesOnHardRuns() throws Exception {
        Score score = hard().run(shipped(), new ProcessModelCodec());

        assertThat(Target.missed(score, Targets.HARD))
                .as(ScoreTable.render(score, Targets.HARD))
                .isEmpty();
    }

    /** A shift that stays below the limit is found by the z-score alone: it has to earn its place. */
    @Test
    void missesTheLoadShiftWithoutTheZScore() throws Exception {
        ProcessModel shipped = ShippedProcessModels.load("adaptive_cnc_milling");

        Score score = hard().run(control(withoutZScore(shipped)), new ProcessModelCodec());

        assertThat(Target.missed(score, Targets.HARD))
                .extracting(Target::measure)
                .contains("load_shift.found");
    }

    private static SimulatedTrial reference(long seed, boolean withExpected, int shift) {
        return new SimulatedTrial(Profile.REFERENCE, RUNS, SAMPLES, seed, withExpected, FaultScript.REFERENCE, shift);
    }

    private static SimulatedTrial hard() {
        return new SimulatedTrial(Profile.HARD, RUNS, SAMPLES, 20_263, true, FaultScript.parse("load_shift@62-81"), 8);
    }

    private static List<ControlRecord> shipped() {
        return control(ShippedProcessModels.load("adaptive_cnc_milling"));
    }

    private static List<ControlRecord> control(ProcessModel model) {
        return List.of(new ControlRecord(
                ControlRecord.Kind.PROCESS_MODEL,
                model.key(),
                ProcessModelCodec.toJson(model),
                0,
                "process-models",
                0,
                0));
    }

    private static ProcessModel withoutZScore(ProcessModel model) {
        List<RuleSpec> rules = model.rules().stream()
                .map(rule -> new RuleSpec(
                        rule.name(),
                        rule.code(),
                        rule.signal(),
                        rule.feature(),
                        rule.limits(),
                        rule.decisions(),
                        rule.hits(),
                        rule.of(),
                        rule.atLeastMillis(),
                        rule.withinMillis(),
                        rule.offDelayMillis(),
                        rule.deadbandFraction(),
                        rule.rippleWindow(),
                        rule.scaledByOverride(),
                        null,
                        rule.phases(),
                        rule.consequenceOf(),
                        rule.requiresCheck(),
                        rule.action(),
                        rule.parameterChange(),
                        rule.requiredCheck()))
                .toList();
        return new ProcessModel(
                model.name(),
                model.version(),
                model.effectiveFromMillis(),
                model.operation(),
                model.machines(),
                model.reportingMode(),
                model.intervalMillis(),
                model.silenceAfterMillis(),
                model.evaluateWhen(),
                model.expectedFromModelOnly(),
                model.releasePolicy(),
                model.signals(),
                model.phases(),
                rules);
    }
}
