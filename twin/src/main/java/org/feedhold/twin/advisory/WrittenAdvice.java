package org.feedhold.twin.advisory;

import java.util.List;
import org.feedhold.twin.health.Health;
import org.jspecify.annotations.Nullable;

/**
 * What is written of one instant of a gateway or of a machine of it.
 *
 * @param episodes episode events
 * @param recommendation a recommendation
 * @param shown a recommendation that is only shown as the machine's newest state: it is no news
 * @param health a health record
 */
public record WrittenAdvice(
        List<EpisodeEvent> episodes,
        @Nullable Recommendation recommendation,
        @Nullable Recommendation shown,
        @Nullable Health health) {

    /** All of an advisory, as it is. */
    public static WrittenAdvice of(Advisory advisory) {
        return new WrittenAdvice(advisory.episodes(), advisory.recommendation(), null, advisory.health());
    }
}
