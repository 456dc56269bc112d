package org.feedhold.benchmarks.system.streams;

import java.nio.ByteBuffer;

/**
 * How a rule has been breached of late. Begins with a breach; ends when the value has been inside for the off-delay.
 */
final class Breaches {

    /** Bytes that it takes in a store. */
    static final int BYTES = 4 * Long.BYTES + 1;

    private static final long NEVER = Long.MIN_VALUE;

    /** The newest samples of a run, the newest in the lowest bit: 1 is a breach. 0 while there is no run. */
    private long run;

    private long runStart;
    private long newest;
    private long insideSince = NEVER;
    private boolean sustained;

    /** Whether there have been breaches enough, for long enough, to open an episode. */
    boolean sustained() {
        return sustained;
    }

    /** Time of the first breach of the run, in ms since 1970. */
    long runStart() {
        return runStart;
    }

    /** Time since which the value has been inside, in ms since 1970. */
    long insideSince() {
        return insideSince;
    }

    /** Whether an episode goes on, or may be beginning. */
    boolean suspect(Rule rule) {
        return sustained || recent(rule) >= rule.suspicious();
    }

    /** Lets the next breach begin a new run. */
    void endRun() {
        run = 0;
    }

    /**
     * Takes a sample in.
     *
     * @return whether it is over: the value has been inside for the off-delay
     */
    boolean take(Rule rule, long timestamp, boolean breached, boolean inside) {
        boolean running = run != 0;
        run = run << 1 | (breached ? 1 : 0);
        if (breached) {
            if (running && rule.withinMillis > 0 && timestamp - newest > rule.withinMillis) {
                running = false;
            }
            if (!running) {
                run = 1;
                runStart = timestamp;
            }
            newest = timestamp;
            sustained |= recent(rule) >= rule.hits && timestamp - runStart >= Rule.AT_LEAST_MILLIS;
        } else if ((run & mask(rule.of - rule.hits + 1)) == 0) {
            run = 0;
        }
        if (!inside) {
            // One spike does not begin the off-delay anew where many breaches are needed.
            if (recent(rule) + (breached ? 0 : 1) >= rule.suspicious()) {
                insideSince = NEVER;
            }
            return false;
        }
        if (insideSince == NEVER) {
            insideSince = timestamp;
        }
        return (sustained || run == 0) && timestamp - insideSince >= rule.offDelayMillis;
    }

    void write(ByteBuffer out) {
        out.putLong(run).putLong(runStart).putLong(newest).putLong(insideSince).put((byte) (sustained ? 1 : 0));
    }

    static Breaches read(ByteBuffer in) {
        Breaches breaches = new Breaches();
        breaches.run = in.getLong();
        breaches.runStart = in.getLong();
        breaches.newest = in.getLong();
        breaches.insideSince = in.getLong();
        breaches.sustained = in.get() != 0;
        return breaches;
    }

    private int recent(Rule rule) {
        return Long.bitCount(run & mask(rule.of));
    }

    private static long mask(int samples) {
        return (1L << samples) - 1;
    }
}
