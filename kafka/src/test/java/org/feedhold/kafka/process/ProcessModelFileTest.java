package org.feedhold.kafka.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.Expectation;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ReleasePolicy;
import org.feedhold.twin.process.ReportingMode;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.SignalSpec;
import org.feedhold.twin.process.ZScoreSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessModelFileTest {

    /** The example of the contract, to the letter. */
    private static final String CONTRACT = """
            schema: feedhold.process_model/v1
            name: adaptive_cnc_milling
            version: 3
            effective_from: 2026-07-01T06:00:00Z
            applies_to: {operation: adaptive_cnc_milling, machines: ["SEAS-CNC-*"]}   # the most specific match wins
            reporting: {mode: sample, interval: 2s}        # or on_change
            silence_after: 10s
            evaluate_when: {execution: [ACTIVE]}
            signals:
              spindle_load_pct: {unit: "%",    range: [0, 200],     required: true}
              vibration_rms:    {unit: g,      range: [0.001, 50],  required: true, stuck_after: 20s}
              feed_rate_mm_min: {unit: mm/min, range: [0, 60000],   required: true}
              temperature_c:    {unit: °C,     range: [-10, 150],   required: true, max_step: 10}
            phases:
              roughing:
                expected: {spindle_load_pct: 62, temperature_c: {value: 43, time_constant: 60s}}
                limits:   {vibration_rms: {high: 0.82, high_high: 1.6}, feed_rate_mm_min: {low: 650, high: 980}}
            rules:
              chatter_risk: {signal: vibration_rms, feature: level, hits: 2, of: 3, at_least: 2s, within: 8s, off_delay: 6s, deadband: 5%,
                             high: human_review, high_high: do_not_proceed, requires_check: true, action: "…", required_check: "…"}
            """;

    /** Lines are counted from here: signals on 6, phases on 9, rules on 14. */
    private static final String SMALL = """
            schema: feedhold.process_model/v1
            name: small
            version: 1

            signals:
              load: {unit: "%", range: [0, 200], required: true}
              speed: {unit: rpm, range: [0, 9000]}
            phases:
              cut:
                expected: {load: 60}
                limits:
                  load: {low: 10, high: 90}
            rules:
              overload:
                signal: load
                high: human_review
              dropout:
                feature: quality
                decision: do_not_proceed
            """;

    @Test
    void readsTheExampleOfTheContract() {
        ProcessModel model = ProcessModelFile.parse(CONTRACT, "model.yaml");

        assertThat(model.key()).isEqualTo("adaptive_cnc_milling@3");
        assertThat(model.effectiveFromMillis())
                .isEqualTo(Instant.parse("2026-07-01T06:00:00Z").toEpochMilli());
        assertThat(model.operation()).isEqualTo("adaptive_cnc_milling");
        assertThat(model.machines()).containsExactly("SEAS-CNC-*");
        assertThat(model.reportingMode()).isEqualTo(ReportingMode.SAMPLE);
        assertThat(model.intervalMillis()).isEqualTo(2000);
        assertThat(model.silenceAfterMillis()).isEqualTo(10_000);
        assertThat(model.evaluateWhen()).containsExactly("ACTIVE");
        assertThat(model.signals())
                .contains(
                        new SignalSpec("vibration_rms", "vibration rms", "g", 0.001, 50, true, true, null, 20_000, 0),
                        new SignalSpec("temperature_c", "temperature c", "°C", -10, 150, true, true, 10.0, 0, 0));
        assertThat(model.phases().get("roughing").expected())
                .isEqualTo(Map.of(
                        "spindle_load_pct", new Expectation(62, 0, 0),
                        "temperature_c", new Expectation(43, 60_000, 0)));
        assertThat(model.phases().get("roughing").limits())
                .isEqualTo(Map.of(
                        "vibration_rms", new Limits(null, null, 0.82, 1.6),
                        "feed_rate_mm_min", new Limits(null, 650.0, 980.0, null)));
        assertThat(model.rules())
                .containsExactly(new RuleSpec(
                        "chatter_risk",
                        "chatter_risk",
                        "vibration_rms",
                        Feature.LEVEL,
                        Limits.NONE,
                        Map.of(Level.HIGH, Decision.HUMAN_REVIEW, Level.HIGH_HIGH, Decision.DO_NOT_PROCEED),
                        2,
                        3,
                        2000,
                        8000,
                        6000,
                        0.05,
                        0,
                        false,
                        null,
                        List.of(),
                        List.of(),
                        true,
                        "…",
                        null,
                        "…"));
    }

    @Test
    void fillsInDefaults() {
        ProcessModel model = ProcessModelFile.parse(SMALL, "small.yaml");

        assertThat(model.effectiveFromMillis()).isNull();
        assertThat(model.operation()).isNull();
        assertThat(model.machines()).isEmpty();
        assertThat(model.intervalMillis()).isEqualTo(2000);
        assertThat(model.silenceAfterMillis()).isEqualTo(10_000);
        assertThat(model.evaluateWhen()).containsExactly("ACTIVE");
        assertThat(model.expectedFromModelOnly()).isFalse();
        assertThat(model.releasePolicy()).isEqualTo(ReleasePolicy.OPTIONAL);
        RuleSpec rule = model.rules().get(0);
        assertThat(rule.code()).isEqualTo("overload");
        assertThat(rule.hits()).isEqualTo(2);
        assertThat(rule.of()).isEqualTo(3);
        assertThat(rule.offDelayMillis()).isEqualTo(6000);
        assertThat(model.rules().get(1).decisions()).isEqualTo(Map.of(Level.HIGH, Decision.DO_NOT_PROCEED));
    }

    @Test
    void readsEveryKey() {
        String yaml = """
                schema: feedhold.process_model/v1
                name: all
                version: 2
                reporting: {mode: on_change, interval: 200ms}
                silence_after: 1h
                evaluate_when: {execution: [ACTIVE, FEED_HOLD]}
                expected_from: model
                release_policy: required
                signals:
                  load: {label: spindle load, unit: "%", range: [0, 200], required: true, zero_valid: false, stale_after: 10m}
                phases:
                  cut: {expected: {load: {value: 60}}, limits: {restless: {high: 4}}}
                  idle: {}
                rules:
                  restless: {code: chatter_risk, signal: load, feature: ripple, ripple_window: 12, hits: 3, of: 5,
                             high: human_review, deadband: 2.5%, phases: [cut]}
                  shift: {signal: load, feature: residual, limits: {high: 11}, high: watch, consequence_of: [chatter_risk],
                          z_score: {high: 2.2, hits: 5, of: 6, window: 40, minimum: 12, floor: 1.5}}
                """;

        ProcessModel model = ProcessModelFile.parse(yaml, "all.yaml");

        assertThat(model.reportingMode()).isEqualTo(ReportingMode.ON_CHANGE);
        assertThat(model.intervalMillis()).isEqualTo(200);
        assertThat(model.silenceAfterMillis()).isEqualTo(3_600_000);
        assertThat(model.evaluateWhen()).containsExactly("ACTIVE", "FEED_HOLD");
        assertThat(model.expectedFromModelOnly()).isTrue();
        assertThat(model.releasePolicy()).isEqualTo(ReleasePolicy.REQUIRED);
        assertThat(model.signals())
                .containsExactly(new SignalSpec("load", "spindle load", "%", 0, 200, true, false, null, 0, 600_000));
        RuleSpec restless = model.rules().get(0);
        assertThat(restless.code()).isEqualTo("chatter_risk");
        assertThat(restless.rippleWindow()).isEqualTo(12);
        assertThat(restless.deadbandFraction()).isEqualTo(0.025);
        assertThat(restless.phases()).containsExactly("cut");
        assertThat(model.rules().get(1).zScore()).isEqualTo(new ZScoreSpec(2.2, 5, 6, 40, 12, 1.5));
        assertThat(model.rules().get(1).consequenceOf()).containsExactly("chatter_risk");
    }

    /** Each row changes one line of the small model and names a part of the one problem that follows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | schema: feedhold.process_model/v9 | 1: the schema 'feedhold.process_model/v9' is not known (path schema)",
                "2 | name: Small Model | 2: 'Small Model' is not a name (path name)",
                "3 | version: 0 | 3: 'version' is 0 (path version); choose a value from 1",
                "3 | version: 1.5 | 3: 'version' is 1.5 and not a whole number",
                "3 | version: one | 3: \"one\" is not a number (path version)",
                "4 | versoin: 1 | 4: the key 'versoin' is not known here (path versoin); did you mean 'version'?",
                "4 | effective_from: tomorrow | 4: 'tomorrow' is not a point in time (path effective_from)",
                "4 | silence_after: 10 | 4: 10 is not a duration (path silence_after); write a number with a unit",
                "4 | silence_after: 1s | 4: 'silence_after' is 1s, not longer than the interval of 2s",
                "4 | `reporting: {mode: samples}` | 4: \"samples\" is not a value of 'mode' (path reporting.mode); did you mean 'sample'?",
                "4 | `reporting: {interval: 0s}` | 4: 'interval' is 0s (path reporting.interval)",
                "4 | reporting: fast | 4: \"fast\" is not a group of keys (path reporting)",
                "4 | `evaluate_when: {execution: ACTIVE}` | 4: \"ACTIVE\" is not a list (path evaluate_when.execution)",
                "4 | `applies_to: {machine: [a]}` | 4: the key 'machine' is not known here (path applies_to.machine); did you mean 'machines'?",
                "6 | `  load: {unit: \"%\", range: [200, 0], required: true}` | 6: 200 is not below 0 (path signals.load.range)",
                "6 | `  load: {unit: \"%\", range: 200, required: true}` | 6: 200 is not a range",
                "6 | `  load: {range: [0, 200], required: true}` | 6: 'unit' is missing (path signals.load.unit)",
                "6 | `  load: {unit: \"%\", range: [0, .inf], required: true}` | 6: \".inf\" is not a number (path signals.load.range[1])",
                "6 | `  load: {unit: \"%\", range: [0, 200], required: yes}` | 6: 'required' is neither true nor false",
                "6 | `  load: {unit: \"%\", range: [0, 200], required: false}` | 5: no signal is required",
                "7 | `  tool_id: {unit: rpm, range: [0, 9000]}` | 7: 'tool_id' has another meaning in telemetry",
                "7 | `  expected_load: {unit: rpm, range: [0, 9000]}` | 7: 'expected_load' has another meaning in telemetry",
                "7 | `  load: {unit: rpm, range: [0, 9000]}` | 7: the key 'load' is given twice, on lines 6 and 7",
                "7 | `  overload: {unit: rpm, range: [0, 9000]}` | 14: a rule and a signal are both named 'overload'",
                "7 | `  speed: {unit: rpm, range: [0, 9000], max_step: -1}` | 7: 'max_step' is -1",
                "10 | `    expected: {laod: 60}` | 10: 'laod' is not a signal of this model (path phases.cut.expected.laod); did you mean 'load'?",
                "10 | `    expected: {load: 300}` | 10: the expected value 300 lies outside the range of load",
                "10 | `    expected: {load: {time_constant: 60s}}` | 10: the expected value is missing",
                "12 | `      load: {low: 95, high: 90}` | 12: 'high' is 90 and not above 'low', which is 95",
                "12 | `      load: {high: 90, high_high: 80}` | 12: 'high_high' is 80 and not above 'high'",
                "12 | `      load: {high: 250}` | 12: the limit 250 lies outside the range of load, 0 to 200",
                "12 | `      load: {low: 10}` | 16: the rule 'overload' has a decision for 'high', but no phase",
                "12 | `      {load: {high: 90}, sped: {high: 9}}` | 12: 'sped' is neither a signal nor a rule",
                "12 | `      {load: {high: 90}, dropout: {high: 9}}` | 12: the rule 'dropout' looks at quality and has no limit",
                "12 | `      {load: {high: 90}, overload: {low: 9}}` | 12: the rule 'overload' has no decision for its limit 'low'",
                "15 | `    signal: lod` | 15: 'lod' is not a signal of this model (path rules.overload.signal); did you mean 'load'?",
                "16 | `    high: proceed` | 16: \"proceed\" is not a value of 'high'",
                "16 | `    high: {}` | 16: {} is not a value of 'high'",
                "16 | `    {}` | not valid YAML",
                "16 | `    hits: 2` | 14: the rule 'overload' has no decision, so it would never be heard",
                "16 | `    {high: watch` | not valid YAML",
                "19 | `    decision: do_not_procede` | 19: \"do_not_procede\" is not a value of 'decision' (path rules.dropout.decision); did you mean 'do_not_proceed'?",
                "19 | `    hits: 2` | 17: 'decision' is missing",
            })
    void namesTheLineTheProblemAndTheRemedy(int line, String replacement, String expected) {
        InvalidProcessModelException refused = refused(withLine(line, replacement));

        assertThat(refused.problems()).hasSize(1);
        assertThat(refused.problems().get(0))
                .contains("small.yaml:")
                .contains(expected)
                .contains("; ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`hits: 4, of: 3` | 'hits' is 4 and 'of' is 3, so the rule could never be met",
                "`of: 65` | 'of' is 65",
                "`hits: 0` | 'hits' is 0",
                "`at_least: 10m` | 'at_least' is 10m",
                "`deadband: 5` | 5 is not a percentage",
                "`deadband: 60%` | 'deadband' is 60%",
                "`requires_check: true` | a check is required, but not said which",
                "`feature: z_score` | \"z_score\" is not a value of 'feature'",
                "`feature: levl` | did you mean 'level'?",
                "`ripple_window: 5` | 'ripple_window' is only for feature: ripple",
                "`decision: watch` | 'decision' is only for feature: quality",
                "`z_score: {high: 2, hits: 2, of: 3, window: 40, minimum: 12, floor: 1}` | 'z_score' is only for feature: residual",
                "`phases: [cutting]` | 'cutting' is not a phase of this model",
                "`consequence_of: [chatter]` | 'chatter' is not the code of a rule of this model",
                "`consequence_of: [overload]` | the rule is named as its own cause",
                "`code: Over Load` | 'Over Load' is not a code",
                "`limits: {high: 50, low: 5}` | the rule 'overload' has no decision for its limit 'low'",
                "`high_high: watch, limits: {high_high: 95}` | 'high_high' asks for less than 'high'",
                "`hitz: 2` | did you mean 'hits'?",
                "`action: 7` | 'action' is not a text",
            })
    void checksWhatARuleSays(String keys, String expected) {
        InvalidProcessModelException refused =
                refused(withLine(15, "    {signal: load, high: human_review, " + keys + "}")
                        .replace("    high: human_review\n", ""));

        assertThat(refused.problems())
                .singleElement()
                .asString()
                .contains("small.yaml:1")
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`action: Slow down` | 'action' is not for feature: quality, because missing data never asks to change the cut",
                "`signal: load` | 'signal' has no meaning for feature: quality",
                "`limits: {high: 9}` | 'limits' has no meaning for feature: quality",
                "`high: watch` | 'high' has no meaning for feature: quality",
            })
    void theRuleOnMissingDataLooksAtNothingElseAndAsksForNoChange(String key, String expected) {
        InvalidProcessModelException refused = refused(withLine(18, "    feature: quality\n    " + key));

        assertThat(refused.problems()).singleElement().asString().contains("small.yaml:19: " + expected);
    }

    @Test
    void checksTheZScore() {
        String yaml = withLine(
                        15,
                        "    {signal: load, feature: residual, z_score: {high: 0.5, hits: 9, of: 6, window: 10, minimum: 12}}")
                .replace("    high: human_review\n", "");

        assertThat(refused(yaml).problems())
                .hasSize(4)
                .anyMatch(problem -> problem.contains("'high' is 0.5 (path rules.overload.z_score.high)"))
                .anyMatch(problem -> problem.contains("'hits' is 9 and 'of' is 6"))
                .anyMatch(problem -> problem.contains("'minimum' is 12 and 'window' is 10"))
                .anyMatch(problem -> problem.contains("there is no least standard deviation"));
    }

    @Test
    void aComparisonNeedsAnExpectedValueSomewhere() {
        String yaml = withLine(15, "    {signal: speed, feature: ratio, limits: {low: 0.5}, low: watch}")
                .replace("    high: human_review\n", "");

        assertThat(ProcessModelFile.parse(yaml, "small.yaml")).isNotNull();
        assertThat(refused("expected_from: model\n" + yaml).problems())
                .singleElement()
                .asString()
                .contains("the rule 'overload' compares with an expected value that no phase gives");
    }

    @Test
    void listsEveryProblemAtOnce() {
        InvalidProcessModelException refused = refused(withLine(2, "name: Small Model")
                .replace("version: 1", "version: x")
                .replace("signal: load", "signal: loud")
                .replace("range: [0, 9000]", "range: [0]"));

        assertThat(refused.problems()).hasSize(4);
        assertThat(refused).hasMessageContaining("small.yaml:2:").hasMessageContaining("small.yaml:15:");
    }

    @Test
    void anEmptyFileIsNoModel() {
        assertThat(refused("").problems())
                .containsExactly("small.yaml:1: there is nothing in it; start from a copy of a shipped process model");
        assertThat(refused("# only a comment\n").problems()).hasSize(1);
        assertThat(refused("just words").problems()).singleElement().asString().contains("this is no process model");
        assertThat(refused("schema: feedhold.process_model/v1").problems())
                .anyMatch(problem -> problem.contains("'name' is missing"))
                .anyMatch(problem -> problem.contains("'version' is missing"))
                .anyMatch(problem -> problem.contains("there is no signal"))
                .anyMatch(problem -> problem.contains("there is no phase"))
                .anyMatch(problem -> problem.contains("there is no rule"));
    }

    @Test
    void refusesWhatYamlCanDoBeyondJson() {
        assertThat(refused("a: &x [1]\nb: *x\n").problems())
                .singleElement()
                .asString()
                .contains("small.yaml:1: anchors");
        assertThat(refused("a: *x\n").problems()).singleElement().asString().contains("small.yaml:1:");
        assertThat(refused("a: !!java.net.URL [x]\n").problems())
                .singleElement()
                .asString()
                .contains("tags");
        assertThat(refused(SMALL + "---\na: 1\n").problems())
                .singleElement()
                .asString()
                .contains("a second document");
        assertThat(refused("? [a]\n: 1\n").problems())
                .singleElement()
                .asString()
                .contains("a key is not a word");
        assertThat(refused("a: \tb\n\t c: 1\n").problems())
                .singleElement()
                .asString()
                .contains("not valid YAML");
        assertThat(refused("a: " + "[".repeat(100_000)).problems())
                .singleElement()
                .asString()
                .contains("nested too deep");
    }

    @Test
    void refusesMoreThan64Signals() {
        StringBuilder signals = new StringBuilder("signals:\n");
        for (int i = 0; i < 64; i++) {
            signals.append("  s").append(i).append(": {unit: g, range: [0, 1]}\n");
        }

        assertThat(refused(SMALL.replace("signals:\n", signals)).problems())
                .singleElement()
                .asString()
                .contains("there are 66 signals (path signals); use at most 64");
    }

    @Test
    void readsAFileAndSaysWhichOneIsWrong(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("good.yaml"), "\uFEFF" + SMALL);
        Path bad = Files.write(folder.resolve("bad.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(ProcessModelFile.MAX_BYTES + 1));

        assertThat(ProcessModelFile.read(good).name()).isEqualTo("small");
        assertThatThrownBy(() -> ProcessModelFile.read(bad))
                .hasMessage("bad.yaml:1: the file is not UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> ProcessModelFile.read(large))
                .hasMessageContaining("large.yaml:1: the file has 1048577 bytes");
    }

    private static String withLine(int line, String replacement) {
        String[] lines = SMALL.split("\n");
        lines[line - 1] = replacement;
        return String.join("\n", lines) + "\n";
    }

    private static InvalidProcessModelException refused(String yaml) {
        InvalidProcessModelException refused = catchThrowableOfType(
                InvalidProcessModelException.class, () -> ProcessModelFile.parse(yaml, "small.yaml"));
        assertThat(refused).as("refusal of%n%s", yaml).isNotNull();
        return refused;
    }
}
