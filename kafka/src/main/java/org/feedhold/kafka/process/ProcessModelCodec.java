package org.feedhold.kafka.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.action.OperatorActionCodec;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.Expectation;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.PhaseSpec;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.SignalSpec;
import org.feedhold.twin.process.ZScoreSpec;
import org.feedhold.twin.release.Release;
import org.jspecify.annotations.Nullable;

/**
 * Process models as JSON on their topic: the same keys as in a file, with every default written out. Decoding checks all
 * that a file is checked for. Decodes releases and operator actions too, so that an operator has one decoder for its control topics.
 */
public final class ProcessModelCodec implements ControlDecoder {

    private static final long serialVersionUID = 1L;

    @Override
    public ProcessModel processModel(byte[] value) {
        return decode(value);
    }

    @Override
    public Release release(byte[] value) {
        return ReleaseCodec.decode(value);
    }

    @Override
    public OperatorAction operatorAction(byte[] value) {
        return OperatorActionCodec.decode(value);
    }

    /**
     * Decodes a record's value.
     *
     * @throws InvalidProcessModelException if it is no valid process model; the message lists every problem with its path
     */
    public static ProcessModel decode(byte[] value) {
        Problems problems = new Problems(null);
        if (value.length > ProcessModelFile.MAX_BYTES) {
            throw problems.fatal(
                    1,
                    "",
                    "the record has " + value.length + " bytes",
                    "keep a process model below " + ProcessModelFile.MAX_BYTES + " bytes");
        }
        JsonNode tree;
        try {
            tree = Json.read(value);
        } catch (IllegalArgumentException e) {
            throw problems.fatal(1, "", String.valueOf(e.getMessage()), "publish a file that passes the check");
        }
        return ProcessModelReader.read(tree, problems);
    }

