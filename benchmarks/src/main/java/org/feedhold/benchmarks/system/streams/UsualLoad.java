package org.feedhold.benchmarks.system.streams;

import java.nio.ByteBuffer;

/**
 * The newest residuals of the spindle load in one phase, and how far from them another one is. They are kept in steps of 1/64 of
 * the least deviation, as the job keeps them, so that both compute the same numbers.
 */
final class UsualLoad {

    /** Most bytes that it takes in a store. */
    static final int BYTES = 2 + UsualLoad.WINDOW * Short.BYTES;

    private static final int WINDOW = 24;
    private static final int LEAST_SAMPLES = 12;
    private static final double LEAST_DEVIATION = 2.5;
    private static final double STEP = LEAST_DEVIATION / 64;

    private final short[] residuals = new short[WINDOW];
    private int count;
    private int next;

    void add(double residual) {
        long steps = Math.round(residual / STEP);
        residuals[next] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, steps));
        next = (next + 1) % WINDOW;
        count = Math.min(WINDOW, count + 1);
    }

    void clear() {
        count = 0;
        next = 0;
    }

    /** Standard deviations above the mean; NaN while too few are known. */
    double zScore(double residual) {
        if (count < LEAST_SAMPLES) {
            return Double.NaN;
        }
        long sum = 0;
        long squares = 0;
        for (int i = 0; i < count; i++) {
            sum += residuals[i];
            squares += (long) residuals[i] * residuals[i];
        }
        double mean = (double) sum / count;
        double variance = (squares - (double) sum * sum / count) / (count - 1);
        double deviation = Math.max(LEAST_DEVIATION / STEP, Math.sqrt(Math.max(0, variance)));
        return (residual / STEP - mean) / deviation;
    }

    void write(ByteBuffer out) {
        out.put((byte) count).put((byte) next);
        for (int i = 0; i < count; i++) {
            out.putShort(residuals[i]);
        }
    }

    static UsualLoad read(ByteBuffer in) {
        UsualLoad usual = new UsualLoad();
        usual.count = in.get();
        usual.next = in.get();
        for (int i = 0; i < usual.count; i++) {
            usual.residuals[i] = in.getShort();
        }
        return usual;
    }
}
