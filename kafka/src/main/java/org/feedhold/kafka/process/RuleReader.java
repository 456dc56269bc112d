package org.feedhold.kafka.process;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.PhaseSpec;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.SignalSpec;
import org.feedhold.twin.process.ZScoreSpec;
import org.jspecify.annotations.Nullable;

/** Reads one rule of a process model and checks that it can be followed: that its signal, limits and words are there. */
final class RuleReader {

    private static final int MOST_SAMPLES = 64;
    private static final int DEFAULT_RIPPLE_WINDOW = 10;
    private static final long TEN_MINUTES = 600_000;
    private static final long HOUR = 3_600_000;

    private static final Set<Feature> FEATURES = EnumSet.complementOf(EnumSet.of(Feature.Z_SCORE));
    private static final Set<Decision> DECISIONS = EnumSet.complementOf(EnumSet.of(Decision.PROCEED));

    private final List<SignalSpec> signals;
    private final Map<String, PhaseSpec> phases;
    private final Map<String, Map<String, Section>> limitSections;
    private final Set<String> codes;
    private final boolean expectedFromModelOnly;
    private final boolean phasesAreSound;

    /**
     * A reader for the rules of one model.
     *
     * @param limitSections sections of the limits by phase and key, for the places of problems in them
     * @param codes codes that a finding can have
     * @param phasesAreSound whether no problem was found in the phases; if one was, a missing limit is no further one
     */
    RuleReader(
            List<SignalSpec> signals,
            Map<String, PhaseSpec> phases,
            Map<String, Map<String, Section>> limitSections,
            Set<String> codes,
            boolean expectedFromModelOnly,
            boolean phasesAreSound) {
        this.signals = signals;
        this.phases = phases;
        this.limitSections = limitSections;
        this.codes = codes;
        this.expectedFromModelOnly = expectedFromModelOnly;
        this.phasesAreSound = phasesAreSound;
    }

    RuleSpec read(String name, Section section) {
        int before = section.problemCount();
        Feature feature = section.word("feature", Feature.class, FEATURES);
        feature = feature == null ? Feature.LEVEL : feature;
        String code = code(name, section);
        SignalSpec signal = feature == Feature.QUALITY ? null : signal(section);
        Section limitSection = section.section("limits");
        Limits limits = LimitsReader.read(limitSection);
        if (feature == Feature.LEVEL && signal != null) {
            LimitsReader.checkRange(limitSection, limits, signal);
        }
        Map<Level, Decision> decisions = feature == Feature.QUALITY ? qualityDecision(section) : decisions(section);
        int hits = section.integer("hits", 1, MOST_SAMPLES, 2);
        int of = of(section, hits);
        boolean requiresCheck = section.flag("requires_check", false);
        String action = section.text("action");
        String parameterChange = section.text("parameter_change");
        String requiredCheck = section.text("required_check");
        if (requiresCheck && requiredCheck == null) {
            section.problem(
                    "requires_check",
                    "a check is required, but not said which",
                    "write it in words under 'required_check'");
        }
        RuleSpec rule = new RuleSpec(
                name,
                code,
                signal == null ? null : signal.name(),
                feature,
                limits,
                decisions,
                hits,
                of,
                atLeast(section),
                section.duration("within", 0, HOUR, 0),
                section.duration("off_delay", 0, HOUR, 6000),
                section.percentage("deadband", 50, 0),
                rippleWindow(section, feature),
                section.flag("scaled_by_override", false),
                zScore(section, feature),
                rulePhases(section),
                consequenceOf(section, code),
                requiresCheck,
                action,
                parameterChange,
                requiredCheck);
        if (feature == Feature.QUALITY) {
            checkQuality(name, section);
        } else if (phasesAreSound && section.problemCount() == before) {
            checkLimits(section, rule);
            checkExpected(section, rule);
        }
        section.close();
        return rule;
    }

    private static String code(String name, Section section) {
        String code = section.text("code");
        if (code != null && !code.matches("[a-z0-9_]{1,100}")) {
            section.problem("code", "'" + code + "' is not a code", "use up to 100 of a-z, 0-9 and _");
        }
        return code == null ? name : code;
    }