    /** The value for the topic; its key is {@link ProcessModel#key()}. */
    public static byte[] toJson(ProcessModel model) {
        try {
            return Json.json().writeValueAsBytes(toTree(model));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** One rule as JSON, with every default written out. */
    public static String toText(RuleSpec rule) {
        return toTree(rule).toString();
    }

    private static ObjectNode toTree(ProcessModel model) {
        ObjectNode tree = Json.json().createObjectNode();
        tree.put("schema", ProcessModelReader.SCHEMA);
        tree.put("name", model.name());
        tree.put("version", model.version());
        Long effectiveFrom = model.effectiveFromMillis();
        if (effectiveFrom != null) {
            tree.put("effective_from", Json.format(Instant.ofEpochMilli(effectiveFrom)));
        }
        ObjectNode appliesTo = tree.putObject("applies_to");
        putText(appliesTo, "operation", model.operation());
        putTexts(appliesTo, "machines", model.machines());
        tree.putObject("reporting")
                .put("mode", Section.lower(model.reportingMode()))
                .put("interval", Durations.format(model.intervalMillis()));
        tree.put("silence_after", Durations.format(model.silenceAfterMillis()));
        putTexts(tree.putObject("evaluate_when"), "execution", model.evaluateWhen());
        tree.put("expected_from", model.expectedFromModelOnly() ? "model" : "sample");
        tree.put("release_policy", Section.lower(model.releasePolicy()));

        ObjectNode signals = tree.putObject("signals");
        model.signals().forEach(signal -> signals.set(signal.name(), toTree(signal)));
        ObjectNode phases = tree.putObject("phases");
        model.phases().forEach((name, phase) -> phases.set(name, toTree(phase)));
        ObjectNode rules = tree.putObject("rules");
        model.rules().forEach(rule -> rules.set(rule.name(), toTree(rule)));
        return tree;
    }

    private static JsonNode toTree(SignalSpec signal) {
        ObjectNode tree = Json.json().createObjectNode();
        tree.put("label", signal.label());
        tree.put("unit", signal.unit());
        tree.putArray("range").add(signal.rangeLow()).add(signal.rangeHigh());
        tree.put("required", signal.required());
        tree.put("zero_valid", signal.zeroValid());
        if (signal.maxStep() != null) {
            tree.put("max_step", signal.maxStep());
        }
        putDuration(tree, "stuck_after", signal.stuckAfterMillis());
        putDuration(tree, "stale_after", signal.staleAfterMillis());
        return tree;
    }

    private static JsonNode toTree(PhaseSpec phase) {
        ObjectNode tree = Json.json().createObjectNode();
        ObjectNode expected = tree.putObject("expected");
        phase.expected().forEach((signal, expectation) -> expected.set(signal, toTree(expectation)));
        ObjectNode limits = tree.putObject("limits");
        phase.limits().forEach((key, of) -> limits.set(key, toTree(of)));
        return tree;
    }

    private static JsonNode toTree(Expectation expectation) {
        ObjectNode tree = Json.json().createObjectNode().put("value", expectation.value());
        putDuration(tree, "time_constant", expectation.timeConstantMillis());
        if (expectation.variation() > 0) {
            tree.put("variation", expectation.variation());
        }
        return tree;
    }

    private static JsonNode toTree(Limits limits) {
        ObjectNode tree = Json.json().createObjectNode();
        for (Level level : Level.values()) {
            Double limit = limits.at(level);
            if (limit != null) {
                tree.put(Section.lower(level), limit);
            }
        }
        return tree;
    }

    private static JsonNode toTree(RuleSpec rule) {
        ObjectNode tree = Json.json().createObjectNode();
        tree.put("code", rule.code());
        putText(tree, "signal", rule.signal());
        tree.put("feature", Section.lower(rule.feature()));
        putDecisionsAndLimits(tree, rule);
        tree.put("hits", rule.hits());
        tree.put("of", rule.of());
        putDuration(tree, "at_least", rule.atLeastMillis());
        putDuration(tree, "within", rule.withinMillis());
        tree.put("off_delay", Durations.format(rule.offDelayMillis()));
        if (rule.rippleWindow() > 0) {
            tree.put("ripple_window", rule.rippleWindow());
        }
        ZScoreSpec zScore = rule.zScore();
        if (zScore != null) {
            tree.putObject("z_score")
                    .put("high", zScore.high())
                    .put("hits", zScore.hits())
                    .put("of", zScore.of())
                    .put("window", zScore.window())
                    .put("minimum", zScore.minimum())
                    .put("floor", zScore.floor());
        }
        putTexts(tree, "phases", rule.phases());
        putTexts(tree, "consequence_of", rule.consequenceOf());
        tree.put("requires_check", rule.requiresCheck());
        putText(tree, "action", rule.action());
        putText(tree, "parameter_change", rule.parameterChange());
        putText(tree, "required_check", rule.requiredCheck());
        return tree;
    }

    private static void putDecisionsAndLimits(ObjectNode tree, RuleSpec rule) {
        if (rule.feature() == Feature.QUALITY) {
            Decision decision = rule.decisions().get(Level.HIGH);
            if (decision != null) {
                tree.put("decision", Section.lower(decision));
            }
            return;
        }
        tree.set("limits", toTree(rule.limits()));
        for (Map.Entry<Level, Decision> decision : rule.decisions().entrySet()) {
            tree.put(Section.lower(decision.getKey()), Section.lower(decision.getValue()));
        }
        tree.put("deadband", percentage(rule.deadbandFraction()));
        tree.put("scaled_by_override", rule.scaledByOverride());
    }

    private static String percentage(double fraction) {
        return Section.show(Math.round(fraction * 1e8) / 1e6) + '%';
    }

    private static void putText(ObjectNode tree, String key, @Nullable String text) {
        if (text != null) {
            tree.put(key, text);
        }
    }

    private static void putTexts(ObjectNode tree, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = tree.putArray(key);
            texts.forEach(array::add);
        }
    }

    private static void putDuration(ObjectNode tree, String key, long millis) {
        if (millis > 0) {
            tree.put(key, Durations.format(millis));
        }
    }
}
