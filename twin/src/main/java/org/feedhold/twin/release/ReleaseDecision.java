package org.feedhold.twin.release;

/** What engineering decided about a part. */
public enum ReleaseDecision {
    RELEASE_TO_BUILD,
    NEEDS_ENGINEERING_REVIEW,
    REDESIGN_REQUIRED
}
