package org.feedhold.twin.process;

/** Whether a part may run without a release. */
public enum ReleasePolicy {
    /** A part without a release is no finding; a release that forbids the cut is. */
    OPTIONAL,
    /** A part without a release is {@code not_released}. */
    REQUIRED
}
