package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.process.ControlRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Another kind of machine needs a file and no program: a laser welder made up here, and the lathe that is shipped. */
class ModelsAreDataTest {

    private static final long START = Instant.parse("2026-07-06T06:00:00Z").toEpochMilli();
    private static final long INTERVAL = 1_000;
    private static final int SAMPLES = 90;
    /** First sample of the weld, and of the cooling after it. */
    private static final int WELD = 20;

    private static final int COOL = 70;
    /** The lathe's log ends with the welders': silence is another test's matter. */
    private static final int LATHE_SAMPLES = 230;

    private static final long LATHE_INTERVAL = 2_000;
    private static final Instant NEW_VERSION = Instant.ofEpochMilli(START + 50 * INTERVAL);

    private static final String WELDER = """
            schema: feedhold.process_model/v1
            name: seam_welding
            version: 1
            effective_from: 2020-01-01T00:00:00Z
            applies_to: {operation: seam_welding, machines: ["WELDER-*"]}
            reporting: {mode: sample, interval: 1s}
            silence_after: 5s
            evaluate_when: {execution: [ACTIVE, BEAM_ON]}
            signals:
              seam_temperature_c: {label: seam temperature, unit: °C, range: [0, 2500], required: true}
              laser_power_w: {label: laser power, unit: W, range: [0, 6000], required: true}
              gas_flow_l_min: {label: shielding gas, unit: l/min, range: [0, 60]}
            phases:
              preheat:
                expected: {laser_power_w: 800, seam_temperature_c: {value: 300, time_constant: 5s}}
              weld:
                expected: {laser_power_w: 4000, seam_temperature_c: {value: 1500, time_constant: 5s}}
                limits: {gas_flow_l_min: {low_low: 8, low: 14}}
              cool:
                expected: {laser_power_w: 10, seam_temperature_c: {value: 200, time_constant: 5s}}
            rules:
              sensor_dropout:
                feature: quality
                hits: 2
                of: 2
                decision: do_not_proceed
                required_check: Verify the pyrometer and its lens.
              gas_too_low:
                signal: gas_flow_l_min
                phases: [weld]
                hits: 3
                of: 4
                off_delay: 3s
                low: schedule_intervention
                low_low: do_not_proceed
                action: Look at the seam of this part for pores.
                required_check: Check bottle, hose and nozzle.
              unsteady_beam:
                signal: laser_power_w
                feature: ripple
                ripple_window: 8
                limits: {high: 150}
                phases: [weld]
                hits: 2
                of: 2
                off_delay: 4s
                high: human_review
                required_check: Check the cooling of the source.
              weak_beam:
                signal: laser_power_w
                feature: ratio
                limits: {low: 0.7}
                phases: [weld]
                hits: 2
                of: 3
                low: human_review
                requires_check: true
                required_check: Measure the power behind the protective glass.
              overheated_seam:
                signal: seam_temperature_c
                feature: residual
                limits: {high: 120}
                hits: 2
                of: 3
                off_delay: 3s
                high: watch
                parameter_change: Weld a little faster.
            """;

    private static Outcome outcome;
    private static SimulatedRun lathe;

