package org.feedhold.twin.detection;

/** Whether a machine is heard through its gateway. */
public enum Presence {
    /** Its first record through this gateway. */
    JOINED,
    /** Its first record after it had not been heard. */
    HEARD,
    /** Not heard for half of its silence time-out. */
    QUIET,
    /** Not heard for its silence time-out, though it was cutting. */
    SILENT,
    /** Not heard for its silence time-out, and not cutting when it was last heard. */
    OFFLINE,
    /** It is heard through another gateway. */
    LEFT,
    /** Not heard for so long that it is forgotten. */
    FORGOTTEN;

    /** Whether it says that the machine is heard. */
    public boolean isHeard() {
        return this == JOINED || this == HEARD;
    }

    /** Whether the machine belongs to the gateway no more. */
    public boolean isGone() {
        return this == LEFT || this == FORGOTTEN;
    }
}
