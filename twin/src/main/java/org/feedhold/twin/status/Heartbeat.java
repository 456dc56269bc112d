package org.feedhold.twin.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat of the job, on the topic {@code job-status}. Speaks of the job and of no machine; nothing is judged by it.
 *
 * @param job consumer group of the job, by which jobs are told apart
 * @param timestamp when this was written, by the clock of the job
 * @param version version of the job's program
 * @param start when the job was started, or restarted after a failure
 * @param delivery {@code at-least-once} or {@code exactly-once}
 * @param checkpointId newest checkpoint since the start; null before the first
 * @param checkpointAt when it was complete; null before the first
 * @param lagSeconds how long ago that arrived up to which every machine's records have been judged, in seconds, at least 0;
 *     at the end of the log it stays below a second or two. Null before anything has been read
 */
public record Heartbeat(
        String job,
        Instant timestamp,
        String version,
        Instant start,
        String delivery,
        @Nullable Long checkpointId,
        @Nullable Instant checkpointAt,
        @Nullable Double lagSeconds) {}