    private @Nullable SignalSpec signal(Section section) {
        String name = section.requiredText("signal", "name the signal that the rule looks at");
        for (SignalSpec signal : signals) {
            if (signal.name().equals(name)) {
                return signal;
            }
        }
        if (!name.isEmpty()) {
            section.problem(
                    "signal",
                    "'" + name + "' is not a signal of this model",
                    Words.suggestion(
                            name, signals.stream().map(SignalSpec::name).toList()));
        }
        return null;
    }

    private static int of(Section section, int hits) {
        int of = section.integer("of", 1, MOST_SAMPLES, Math.max(3, hits));
        if (hits > of) {
            section.problem(
                    "hits",
                    "'hits' is " + hits + " and 'of' is " + of + ", so the rule could never be met",
                    "let 'hits' be at most 'of'");
        }
        return of;
    }

    private static long atLeast(Section section) {
        long atLeast = section.duration("at_least", 0, TEN_MINUTES, 0);
        if (atLeast == TEN_MINUTES) {
            section.problem("at_least", "'at_least' is 10m", "choose less than 10m");
        }
        return atLeast;
    }

    private static int rippleWindow(Section section, Feature feature) {
        if (feature == Feature.RIPPLE) {
            return section.integer("ripple_window", 3, MOST_SAMPLES, DEFAULT_RIPPLE_WINDOW);
        }
        section.refuse("ripple_window", "is only for feature: ripple", "remove it");
        return 0;
    }

