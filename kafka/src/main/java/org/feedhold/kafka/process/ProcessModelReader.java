package org.feedhold.kafka.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.feedhold.kafka.acquisition.EventTime;
import org.feedhold.kafka.acquisition.TelemetryFields;
import org.feedhold.twin.process.Expectation;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.PhaseSpec;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ReleasePolicy;
import org.feedhold.twin.process.ReportingMode;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.SignalSpec;
import org.jspecify.annotations.Nullable;

/** Reads a process model from its tree, whether that came from YAML or from JSON, and finds every problem in it. */
final class ProcessModelReader {

    static final String SCHEMA = "feedhold.process_model/v1";

    private static final int MOST_ENTRIES = 64;
    private static final int MAX_NAME_BYTES = 128;
    private static final long DAY = 86_400_000;
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9_]{1,100}");

    private final Section model;
    private final List<SignalSpec> signals = new ArrayList<>();
    private final Map<String, PhaseSpec> phases = new LinkedHashMap<>();
    private final List<RuleSpec> rules = new ArrayList<>();

    /** Where a model's samples say what is expected. */
    private enum ExpectedFrom {
        SAMPLE,
        MODEL
    }

    private ProcessModelReader(Section model) {
        this.model = model;
    }

    /**
     * Reads a whole model.
     *
     * @throws InvalidProcessModelException if there is any problem
     */
    static ProcessModel read(JsonNode root, Problems problems) {
        if (!(root instanceof ObjectNode object)) {
            throw problems.fatal(
                    1, "", "this is no process model", "start from a copy of a shipped one: schema, name, version, …");
        }
        ProcessModel read = new ProcessModelReader(new Section(object, "", problems)).read();
        problems.throwIfAny();
        return read;
    }

    private ProcessModel read() {
        checkSchema();
        String name =
                identifier("name", model.requiredText("name", "name the model, for example adaptive_cnc_milling"));
        int version = model.requiredInteger("version", 1, Integer.MAX_VALUE, "number the versions 1, 2, 3, …");
        model.text("description");
        Long effectiveFrom = effectiveFrom();

        Section appliesTo = model.section("applies_to");
        String operation = appliesTo.text("operation");
        List<String> machines = appliesTo.texts("machines");
        appliesTo.close();

        Section reporting = model.section("reporting");
        ReportingMode mode = reporting.word("mode", ReportingMode.class, ReportingMode.SAMPLE);
        long interval = reporting.duration("interval", 1, DAY, 2000);
        reporting.close();
        long silenceAfter = silenceAfter(interval);

        Section evaluateWhen = model.section("evaluate_when");
        List<String> executions = evaluateWhen.texts("execution");
        evaluateWhen.close();

        boolean expectedFromModelOnly =
                model.word("expected_from", ExpectedFrom.class, ExpectedFrom.SAMPLE) == ExpectedFrom.MODEL;
        ReleasePolicy releasePolicy = model.word("release_policy", ReleasePolicy.class, ReleasePolicy.OPTIONAL);

        readSignals();
        readPhasesAndRules(expectedFromModelOnly);
        model.close();
        return new ProcessModel(
                name,
                version,
                effectiveFrom,
                operation,
                List.copyOf(machines),
                mode,
                interval,
                silenceAfter,
                executions.isEmpty() ? List.of("ACTIVE") : List.copyOf(executions),
                expectedFromModelOnly,
                releasePolicy,
                List.copyOf(signals),
                Collections.unmodifiableMap(phases),
                List.copyOf(rules));
    }

    private void checkSchema() {
        String schema = model.requiredText("schema", "begin with schema: " + SCHEMA);
        if (!schema.isEmpty() && !schema.equals(SCHEMA)) {
            model.problem("schema", "the schema '" + schema + "' is not known", "write schema: " + SCHEMA);
        }
    }

    private String identifier(String key, String text) {
        if (!text.isEmpty() && !IDENTIFIER.matcher(text).matches()) {
            model.problem(key, "'" + text + "' is not a name", "use up to 100 of a-z, 0-9 and _");
        }
        return text;
    }

    private @Nullable Long effectiveFrom() {
        String text = model.text("effective_from");
        if (text == null) {
            return null;
        }
        long epochMillis = EventTime.parse(text);
        if (epochMillis == EventTime.INVALID) {
            model.problem(
                    "effective_from",
                    "'" + text + "' is not a point in time",
                    "write date, time and Z or offset, for example 2026-07-01T06:00:00Z");
        }
        return epochMillis;
    }

    private long silenceAfter(long interval) {
        long silenceAfter = model.duration("silence_after", 1, DAY, Math.max(10_000, 5 * interval));
        if (silenceAfter <= interval) {
            model.problem(
                    "silence_after",
                    "'silence_after' is " + Durations.format(silenceAfter) + ", not longer than the interval of "
                            + Durations.format(interval) + ", so that every sample would end a silence",
                    "choose a few times the interval");
        }
        return silenceAfter;
    }

    private void readSignals() {
        Map<String, Section> sections = model.sections("signals");
        checkCount("signals", sections.size());
        if (sections.isEmpty()) {
            model.problem(
                    "signals", "there is no signal", "list at least one, with unit and range, and required: true");
            return;
        }
        int before = model.problemCount();
        sections.forEach((name, section) -> signals.add(signal(name, section)));
        if (model.problemCount() == before && signals.stream().noneMatch(SignalSpec::required)) {
            model.problem(
                    "signals",
                    "no signal is required, so missing data would never be noticed",
                    "write required: true at the signals without which the machine can't be judged");
        }
    }

    private SignalSpec signal(String name, Section section) {
        checkName("signals", name);
        if (TelemetryFields.isContext(name) || name.startsWith("expected_")) {
            model.problem(
                    "signals." + name,
                    "'" + name + "' has another meaning in telemetry and can't be a signal",
                    "name the signal differently at its source");
        }
        String label = section.text("label");
        String unit = section.requiredText("unit", "say in what the values are, for example unit: mm/min");
        double[] range = section.range("range");
        boolean required = section.flag("required", false);
        boolean zeroValid = section.flag("zero_valid", true);
        Double maxStep = section.number("max_step");
        if (maxStep != null && maxStep <= 0) {
            section.problem("max_step", "'max_step' is " + Section.show(maxStep), "choose a value above 0");
        }
        long stuckAfter = section.duration("stuck_after", 1, DAY, 0);
        long staleAfter = section.duration("stale_after", 1, DAY, 0);
        section.close();
        return new SignalSpec(
                name,
                label == null ? name.replace('_', ' ') : label,
                unit,
                range == null ? Double.NEGATIVE_INFINITY : range[0],
                range == null ? Double.POSITIVE_INFINITY : range[1],
                required,
                zeroValid,
                maxStep,
                stuckAfter,
                staleAfter);
    }

    /** Rules and the limits of phases refer to each other; the names of both are known before either is read. */
    private void readPhasesAndRules(boolean expectedFromModelOnly) {
        Map<String, Section> phaseSections = model.sections("phases");
        Map<String, Section> ruleSections = model.sections("rules");
        checkCount("phases", phaseSections.size());
        checkCount("rules", ruleSections.size());
        if (phaseSections.isEmpty()) {
            model.problem(
                    "phases",
                    "there is no phase, so no sample could be judged",
                    "list the values of process_phase, with expected values and limits");
        }
        if (ruleSections.isEmpty()) {
            model.problem(
                    "rules",
                    "there is no rule, so everything would be answered with proceed",
                    "start with the rules of a shipped process model");
        }
        int before = model.problemCount();
        Map<String, Map<String, Section>> limitSections = new LinkedHashMap<>();
        phaseSections.forEach(
                (name, section) -> phases.put(name, phase(name, section, ruleSections.keySet(), limitSections)));

        RuleReader reader = new RuleReader(
                signals,
                phases,
                limitSections,
                codes(ruleSections),
                expectedFromModelOnly,
                model.problemCount() == before);
        ruleSections.forEach((name, section) -> {
            identifier("rules." + name, name);
            if (signalOf(name) != null) {
                model.problem(
                        "rules." + name,
                        "a rule and a signal are both named '" + name + "', so a limit would mean both",
                        "rename the rule");
            }
            rules.add(reader.read(name, section));
        });
    }

    private static Set<String> codes(Map<String, Section> ruleSections) {
        Set<String> codes = new TreeSet<>(Set.of("sensor_dropout", "gateway_silent", "not_released", "quality_risk"));
        ruleSections.forEach(
                (name, section) -> codes.add(section.has("code") ? section.requiredText("code", "") : name));
        return codes;
    }

    private PhaseSpec phase(
            String name, Section section, Set<String> ruleNames, Map<String, Map<String, Section>> limitSections) {
        checkName("phases", name);
        Map<String, Expectation> expected = new LinkedHashMap<>();
        Section expectedSection = section.section("expected");
        for (String signalName : expectedSection.names()) {
            SignalSpec signal = signalOf(signalName);
            if (signal == null) {
                expectedSection.problem(
                        signalName,
                        "'" + signalName + "' is not a signal of this model",
                        Words.suggestion(signalName, signalNames()));
            } else {
                expected.put(signalName, expectation(expectedSection, signal));
            }
        }

        Map<String, Limits> limits = new LinkedHashMap<>();
        Map<String, Section> sections = section.sections("limits");
        sections.forEach((key, limitSection) -> {
            SignalSpec signal = signalOf(key);
            if (signal == null && !ruleNames.contains(key)) {
                Set<String> known = new TreeSet<>(signalNames());
                known.addAll(ruleNames);
                model.problem(
                        limitSection.path(),
                        "'" + key + "' is neither a signal nor a rule of this model",
                        Words.suggestion(key, known));
            }
            Limits read = LimitsReader.read(limitSection);
            if (signal != null) {
                LimitsReader.checkRange(limitSection, read, signal);
            }
            limits.put(key, read);
        });
        limitSections.put(name, sections);
        section.close();
        return new PhaseSpec(name, Collections.unmodifiableMap(expected), Collections.unmodifiableMap(limits));
    }

    private static Expectation expectation(Section expected, SignalSpec signal) {
        String key = signal.name();
        Section section;
        long timeConstant = 0;
        double variation = 0;
        Double value;
        if (expected.isNumber(key)) {
            section = expected;
            value = expected.number(key);
        } else {
            section = expected.section(key);
            key = "value";
            value = section.number(key);
            timeConstant = section.duration("time_constant", 0, DAY, 0);
            variation = section.number("variation", 0, signal.rangeHigh() - signal.rangeLow(), 0);
            section.close();
            if (!section.has(key)) {
                section.problem(key, "the expected value is missing", "write value: with the settled value");
            }
        }
        if (value != null && (value < signal.rangeLow() || value > signal.rangeHigh())) {
            section.problem(
                    key,
                    "the expected value " + Section.show(value) + " lies outside the range of " + signal.name(),
                    "correct the value or the signal's range");
        }
        return new Expectation(value == null ? 0 : value, timeConstant, variation);
    }

    private void checkCount(String key, int count) {
        if (count > MOST_ENTRIES) {
            model.problem(
                    key,
                    "there are " + count + " " + key,
                    "use at most " + MOST_ENTRIES + "; split the model by operation");
        }
    }

    private void checkName(String key, String name) {
        if (name.isBlank()
                || name.chars().anyMatch(Character::isISOControl)
                || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            model.problem(
                    key + '.' + name,
                    "'" + name + "' is not a name",
                    "use 1 to " + MAX_NAME_BYTES + " bytes without control characters");
        }
    }

    private @Nullable SignalSpec signalOf(String name) {
        return signals.stream()
                .filter(signal -> signal.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private List<String> signalNames() {
        return signals.stream().map(SignalSpec::name).toList();
    }
}
