package org.feedhold.twin.detection;

/** What an edge says about a check. */
public enum EdgeKind {
    /** A run of breaches is under way, and its next one may open an episode; comes with the breach that it is said with. */
    BEGAN,
    /** This sample breaches the check, in a run that has been told of. */
    BREACH,
    /** The run that has been told of broke off: too few of the newest samples breach. */
    BROKEN,
    /** After a run that may have opened an episode, the feature has been inside its limit, less the deadband, for the off-delay. */
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
