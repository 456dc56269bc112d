package org.feedhold.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until Ctrl-C (or SIGTERM) stop what it started, say what it did, and end with an exit code of its
 * own. For one command in one JVM.
 */
public final class Interruption {

    private static final long STOPPING_SECONDS = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status;

    private Interruption() {}

    /** Takes over Ctrl-C from now on. */
    public static Interruption install() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::onShutdown, "interruption"));
        return interruption;
    }

    /** Waits until the user asks to stop, at most for the given time. Returns whether the user has asked. */
    public boolean await(Duration atMost) throws InterruptedException {
        return asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether the user has asked to stop. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Tells that everything is stopped and said; to be called in every case. After Ctrl-C the JVM ends with the status. */
    public void finished(int exitStatus) {
        status = exitStatus;
        finished.countDown();
    }

    /** The JVM ends when all its shutdown hooks have returned, with a status of its own: this one ends it first. */
    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            boolean stopped = finished.await(STOPPING_SECONDS, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(stopped ? status : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
