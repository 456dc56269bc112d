package org.feedhold.cli;

import org.jspecify.annotations.Nullable;

/** Something that the user can mend; the message says what was wrong, where, and what to do. Exit code 1. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with its message in one line. */
    public CommandFailure(String message) {
        this(message, null);
    }

    /** A failure with what led to it, which {@code --verbose} shows. */
    public CommandFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** A topic that Kafka does not have. */
    public static CommandFailure missingTopic(String topic) {
        return new CommandFailure("Topic " + topic + " does not exist on this Kafka; create the topics with"
                + " 'feedhold topics create', or check --topic-prefix.");
    }
}
