package org.feedhold.twin.action;

/** What an operator did. */
public enum ActionKind {
    /** Saw an alarm. */
    ACKNOWLEDGE,
    /** Did the check that an episode had asked for. */
    CHECK_COMPLETED,
    /** Took an alarm out of sight for a time. */
    SHELVE,
    /** Brought a shelved alarm back. */
    UNSHELVE,
    /** Put another tool in. */
    TOOL_CHANGE,
    /** Said whether an alarm was true. */
    FEEDBACK,
    /** Took a signal out of service. */
    OUT_OF_SERVICE,
    /** Put a signal back into service. */
    IN_SERVICE
}
