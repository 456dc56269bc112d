package org.feedhold.benchmarks.system.streams;

/** A signal that rules look at, and how a broken sensor gives itself away. */
enum Signal {
    LOAD(0, 200, false, 4_000, Double.POSITIVE_INFINITY),
    VIBRATION(0.001, 50, false, 4_000, Double.POSITIVE_INFINITY),
    TEMPERATURE(-10, 150, false, 20_000, 30),
    FEED(0, 60_000, false, 0, Double.POSITIVE_INFINITY),
    /** The only one without which a machine can be judged. */
    WEAR(0, 100, true, 0, Double.POSITIVE_INFINITY);

    /** All of them. */
    static final Signal[] ALL = values();

    /** Least value that can be. */
    final double least;
    /** Greatest value that can be. */
    final double most;
    /** Whether 0 is a value, not a lost one. */
    final boolean zeroValid;
    /** Time after which a value that stays the same to the last digit is no reading, in ms; 0: it may. */
    final long stuckAfterMillis;
    /** Greatest step from one sample to the next. */
    final double mostStep;

    Signal(double least, double most, boolean zeroValid, long stuckAfterMillis, double mostStep) {
        this.least = least;
        this.most = most;
        this.zeroValid = zeroValid;
        this.stuckAfterMillis = stuckAfterMillis;
        this.mostStep = mostStep;
    }
}
