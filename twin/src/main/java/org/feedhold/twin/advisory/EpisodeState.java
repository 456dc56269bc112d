package org.feedhold.twin.advisory;

/** What happened to an episode. */
public enum EpisodeState {
    OPENED,
    ESCALATED,
    CLOSED
}