    private static Map<Level, Decision> decisions(Section section) {
        section.refuse(
                "decision",
                "is only for feature: quality",
                "say the decision for each limit: low_low, low, high or high_high");
        Map<Level, Decision> decisions = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            Decision decision = section.word(Section.lower(level), Decision.class, DECISIONS);
            if (decision != null) {
                decisions.put(level, decision);
            }
        }
        checkEscalation(section, decisions, Level.HIGH, Level.HIGH_HIGH);
        checkEscalation(section, decisions, Level.LOW, Level.LOW_LOW);
        return decisions;
    }

    private static void checkEscalation(Section section, Map<Level, Decision> decisions, Level weak, Level strong) {
        Decision weaker = decisions.get(weak);
        Decision stronger = decisions.get(strong);
        if (weaker != null && stronger != null && stronger.compareTo(weaker) < 0) {
            section.problem(
                    Section.lower(strong),
                    "'" + Section.lower(strong) + "' asks for less than '" + Section.lower(weak) + "'",
                    "give the stronger limit at least the decision " + Section.lower(weaker));
        }
    }

    private static Map<Level, Decision> qualityDecision(Section section) {
        Map<Level, Decision> decisions = new EnumMap<>(Level.class);
        Decision decision = section.word("decision", Decision.class, DECISIONS);
        if (decision != null) {
            decisions.put(Level.HIGH, decision);
        } else if (!section.has("decision")) {
            section.problem("decision", "'decision' is missing", "write decision: do_not_proceed");
        }
        return decisions;
    }

    private void checkQuality(String name, Section section) {
        for (String key :
                List.of("signal", "limits", "low_low", "low", "high", "high_high", "deadband", "scaled_by_override")) {
            section.refuse(
                    key, "has no meaning for feature: quality, which looks at every required signal", "remove it");
        }
        for (String key : List.of("action", "parameter_change")) {
            section.refuse(
                    key,
                    "is not for feature: quality, because missing data never asks to change the cut",
                    "say under 'required_check' what to verify");
        }
        limitSections.values().forEach(sections -> {
            Section limits = sections.get(name);
            if (limits != null) {
                limits.problem("high", "the rule '" + name + "' looks at quality and has no limit", "remove the limit");
            }
        });
    }

    private static @Nullable ZScoreSpec zScore(Section section, Feature feature) {
        if (!section.has("z_score")) {
            return null;
        }
        if (feature != Feature.RESIDUAL) {
            section.refuse("z_score", "is only for feature: residual", "write feature: residual or remove it");
        }
        Section zScore = section.section("z_score");
        double high = zScore.number("high", 1, 100, 3);
        int hits = zScore.integer("hits", 1, MOST_SAMPLES, 2);
        int of = of(zScore, hits);
        int window = zScore.integer("window", 8, 255, 40);
        int minimum = zScore.integer("minimum", 4, 255, Math.min(12, window));
        if (minimum > window) {
            zScore.problem(
                    "minimum",
                    "'minimum' is " + minimum + " and 'window' is " + window + ", so the z-score would never be used",
                    "let 'minimum' be at most 'window'");
        }
        double floor = zScore.number("floor", 0, Double.MAX_VALUE, 0);
        if (floor <= 0) {
            zScore.problem(
                    "floor",
                    "there is no least standard deviation, so a quiet signal would make any change look large",
                    "write under 'floor' the signal's usual noise, in its unit");
        }
        zScore.close();
        return new ZScoreSpec(high, hits, of, window, minimum, floor);
    }

    private List<String> rulePhases(Section section) {
        List<String> names = section.texts("phases");
        for (String name : names) {
            if (!phases.containsKey(name)) {
                section.problem(
                        "phases",
                        "'" + name + "' is not a phase of this model",
                        Words.suggestion(name, phases.keySet()));
            }
        }
        return List.copyOf(names);
    }

    private List<String> consequenceOf(Section section, String ownCode) {
        List<String> causes = section.texts("consequence_of");
        for (String cause : causes) {
            if (cause.equals(ownCode)) {
                section.problem("consequence_of", "the rule is named as its own cause", "remove '" + cause + "'");
            } else if (!codes.contains(cause)) {
                section.problem(
                        "consequence_of",
                        "'" + cause + "' is not the code of a rule of this model",
                        Words.suggestion(cause, codes));
            }
        }
        return List.copyOf(causes);
    }

    /** Every decision needs a limit somewhere, and every limit that is for this rule alone a decision. */
    private void checkLimits(Section section, RuleSpec rule) {
        if (rule.decisions().isEmpty() && rule.zScore() == null) {
            section.problem(
                    "high",
                    "the rule '" + rule.name() + "' has no decision, so it would never be heard",
                    "say one for a limit, for example high: human_review");
        }
        for (Level level : rule.decisions().keySet()) {
            if (!hasLimit(rule, level)) {
                section.problem(
                        Section.lower(level),
                        "the rule '" + rule.name() + "' has a decision for '" + Section.lower(level)
                                + "', but no phase and no 'limits' give that limit",
                        "add the limit, or remove the decision");
            }
        }
        checkHasDecisions(section.section("limits"), rule.limits(), rule);
        limitSections.forEach((phase, sections) -> {
            Section limits = sections.get(rule.name());
            PhaseSpec spec = phases.get(phase);
            if (limits != null && spec != null) {
                checkHasDecisions(limits, spec.limits().getOrDefault(rule.name(), Limits.NONE), rule);
            }
        });
    }

    private static void checkHasDecisions(Section section, Limits limits, RuleSpec rule) {
        for (Level level : Level.values()) {
            if (limits.at(level) != null && !rule.decisions().containsKey(level)) {
                section.problem(
                        Section.lower(level),
                        "the rule '" + rule.name() + "' has no decision for its limit '" + Section.lower(level) + "'",
                        "say in the rule what it asks for, or remove the limit");
            }
        }
    }

    private boolean hasLimit(RuleSpec rule, Level level) {
        if (rule.limits().at(level) != null) {
            return true;
        }
        for (PhaseSpec phase : phases.values()) {
            boolean evaluated = rule.phases().isEmpty() || rule.phases().contains(phase.name());
            Limits own = phase.limits().getOrDefault(rule.name(), Limits.NONE);
            Limits ofSignal = rule.feature() == Feature.LEVEL && rule.signal() != null
                    ? phase.limits().getOrDefault(rule.signal(), Limits.NONE)
                    : Limits.NONE;
            if (evaluated && (own.at(level) != null || ofSignal.at(level) != null)) {
                return true;
            }
        }
        return false;
    }

    private void checkExpected(Section section, RuleSpec rule) {
        boolean compares = rule.feature() == Feature.RESIDUAL || rule.feature() == Feature.RATIO;
        boolean known = phases.values().stream()
                .anyMatch(phase -> rule.signal() != null && phase.expected().containsKey(rule.signal()));
        if (compares && expectedFromModelOnly && rule.signal() != null && !known) {
            section.problem(
                    "feature",
                    "the rule '" + rule.name() + "' compares with an expected value that no phase gives",
                    "add '" + rule.signal() + "' under 'expected' of the phases, or write expected_from: sample");
        }
    }
}
