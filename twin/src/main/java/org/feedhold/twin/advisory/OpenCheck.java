package org.feedhold.twin.advisory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A check that an episode asked for and that nobody has completed yet.
 *
 * @param episodeId episode that asked for it
 * @param code anomaly code of the episode
 * @param partId part that was in the machine
 * @param requiredCheck what to check
 * @param since start of the episode
 */
public record OpenCheck(
        String episodeId, String code, @Nullable String partId, String requiredCheck, Instant since) {}
