package org.feedhold.jobs.replay;

import org.jspecify.annotations.Nullable;

/** A replay that can't be made; the message says what was wrong, where, and what to do. */
public final class ReplayException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what was wrong. */
    public ReplayException(String message) {
        this(message, null);
    }

    /** Says what was wrong, and what led to it. */
    public ReplayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
