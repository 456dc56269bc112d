package org.feedhold.twin.advisory;

/** Why an episode closed. */
public enum ClosedBy {
    /** The feature came back inside its limit. */
    RETURNED,
    /** The tool was changed. */
    TOOL_CHANGE,
    /** Operation, part or execution changed so that the rule no longer applies. */
    CONTEXT_CHANGE,
    /** The machine was gone for so long that it was forgotten. */
    FORGOTTEN
}
