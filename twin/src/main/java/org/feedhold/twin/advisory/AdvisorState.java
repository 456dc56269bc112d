package org.feedhold.twin.advisory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor remembers of one machine. Mutable state of {@link Advisor} alone; bounded by the number of rules and by
 * {@link Advisor#MOST_OPEN_CHECKS}.
 */
public final class AdvisorState {

    /** Episodes that are open. */
    public List<OpenEpisode> episodes = new ArrayList<>();
    /** Checks that nobody has completed. */
    public List<OpenCheck> openChecks = new ArrayList<>();
    /** Whether a recommendation has been written. */
    public boolean recommended;
    /** Event time of the newest recommendation in epoch milliseconds: there is at most one for an instant. */
    public long recommendedAt = Long.MIN_VALUE;
    /** Decision of the newest recommendation. */
    public @Nullable Decision decision;
    /** Digest of what else the newest recommendation said, to see whether anything has changed. */
    public String said = "";
    /** Whether the newest recommendation carried an action. */
    public boolean saidAction;
    /** Whether the gate was open in the newest recommendation. */
    public boolean saidGateOpen;
    /** Monitoring state at the newest evidence. */
    public @Nullable Monitoring monitoring;
    /** Smoothed health score, 0 to 100. */
    public double score = 100;
    /** Penalties of the findings active since {@link #scoredAt}. */
    public double penalty;
    /** Event time of the smoothed score in epoch milliseconds. */
    public long scoredAt = Long.MIN_VALUE;
    /** Event times of the recommendations of the newest minute that merely toggled the gate, in epoch milliseconds. */
    public List<Long> toggles = new ArrayList<>();
    /** Event time of the newest output in epoch milliseconds. */
    public long newest = Long.MIN_VALUE;

    /** The machine's time begins anew: what has no time stays. */
    void setClockBack() {
        recommendedAt = Long.MIN_VALUE;
        scoredAt = Long.MIN_VALUE;
        newest = Long.MIN_VALUE;
        toggles.clear();
    }
}
