package org.feedhold.simulator.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists the figures of a score by name, in the order of the table. */
final class Measures {

    private Measures() {}

    static List<Measure> of(Score score) {
        List<Measure> measures = new ArrayList<>();
        for (FaultScore fault : score.faults()) {
            addFault(measures, fault);
        }
        addFalseAlarms(measures, score);
        addWorkload(measures, score);
        addHealth(measures, score);
        return measures;
    }

    private static void addFault(List<Measure> measures, FaultScore fault) {
        String name = fault.kind().text();
        String label = name.replace('_', ' ') + ": ";
        String decision = fault.promised().name().toLowerCase(Locale.ROOT);
        measures.add(Measure.share(
                name + ".found", label + "windows found by " + fault.code(), fault.found(), fault.windows()));
        measures.add(Measure.share(
                name + ".promised",
                label + "samples with at least " + decision,
                fault.promisedSamples(),
                fault.samples()));
        measures.add(Measure.share(
                name + ".exact", label + "samples with exactly " + decision, fault.exactSamples(), fault.samples()));
        measures.add(Measure.seconds(name + ".delay_median", label + "delay, median", fault.delayMedianSeconds()));
        measures.add(Measure.seconds(name + ".delay_maximum", label + "delay, maximum", fault.delayMaximumSeconds()));
    }

    private static void addFalseAlarms(List<Measure> measures, Score score) {
        FalseAlarms wrong = score.falseAlarms();
        int runs = score.runs();
        measures.add(Measure.count(
                "false_review_samples", "false human_review or worse, normal samples", wrong.reviewSamples()));
        measures.add(Measure.perRun(
                "false_watch_findings", "false watch findings on normal samples, a run", wrong.watchFindings(), runs));
        measures.add(Measure.perRun(
                "false_watch_samples", "normal samples with a false watch finding, a run", wrong.watchSamples(), runs));
        measures.add(Measure.share("false_chatter_runs", "runs with a false chatter_risk", wrong.chatterRuns(), runs));
        measures.add(
                Measure.count("false_thermal_drift", "false thermal_drift findings", wrong.thermalDriftFindings()));
        measures.add(Measure.count(
                "false_at_phase_change", "false findings at a change of phase", wrong.phaseChangeFindings()));
    }

    private static void addWorkload(List<Measure> measures, Score score) {
        addPerRun(measures, "episodes", "episodes opened a run", score.episodesPerRun(), score.runs());
        addPerRun(measures, "machine_alarms", "machine alarms a run", score.machineAlarmsPerRun(), score.runs());
        measures.add(Measure.count(
                "proceed_on_bad_data", "proceed though a required sensor is not good", score.proceedOnBadData()));
    }

    private static void addPerRun(List<Measure> measures, String name, String label, Score.PerRun count, int runs) {
        measures.add(Measure.perRun(name + ".mean", label + ", mean", count.total(), runs));
        measures.add(Measure.count(name + ".maximum", label + ", maximum", count.maximum()));
    }

    private static void addHealth(List<Measure> measures, Score score) {
        HealthResponse health = new HealthResponse(0, 0, 0, 0, 0, 0);
        for (FaultScore fault : score.faults()) {
            // A load shift stays below its limit: it has to be noticed, not to cost health.
            if (fault.kind() != FaultKind.LOAD_SHIFT) {
                health = health.plus(fault.health());
            }
        }
        measures.add(Measure.share(
                "health.sharp",
                "health 90 or more, normal samples, sharp tool",
                score.healthySharpSamples(),
                score.sharpSamples()));
        measures.add(Measure.share(
                "health.fell", "health falls by 15 within 3 samples of a fault", health.fell(), health.fallJudged()));
        measures.add(Measure.count("health.fell_skipped", "  faults not judged for that", health.fallSkipped()));
        measures.add(Measure.share(
                "health.back", "health back within 5 points 60 s after a fault", health.back(), health.backJudged()));
        measures.add(Measure.count("health.back_skipped", "  faults not judged for that", health.backSkipped()));
    }
}
