package org.feedhold.twin.detection;

import java.util.Arrays;
import java.util.Objects;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.manipulation.Baseline;
import org.feedhold.twin.manipulation.SettlingExpectation;
import org.feedhold.twin.process.SignalSpec;
import org.jspecify.annotations.Nullable;

/**
 * The newest sample of one machine beside what the process should look like: by signal its value, what was expected, and by
 * how much they differ. NaN where there is nothing to compare. Reused for the next sample, of whatever machine.
 */
final class Comparison {

    private double[] value = new double[0];
    private double[] expected = new double[0];
    private double[] residual = new double[0];
    private double[] zScore = new double[0];
    private double[] variation = new double[0];
    /** By check. */
    private double[] scores = new double[0];

    private double override;
    private int phase = -1;

    /** Turns to a machine's phase: a number of the model, or -1 if the model does not know it. */
    void enter(@Nullable CompiledModel model, @Nullable String processPhase) {
        phase = model == null ? -1 : model.phase(processPhase);
        if (model != null) {
            makeRoom(model.signals(), model.checks().length);
        }
    }

    /** The phase's number in the model, or -1. */
    int phase() {
        return phase;
    }

    /** Takes the values in, of whatever machine: cutting, idle or without such a phase. */
    void take(TwinState state, Sample sample, CompiledModel model, boolean sameInstant) {
        SignalIntake.take(state, sample, model, sameInstant, value);
    }

    /** Compares the values with what is expected of them. */
    void compare(TwinState state, Sample sample, CompiledModel model) {
        expect(state, sample, model);
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            if (checks[c].zScore() != null && !Double.isNaN(model.limit(phase, c))) {
                scores[c] = zScoreOf(state, model, checks[c], c);
                zScore[checks[c].signal()] = scores[c];
            }
        }
    }

    /** Forgets what the sample before, perhaps of another machine, was compared with. */
    void clear() {
        Arrays.fill(expected, Double.NaN);
        Arrays.fill(residual, Double.NaN);
        Arrays.fill(zScore, Double.NaN);
    }

    private void expect(TwinState state, Sample sample, CompiledModel model) {
        override = sample.feedOverridePct;
        boolean modelOnly = model.model().expectedFromModelOnly();
        for (int s = 0; s < model.signals(); s++) {
            double stated = modelOnly ? Double.NaN : sample.expected[s];
            double settled = Double.isNaN(stated) ? model.expected(phase, s) : stated;
            long elapsed = Math.max(0, sample.timestamp - Math.max(state.expectedAt, 0));
            expected[s] = expectedNow(state, s, settled, model.timeConstant(phase, s), elapsed);
            residual[s] = value[s] - expected[s];
            zScore[s] = Double.NaN;
            variation[s] = Double.isNaN(stated) ? model.variation(phase, s) : 0;
            state.settled[s] = settled;
        }
        state.expectedAt = sample.timestamp;
    }

    private double expectedNow(TwinState state, int s, double settled, long timeConstant, long elapsed) {
        if (timeConstant == 0 || Double.isNaN(settled) || Double.isNaN(state.lagged[s])) {
            state.lagged[s] = Double.NaN;
            return settled;
        }
        double lagged = SettlingExpectation.approach(state.lagged[s], settled, elapsed, timeConstant);
        if (Double.isNaN(value[s])) {
            state.lagged[s] = lagged;
            return settled;
        }
        if (SettlingExpectation.hasSettled(value[s], lagged, settled)) {
            state.lagged[s] = Double.NaN;
            return settled;
        }
        state.lagged[s] = lagged;
        return SettlingExpectation.nearest(value[s], lagged, settled);
    }

    /** The limit of a check, which follows the feed override if the rule says so. */
    double limit(CompiledModel model, Check check, int c) {
        double limit = model.limit(phase, c);
        return check.rule().scaledByOverride() && override > 0 ? limit * override / 100 : limit;
    }

    /** The number that a check compares with its limit; NaN if there is none. */
    double feature(TwinState state, CompiledModel model, Check check, int c) {
        int s = check.signal();
        return switch (check.feature()) {
            case LEVEL -> value[s];
            case RESIDUAL -> residual[s];
            case RATIO -> expected[s] > 0 ? value[s] / expected[s] : Double.NaN;
            case RIPPLE -> {
                if (Double.isNaN(value[s])) {
                    state.ripples[c].clear();
                    yield Double.NaN;
                }
                state.ripples[c].add(value[s]);
                yield state.ripples[c].value();
            }
            case Z_SCORE -> scores[c];
            case QUALITY -> throw new IllegalStateException("quality is no number");
        };
    }

    private double zScoreOf(TwinState state, CompiledModel model, Check check, int c) {
        double deviation = residual[check.signal()];
        Baseline baseline = state.baselines[phase * model.baselines() + model.baselineOf(c)];
        boolean comparable = !Double.isNaN(deviation)
                && baseline.count() >= Objects.requireNonNull(check.zScore()).minimum();
        return comparable ? baseline.zScore(deviation, variation[check.signal()]) : Double.NaN;
    }

    /** The rolling window holds only good samples from outside an episode, and from outside one that may be beginning. */
    void learn(TwinState state, CompiledModel model) {
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            int baseline = model.baselineOf(c);
            if (baseline >= 0 && !Double.isNaN(model.limit(phase, c)) && !Double.isNaN(residual[checks[c].signal()])) {
                state.baselines[phase * model.baselines() + baseline].add(residual[checks[c].signal()]);
            }
        }
    }

    Measurement measured(CompiledModel model, Check check, double feature, double limit) {
        int s = check.signal();
        String unit = switch (check.feature()) {
            case LEVEL, RIPPLE, RESIDUAL, QUALITY -> model.signal(s).unit();
            case RATIO -> "×";
            case Z_SCORE -> "σ";
        };
        return new Measurement(model.signal(s).name(), feature, unit, number(expected[s]), limit, number(zScore[s]));
    }

    static Measurement missing(CompiledModel model, int s) {
        return new Measurement(model.signal(s).name(), null, model.signal(s).unit(), null, null, null);
    }

    SignalReading reading(TwinState state, CompiledModel model, int s, boolean monitored) {
        SignalSpec spec = model.signal(s);
        boolean good = state.quality(s) == SignalQuality.GOOD;
        return new SignalReading(
                spec.name(),
                good ? number(state.accepted[s]) : null,
                spec.unit(),
                monitored ? number(expected[s]) : null,
                monitored && good ? number(residual[s]) : null,
                monitored && good ? number(zScore[s]) : null,
                phase < 0 ? null : number(model.lowLimit(phase, s)),
                phase < 0 ? null : number(model.highLimit(phase, s)),
                state.quality(s));
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private void makeRoom(int signals, int checks) {
        if (scores.length < checks) {
            scores = new double[checks];
        }
        if (value.length < signals) {
            value = new double[signals];
            expected = new double[signals];
            residual = new double[signals];
            zScore = new double[signals];
            variation = new double[signals];
        }
    }
}
