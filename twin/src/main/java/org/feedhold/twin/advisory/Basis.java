package org.feedhold.twin.advisory;

/** What a decision rests on. */
public enum Basis {
    /** Measurements that can be trusted. */
    EVIDENCE,
    /** Measurements that are missing or can't be trusted. */
    MISSING_DATA
}
