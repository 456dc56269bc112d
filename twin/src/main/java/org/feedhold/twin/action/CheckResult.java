package org.feedhold.twin.action;

/** What a completed check has shown. Whatever it is, the check is done. */
public enum CheckResult {
    /** Nothing was wrong. */
    OK,
    /** Something was wrong and is put right. */
    CORRECTED,
    /** The part is rejected. */
    PART_REJECTED,
    /** Somebody else decides. */
    ESCALATED
}