    @BeforeAll
    static void weldsAndTurns() {
        Trial trial = Trial.withShippedModels()
                .model(WELDER)
                .model(WELDER.replace("version: 1", "version: 2")
                        .replace("2020-01-01T00:00:00Z", NEW_VERSION.toString())
                        .replace("limits: {high: 120}", "limits: {high: 40}"));
        trial.control(
                ControlRecord.Kind.PROCESS_MODEL,
                "seam_welding@9",
                ProcessModelCodec.toJson(ProcessModelFile.parse(
                        WELDER.replace("version: 1", "version: 3").replace("limits: {high: 120}", "limits: {high: 1}"),
                        "under-a-wrong-key.yaml")));
        trial.control(
                ControlRecord.Kind.PROCESS_MODEL,
                "seam_welding@4",
                "{\"not\": \"a model\"}".getBytes(StandardCharsets.UTF_8));

        weld(trial, "WELDER-SOUND", (n, sample) -> {});
        weld(trial, "WELDER-GAS", (n, sample) -> {
            // Little gas is no matter before the weld; in it, ever less is.
            sample.put("gas_flow_l_min", n < WELD + 10 ? 12 : n < WELD + 20 ? 5 : 20);
        });
        weld(trial, "WELDER-UNSTEADY", (n, sample) -> {
            if (n >= 30 && n < 40) {
                sample.put("laser_power_w", 4000 + (n % 2 == 0 ? 300 : -300));
            }
        });
        weld(trial, "WELDER-WEAK", (n, sample) -> {
            if (n >= 30 && n < 40) {
                sample.put("laser_power_w", 2500 + n);
            }
        });
        weld(
                trial,
                "WELDER-WARM",
                (n, sample) -> sample.computeIfPresent(
                        "seam_temperature_c", (key, value) -> ((Number) value).doubleValue() + 80));
        weld(trial, "WELDER-BLIND", (n, sample) -> {
            if (n >= 30) {
                sample.remove("seam_temperature_c");
            }
        });
        weld(trial, "OTHER-MAKE", (n, sample) -> {});

        lathe = SimulatedRuns.generate(
                        SimulationSettings.builder()
                                .type(MachineType.LATHE)
                                .seed(3)
                                .startMillis(at(SAMPLES) - LATHE_SAMPLES * LATHE_INTERVAL)
                                .intervalMillis(LATHE_INTERVAL)
                                .faults(new FaultPlan.Scripted(FaultScript.parse(
                                        "chatter@35-44,tool_wear@55-68,feed_mismatch@88-95,thermal_drift@125-140,"
                                                + "sensor_dropout:zero@155-163,broken_tool@185-194")))
                                .build(),
                        LATHE_SAMPLES)
                .get(0);
        outcome = trial.runs(List.of(lathe)).run();
    }

    private static void weld(Trial trial, String machineId, BiConsumer<Integer, Map<String, Object>> fault) {
        for (int n = 0; n < SAMPLES; n++) {
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("timestamp", START + n * INTERVAL);
            sample.put("machine_id", machineId);
            sample.put("operation", "seam_welding");
            sample.put("execution", "BEAM_ON");
            sample.put("process_phase", n < WELD ? "preheat" : n < COOL ? "weld" : "cool");
            double wave = Math.sin(n / 3.0);
            sample.put("seam_temperature_c", (n < WELD ? 300 : n < COOL ? 1500 : 200) + 10 * wave);
            sample.put("laser_power_w", (n < WELD ? 800 : n < COOL ? 4000 : 10) + 5 * wave);
            sample.put("gas_flow_l_min", 20 + wave);
            fault.accept(n, sample);
            trial.sample(machineId, START + n * INTERVAL, sample);
        }
    }

    private static long at(int sample) {
        return START + sample * INTERVAL;
    }

    private static List<String> codes(String machineId, int sample) {
        Recommendation recommendation = outcome.inForce(machineId, at(sample));
        return recommendation.findings().stream().map(Finding::code).toList();
    }

    @Test
    void aSoundWelderProceedsThroughAllPhases() {
        assertThat(outcome.recommendations("WELDER-SOUND"))
                .extracting(Recommendation::decision)
                .containsExactly(Decision.PROCEED);
    }

    @Test
    void lowLimitsEscalateInThePhaseForWhichTheRuleIsMeant() {
        assertThat(codes("WELDER-GAS", WELD - 1)).isEmpty();
        assertThat(outcome.decision("WELDER-GAS", at(WELD + 2))).isEqualTo(Decision.SCHEDULE_INTERVENTION);
        assertThat(outcome.decision("WELDER-GAS", at(WELD + 12))).isEqualTo(Decision.DO_NOT_PROCEED);
        assertThat(outcome.decision("WELDER-GAS", at(WELD + 23))).isEqualTo(Decision.PROCEED);
        assertThat(episodes("WELDER-GAS"))
                .extracting(EpisodeEvent::state)
                .containsExactly(EpisodeState.OPENED, EpisodeState.ESCALATED, EpisodeState.CLOSED);
        Finding finding =
                outcome.inForce("WELDER-GAS", at(WELD + 12)).findings().get(0);
        assertThat(finding.code()).isEqualTo("gas_too_low");
        assertThat(finding.unit()).isEqualTo("l/min");
        assertThat(finding.value()).isEqualTo(5);
        assertThat(finding.limit()).isEqualTo(8);
        assertThat(finding.rule()).isEqualTo("gas_too_low@seam_welding@1");
    }

    @Test
    void aRestlessSignalIsFoundThoughItsLevelIsRight() {
        assertThat(codes("WELDER-UNSTEADY", 33)).containsExactly("unsteady_beam");
        assertThat(outcome.decision("WELDER-UNSTEADY", at(33))).isEqualTo(Decision.HUMAN_REVIEW);
    }

