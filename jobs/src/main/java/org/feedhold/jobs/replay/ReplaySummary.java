package org.feedhold.jobs.replay;

import java.time.Duration;
import java.util.Map;
import org.feedhold.connectors.LogSpan;

/**
 * What a replay has read and written so far.
 *
 * @param beginning what lies before the first record that was read
 * @param records telemetry records read, those of the warm-up included
 * @param recommendations recommendations written
 * @param episodes openings, escalations and closings of episodes written
 * @param health health records written
 * @param deadLetters dead letters written
 * @param wallTime how long it has taken
 */
public record ReplaySummary(
        LogSpan.Beginning beginning,
        long records,
        long recommendations,
        long episodes,
        long health,
        long deadLetters,
        Duration wallTime) {

    static final String RECOMMENDATIONS = "recommendations";
    static final String EPISODES = "episodes";
    static final String HEALTH = "health";
    static final String DEAD_LETTERS = "dead-letters";

    static ReplaySummary of(LogSpan.Beginning beginning, Map<String, Object> counters, Duration wallTime) {
        return new ReplaySummary(
                beginning,
                count(counters, MachineFilterFunction.RECORDS),
                count(counters, RECOMMENDATIONS),
                count(counters, EPISODES),
                count(counters, HEALTH),
                count(counters, DEAD_LETTERS),
                wallTime);
    }

    private static long count(Map<String, Object> counters, String name) {
        return counters.get(name) instanceof Long count ? count : 0;
    }
}
