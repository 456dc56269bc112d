package org.feedhold.simulator;

import java.util.SplittableRandom;

/** Normal noise of standard deviation 1 on each of a machine's signals, autocorrelated if asked for. */
final class Noise {

    static final int LOAD = 0;
    static final int VIBRATION = 1;
    static final int TEMPERATURE = 2;
    static final int SPEED = 3;
    static final int FEED = 4;
    static final int WEAR = 5;
    static final int PRESSURE = 6;
    private static final int SIGNALS = 7;

    private final SplittableRandom random;
    private final double correlation;
    private final double innovation;
    private final double[] values = new double[SIGNALS];

    Noise(SplittableRandom random, double correlation) {
        this.random = random;
        this.correlation = correlation;
        this.innovation = Math.sqrt(1 - correlation * correlation);
        for (int i = 0; i < SIGNALS; i++) {
            values[i] = random.nextGaussian();
        }
    }

    /** Draws the next sample's noise of all signals. */
    void advance() {
        for (int i = 0; i < SIGNALS; i++) {
            values[i] = correlation * values[i] + innovation * random.nextGaussian();
        }
    }

    double of(int signal) {
        return values[signal];
    }

    /** The noise of a signal that its control loop keeps within four standard deviations. */
    double controlled(int signal) {
        return Math.max(-4, Math.min(4, values[signal]));
    }
}
