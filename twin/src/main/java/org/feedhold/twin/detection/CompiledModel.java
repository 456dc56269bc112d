package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.process.Expectation;
import org.feedhold.twin.process.Feature;
import org.feedhold.twin.process.Level;
import org.feedhold.twin.process.Limits;
import org.feedhold.twin.process.PhaseSpec;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.RuleSpec;
import org.feedhold.twin.process.SignalSpec;
import org.jspecify.annotations.Nullable;

/**
 * A process model laid out for evaluation: names replaced by positions, and every limit and expectation in a table by
 * phase. Immutable and shared by all machines that it is for.
 */
public final class CompiledModel {

    private final ProcessModel model;
    private final String key;
    private final SignalSpec[] signals;
    private final List<String> signalNames;
    private final List<String> signalUnits;
    private final Map<String, Integer> phaseIndex = new HashMap<>();
    private final Check[] checks;
    /** By phase and check; NaN where the check does not apply. */
    private final double[][] limits;
    /** By phase and signal; NaN where nothing is expected. */
    private final double[][] expected;
    /** By phase and signal, in milliseconds; 0 where the signal follows at once. */
    private final long[][] timeConstants;
    /** By phase and signal, in the signal's unit. */
    private final double[][] variations;
    /** By phase and signal; NaN where there is none. For what people see. */
    private final double[][] lowLimits;

    private final double[][] highLimits;
    /** By check: position of its baseline among those of a phase, or -1. */
    private final int[] baselineOf;

    private final int baselines;

    /** Compiles a valid model. */
    public CompiledModel(ProcessModel model) {
        this.model = model;
        this.key = model.key();
        this.signals = model.signals().toArray(SignalSpec[]::new);
        this.signalNames = model.signals().stream().map(SignalSpec::name).toList();
        this.signalUnits = model.signals().stream().map(SignalSpec::unit).toList();
        this.checks = checksOf(model);
        this.baselineOf = new int[checks.length];
        int next = 0;
        for (int c = 0; c < checks.length; c++) {
            baselineOf[c] = checks[c].zScore() == null ? -1 : next++;
        }
        this.baselines = next;

        int phases = model.phases().size();
        this.limits = new double[phases][checks.length];
        this.expected = new double[phases][signals.length];
        this.timeConstants = new long[phases][signals.length];
        this.variations = new double[phases][signals.length];
        this.lowLimits = new double[phases][signals.length];
        this.highLimits = new double[phases][signals.length];
        int p = 0;
        for (PhaseSpec phase : model.phases().values()) {
            phaseIndex.put(phase.name(), p);
            Arrays.fill(expected[p], Double.NaN);
            Arrays.fill(lowLimits[p], Double.NaN);
            Arrays.fill(highLimits[p], Double.NaN);
            for (int s = 0; s < signals.length; s++) {
                Expectation expectation = phase.expected().get(signalNames.get(s));
                if (expectation != null) {
                    expected[p][s] = expectation.value();
                    timeConstants[p][s] = expectation.timeConstantMillis();
                    variations[p][s] = expectation.variation();
                }
            }
            for (int c = 0; c < checks.length; c++) {
                limits[p][c] = limitOf(checks[c], phase);
                showLimit(checks[c], limits[p][c], p);
            }
            p++;
        }
    }

    private void showLimit(Check check, double limit, int phase) {
        if (check.feature() != Feature.LEVEL || Double.isNaN(limit)) {
            return;
        }
        if (check.level() == Level.LOW) {
            lowLimits[phase][check.signal()] = limit;
        } else if (check.level() == Level.HIGH) {
            highLimits[phase][check.signal()] = limit;
        }
    }

    private static double limitOf(Check check, PhaseSpec phase) {
        RuleSpec rule = check.rule();
        if (!rule.phases().isEmpty() && !rule.phases().contains(phase.name())) {
            return Double.NaN;
        }
        if (check.zScore() != null) {
            return check.zScore().high();
        }
        if (check.feature() == Feature.QUALITY) {
            return 0;
        }
        Limits limits = phase.limits().get(rule.name());
        if (limits == null && check.feature() == Feature.LEVEL) {
            limits = phase.limits().get(rule.signal());
        }
        Double limit = (limits == null ? rule.limits() : limits).at(check.level());
        return limit == null ? Double.NaN : limit;
    }

