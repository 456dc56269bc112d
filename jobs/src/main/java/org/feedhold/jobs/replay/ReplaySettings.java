package org.feedhold.jobs.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.Topics;

/**
 * What is replayed, and where to.
 *
 * @param source options of the job, on the topics that hold the telemetry, models and releases
 * @param to topics that are written
 * @param from first arrival time whose results are written, in epoch milliseconds; 0 for the oldest record
 * @param until first arrival time that is not read, in epoch milliseconds
 * @param warmUp how much before {@code from} is read too, so that the twins know their machines; its results are not written
 * @param machines ids of the machines that are replayed; empty for all
 * @param parallelism how many machines are judged at the same time, 1 or more
 * @param files files with telemetry, which is brought into the topics of {@code to} first and replayed from there; empty to
 *     replay the telemetry of the source
 * @param append whether results are added to those that {@code to} holds already
 */
public record ReplaySettings(
        MonitoringJobConfig source,
        Topics to,
        long from,
        long until,
        Duration warmUp,
        Set<String> machines,
        int parallelism,
        List<Path> files,
        boolean append) {

    /** As {@code until}: the newest record of the files. */
    public static final long END_OF_FILES = Long.MAX_VALUE;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one can't be; the message says what to do
     */
    public ReplaySettings {
        machines = Set.copyOf(machines);
        files = List.copyOf(files);
        if (from < 0 || until <= from) {
            throw new IllegalArgumentException("--until must be later than --from: nothing arrived from "
                    + Times.show(from) + " until " + Times.show(until));
        }
        if (warmUp.isNegative()) {
            throw new IllegalArgumentException("--warm-up must not be negative: " + warmUp);
        }
        if (parallelism < 1) {
            throw new IllegalArgumentException("--parallelism must be 1 or more: " + parallelism);
        }
    }

    /** What is to be done when the files lie in the topics of {@link #to}. */
    ReplaySettings ofImported(long newest) {
        return new ReplaySettings(
                source.withTopics(to),
                to,
                from,
                Math.min(until, newest + 1),
                warmUp,
                machines,
                parallelism,
                List.of(),
                append);
    }

    /** First arrival time that is read, in epoch milliseconds. */
    long readFrom() {
        return Math.max(0, from - warmUp.toMillis());
    }
}
