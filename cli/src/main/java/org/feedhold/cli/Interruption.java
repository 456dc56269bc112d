package org.feedhold.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until Ctrl-C (or SIGTERM) stop what it started, say what it did, and end with an exit code of its
 * own. For one command in one JVM.
 */
public final class Interruption {

    private static final Duration STOPPING = Duration.ofSeconds(60);
    /** Longer than Flink takes for a savepoint, or is waited for. */
    private static final Duration FINISHING = Duration.ofMinutes(10);

    private final Duration patience;
    private final Runnable onAsked;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status;

    private Interruption(Duration patience, Runnable onAsked) {
        this.patience = patience;
        this.onAsked = onAsked;
    }

    /** Takes over Ctrl-C from now on; the command stops soon after it. */
    public static Interruption install() {
        return install(STOPPING, () -> {});
    }

    /**
     * Takes over Ctrl-C for the rest of a command that must not be left half-way: it goes on to its end.
     *
     * @param onAsked tells the user so; runs beside the command
     */
    public static Interruption postpone(Runnable onAsked) {
        return install(FINISHING, onAsked);
    }

    private static Interruption install(Duration patience, Runnable onAsked) {
        Interruption interruption = new Interruption(patience, onAsked);
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
        onAsked.run();
        try {
            boolean stopped = finished.await(patience.toSeconds(), TimeUnit.SECONDS);
            Runtime.getRuntime().halt(stopped ? status : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
