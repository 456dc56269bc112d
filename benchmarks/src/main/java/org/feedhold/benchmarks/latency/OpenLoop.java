package org.feedhold.benchmarks.latency;

import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends the samples of a load when they are due. One that is late is sent nevertheless, as soon as possible and with the time
 * at which it was due, so that every delay counts for every sample that it delays.
 */
final class OpenLoop {

    private final Load load;
    private final LongSupplier clock;
    private final Runnable rest;
    private final Histogram late = new Histogram(3);

    /** Where samples go. */
    interface Sender {
        /**
         * Sends a sample without waiting for what becomes of it.
         *
         * @param machine its machine, counted from 0
         * @param dueMillis when it was due, in epoch milliseconds
         */
        void send(int machine, long dueMillis);
    }

    /**
     * A load that has not begun.
     *
     * @param clock says what time it is, in epoch milliseconds
     * @param rest lets some time pass, less than a millisecond
     */
    OpenLoop(Load load, LongSupplier clock, Runnable rest) {
        this.load = load;
        this.clock = clock;
        this.rest = rest;
    }

    /** Sends every sample. */
    void run(Sender sender) {
        for (int sample = 0; sample < load.samplesPerMachine(); sample++) {
            for (int machine = 0; machine < load.machines(); machine++) {
                long due = load.dueMillis(machine, sample);
                long now = clock.getAsLong();
                while (now < due) {
                    rest.run();
                    now = clock.getAsLong();
                }
                if (load.measures(due)) {
                    late.recordValue(now - due);
                }
                sender.send(machine, due);
            }
        }
    }

    /** How much later than due the measured samples were sent. */
    Percentiles late() {
        return Percentiles.of(late);
    }
}