    private static Check[] checksOf(ProcessModel model) {
        List<Check> checks = new ArrayList<>();
        for (int r = 0; r < model.rules().size(); r++) {
            RuleSpec rule = model.rules().get(r);
            int signal = rule.signal() == null ? -1 : model.signalIndex(rule.signal());
            for (Level level : Level.values()) {
                Decision decision = rule.decisions().get(level);
                if (decision != null) {
                    CheckCard card = cardOf(model, rule, signal, level.name(), decision, false);
                    checks.add(new Check(rule, r, signal, rule.feature(), level, rule.hits(), rule.of(), null, card));
                }
            }
            if (rule.zScore() != null) {
                CheckCard card = cardOf(model, rule, signal, "Z_SCORE", Decision.WATCH, true);
                checks.add(new Check(
                        rule,
                        r,
                        signal,
                        Feature.Z_SCORE,
                        Level.HIGH,
                        rule.zScore().hits(),
                        rule.zScore().of(),
                        rule.zScore(),
                        card));
            }
        }
        return checks.toArray(new Check[0]);
    }

    private static CheckCard cardOf(
            ProcessModel model, RuleSpec rule, int signal, String level, Decision decision, boolean zScoreOnly) {
        boolean aboutQuality = rule.feature() == Feature.QUALITY;
        return new CheckCard(
                rule.name() + '/' + level.toLowerCase(java.util.Locale.ROOT),
                rule.code(),
                rule.name() + '@' + model.key(),
                labelOf(model, rule, signal, zScoreOnly),
                decision,
                aboutQuality,
                zScoreOnly,
                rule.requiresCheck(),
                rule.consequenceOf(),
                aboutQuality ? null : rule.action(),
                aboutQuality ? null : rule.parameterChange(),
                rule.requiredCheck());
    }

    private static String labelOf(ProcessModel model, RuleSpec rule, int signal, boolean zScoreOnly) {
        if (signal < 0) {
            return rule.code().replace('_', ' ');
        }
        String label = model.signals().get(signal).label();
        if (zScoreOnly) {
            return label + " z-score";
        }
        return switch (rule.feature()) {
            case LEVEL, QUALITY -> label;
            case RIPPLE -> label + " ripple";
            case RESIDUAL -> label + " residual";
            case RATIO -> label + " relative to expected";
            case Z_SCORE -> label + " z-score";
        };
    }

    /** The model it was compiled from. */
    public ProcessModel model() {
        return model;
    }

    /** {@link ProcessModel#key}, always the same object: maps and comparisons need not look into it. */
    public String key() {
        return key;
    }

    /** Names of the signals, in the catalogue's order. */
    public List<String> signalNames() {
        return signalNames;
    }

    /** Units of the signals, in the catalogue's order. */
    public List<String> signalUnits() {
        return signalUnits;
    }

    /** Whether a sample under this catalogue says something of every required signal: nothing has to come yet. */
    public boolean isComplete(Sample sample) {
        for (int s = 0; s < signals.length; s++) {
            if (signals[s].required() && sample.reports[s] == Sample.Report.ABSENT) {
                return false;
            }
        }
        return true;
    }

    int phase(@Nullable String name) {
        return name == null ? -1 : phaseIndex.getOrDefault(name, -1);
    }

    int phases() {
        return limits.length;
    }

    int signals() {
        return signals.length;
    }

    SignalSpec signal(int index) {
        return signals[index];
    }

    Check[] checks() {
        return checks;
    }

    double limit(int phase, int check) {
        return limits[phase][check];
    }

    double expected(int phase, int signal) {
        return expected[phase][signal];
    }

    long timeConstant(int phase, int signal) {
        return timeConstants[phase][signal];
    }

    double variation(int phase, int signal) {
        return variations[phase][signal];
    }

    double lowLimit(int phase, int signal) {
        return lowLimits[phase][signal];
    }

    double highLimit(int phase, int signal) {
        return highLimits[phase][signal];
    }

    int baselines() {
        return baselines;
    }

    int baselineOf(int check) {
        return baselineOf[check];
    }
}
