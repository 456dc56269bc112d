package org.feedhold.jobs.replay;

import java.time.Instant;

/** Times in words. */
final class Times {

    private Times() {}

    /** An epoch time in milliseconds as people read it. */
    static String show(long epochMillis) {
        return epochMillis == 0
                ? "the oldest record"
                : epochMillis == Long.MAX_VALUE
                        ? "the newest record"
                        : Instant.ofEpochMilli(epochMillis).toString();
    }
}
