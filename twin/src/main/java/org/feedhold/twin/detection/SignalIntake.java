package org.feedhold.twin.detection;

import java.util.Objects;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ReportingMode;
import org.feedhold.twin.process.SignalSpec;

/**
 * Takes the signals of a sample in: says how good each report is, and keeps what is good as the signal's newest accepted
 * value. Quality comes first and statistics second: a z-score on raw values would miss most glitches, because they widen
 * their own sigma.
 */
final class SignalIntake {

    private static final int AGREEING_VALUES = 3;
    private static final int LEAST_SAME_VALUES = 3;

    private SignalIntake() {}

    /**
     * Sets the quality of every signal in {@code state}, and its value in {@code value}: NaN unless it is good.
     *
     * @param sameInstant whether the instant has been judged before: what the sample does not report is then as it was
     */
    static void take(TwinState state, Sample sample, CompiledModel model, boolean sameInstant, double[] value) {
        for (int s = 0; s < model.signals(); s++) {
            boolean reported = !sameInstant || sample.reports[s] != Sample.Report.ABSENT;
            SignalQuality quality = reported ? qualityOf(state, sample, model, s) : state.quality(s);
            state.quality[s] = (byte) quality.ordinal();
            value[s] = quality == SignalQuality.GOOD ? state.accepted[s] : Double.NaN;
        }
    }

    private static SignalQuality qualityOf(TwinState state, Sample sample, CompiledModel model, int s) {
        SignalSpec spec = model.signal(s);
        ProcessModel process = model.model();
        return switch (sample.reports[s]) {
            case NULL -> SignalQuality.MISSING;
            case NOT_A_NUMBER, WRONG_UNIT, BAD -> SignalQuality.INVALID;
            case UNCERTAIN -> SignalQuality.UNCERTAIN;
            case ABSENT -> {
                if (process.reportingMode() == ReportingMode.SAMPLE || Double.isNaN(state.accepted[s])) {
                    yield SignalQuality.MISSING;
                }
                boolean stale = sample.timestamp - state.acceptedAt[s] > staleAfter(spec, process);
                yield stale ? SignalQuality.STALE : state.quality(s);
            }
            case NUMBER -> qualityOfNumber(state, sample, spec, process, s);
        };
    }

    private static long staleAfter(SignalSpec spec, ProcessModel process) {
        return spec.staleAfterMillis() > 0 ? spec.staleAfterMillis() : process.silenceAfterMillis();
    }

    private static SignalQuality qualityOfNumber(
            TwinState state, Sample sample, SignalSpec spec, ProcessModel process, int s) {
        double number = sample.values[s];
        if (number < spec.rangeLow() || number > spec.rangeHigh() || (number == 0 && !spec.zeroValid())) {
            return SignalQuality.INVALID;
        }
        if (isStuck(state, sample, spec, number, s)) {
            return SignalQuality.STUCK;
        }
        if (spec.maxStep() != null && isJump(state, sample, spec, process, number, s)) {
            return SignalQuality.INVALID;
        }
        state.accepted[s] = number;
        state.acceptedAt[s] = sample.timestamp;
        state.candidates[s] = 0;
        return SignalQuality.GOOD;
    }

    private static boolean isStuck(TwinState state, Sample sample, SignalSpec spec, double number, int s) {
        boolean cutting = state.monitoring == Monitoring.MONITORED;
        if (spec.stuckAfterMillis() == 0 || !cutting || Double.compare(number, state.raw[s]) != 0) {
            state.raw[s] = number;
            state.sameSince[s] = sample.timestamp;
            state.same[s] = 1;
            return false;
        }
        state.same[s] = (byte) Math.min(Byte.MAX_VALUE, state.same[s] + 1);
        return state.same[s] >= LEAST_SAME_VALUES && sample.timestamp - state.sameSince[s] > spec.stuckAfterMillis();
    }

    /** A value that its catalogue says can't follow the last accepted one, until three values agree with each other. */
    private static boolean isJump(
            TwinState state, Sample sample, SignalSpec spec, ProcessModel process, double number, int s) {
        double maxStep = Objects.requireNonNull(spec.maxStep());
        if (Double.isNaN(state.accepted[s])
                || Math.abs(number - state.accepted[s]) <= maxStep
                || sample.timestamp - state.acceptedAt[s] > staleAfter(spec, process)) {
            return false;
        }
        boolean agrees = state.candidates[s] > 0 && Math.abs(number - state.candidate[s]) <= maxStep;
        state.candidates[s] = (byte) (agrees ? state.candidates[s] + 1 : 1);
        state.candidate[s] = number;
        return state.candidates[s] < AGREEING_VALUES;
    }
}
