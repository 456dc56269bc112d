package org.feedhold.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition in a test; use instead of sleeping for a guessed time. */
public final class Await {

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what the condition in words, for the failure
     * @throws AssertionError if it does not hold within the time, or can't be asked
     */
    public static void until(String what, Duration within, Callable<Boolean> condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!holds(what, condition)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + within + ": " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static boolean holds(String what, Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError("can't tell whether " + what, e);
        }
    }
}
