package org.feedhold.simulator.scoring;

/**
 * How the health score answered the faults of one kind.
 *
 * @param fell windows with a fall of at least 15 points by the third faulty sample
 * @param fallJudged windows for which that could be judged
 * @param fallSkipped windows without a score before them, or whose finding was already standing
 * @param back windows after which the score was back within 5 points 60 s after the end
 * @param backJudged windows for which that could be judged
 * @param backSkipped windows without a score before them, or after which another fault, a worn tool or the end of the run
 *     came before the score was back
 */
public record HealthResponse(int fell, int fallJudged, int fallSkipped, int back, int backJudged, int backSkipped) {

    HealthResponse plus(HealthResponse other) {
        return new HealthResponse(
                fell + other.fell,
                fallJudged + other.fallJudged,
                fallSkipped + other.fallSkipped,
                back + other.back,
                backJudged + other.backJudged,
                backSkipped + other.backSkipped);
    }
}