    @Test
    void aSignalThatIsTooSmallForWhatIsExpectedLeavesAnOpenCheck() {
        assertThat(codes("WELDER-WEAK", 31)).contains("weak_beam");
        Recommendation later = outcome.inForce("WELDER-WEAK", at(SAMPLES));
        assertThat(later.decision()).isEqualTo(Decision.PROCEED);
        assertThat(later.openChecks()).extracting(check -> check.code()).containsExactly("weak_beam");
        assertThat(later.parameterChangeAllowed()).isFalse();
    }

    @Test
    void aLostSignalOfTheModelIsMissingData() {
        Recommendation recommendation = outcome.inForce("WELDER-BLIND", at(31));

        assertThat(recommendation.decision()).isEqualTo(Decision.DO_NOT_PROCEED);
        assertThat(recommendation.findings()).extracting(Finding::signal).containsExactly("seam_temperature_c");
        assertThat(recommendation.requiredChecks())
                .extracting(check -> check.text())
                .containsExactly("Verify the pyrometer and its lens.");
    }

    @Test
    void aMachineThatTheModelDoesNotNameIsUnmodelled() {
        assertThat(outcome.recommendations("OTHER-MAKE")).isEmpty();
        assertThat(outcome.result().health().stream()
                        .filter(each -> each.machineId().equals("OTHER-MAKE")))
                .hasSize(SAMPLES)
                .allSatisfy(each -> {
                    assertThat(each.monitoring()).isEqualTo(Monitoring.UNMODELLED);
                    assertThat(each.decision()).isNull();
                });
    }

    @Test
    void aNewVersionCountsFromItsEffectiveTimeOn() {
        assertThat(outcome.result().health().stream()
                        .filter(each -> each.machineId().equals("WELDER-WARM")))
                .hasSize(SAMPLES)
                .allSatisfy(each -> assertThat(each.processModel())
                        .isEqualTo(each.timestamp().isBefore(NEW_VERSION) ? "seam_welding@1" : "seam_welding@2"));
        assertThat(outcome.result().health().stream()
                        .filter(each -> each.machineId().equals("WELDER-WARM"))
                        .filter(each -> each.timestamp().isBefore(NEW_VERSION)))
                .extracting(Health::decision)
                .containsOnly(Decision.PROCEED);
        Recommendation after = outcome.inForce("WELDER-WARM", NEW_VERSION.toEpochMilli() + INTERVAL);
        assertThat(after.decision()).isEqualTo(Decision.WATCH);
        assertThat(after.findings()).extracting(Finding::rule).containsExactly("overheated_seam@seam_welding@2");
        assertThat(after.findings().get(0).since()).isEqualTo(NEW_VERSION);
    }

    @Test
    void theShippedLatheFindsItsOwnFaults() {
        assertFound("chatter", "chatter_risk", Decision.HUMAN_REVIEW);
        assertFound("tool_wear", "tool_wear", Decision.SCHEDULE_INTERVENTION);
        assertFound("feed_mismatch", "feed_mismatch", Decision.DO_NOT_PROCEED);
        assertFound("thermal_drift", "thermal_drift", Decision.HUMAN_REVIEW);
        assertFound("sensor_dropout", "sensor_dropout", Decision.DO_NOT_PROCEED);
        assertFound("broken_tool", "load_low", Decision.HUMAN_REVIEW);
        Decision sound =
                outcome.decision(lathe.machineId(), lathe.samples().get(30).timestampMillis());
        assertThat(sound).isEqualTo(Decision.PROCEED);
    }

    private static void assertFound(String kind, String code, Decision decision) {
        TruthWindow window = lathe.truth().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        Recommendation recommendation = outcome.inForce(lathe.machineId(), window.endMillis());
        assertThat(recommendation.findings())
                .as("%s at the end of %s", recommendation, window)
                .extracting(Finding::code)
                .contains(code);
        assertThat(recommendation.decision()).isEqualTo(decision);
    }

    private static List<EpisodeEvent> episodes(String machineId) {
        List<EpisodeEvent> episodes = new ArrayList<>();
        for (EpisodeEvent episode : outcome.result().episodes()) {
            if (episode.machineId().equals(machineId)) {
                episodes.add(episode);
            }
        }
        return episodes;
    }
}
