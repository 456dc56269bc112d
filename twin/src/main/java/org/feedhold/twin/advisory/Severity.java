package org.feedhold.twin.advisory;

/** The one scale of severity. */
public enum Severity {
    NORMAL,
    WATCH,
    WARNING,
    CRITICAL
}
