package org.feedhold.twin.detection;

/** What an edge says about a check. */
public enum EdgeKind {
    /** A run of breaches began with this sample. */
    BEGAN,
    /** This sample breaches the check. */
    BREACH,
    /** The run broke off: too few of the newest samples breach. */
    BROKEN,
    /** The feature has been inside its limit, less the deadband, for the off-delay. */
    CLEARED,
    /** The machine has fallen silent though it was cutting. */
    SILENT,
    /** Data came back after a silence. */
    SILENCE_ENDED,
    /** The tool was changed: evidence that belonged to the old one is void. */
    TOOL_CHANGED,
    /** The machine is not judged any more in this context; open episodes end. */
    CONTEXT_LEFT,
    /** What the releases say of the part has changed. */
    RELEASE_CHANGED,
    /** The machine's clock was set back: the old one's time is over. */
    CLOCK_SET_BACK,
    /** The machine has not been heard for so long that it is forgotten. */
    FORGOTTEN
}
