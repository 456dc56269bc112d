package org.feedhold.kafka;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Full names of the topics under one prefix, so that several installations can share a cluster.
 *
 * @param prefix what stands before each topic's name, {@value #DEFAULT_PREFIX} by default; 0 to 200 of Kafka's characters
 *     for topic names
 */
public record Topics(String prefix) implements Serializable {

    /** Prefix where nothing else is asked for. */
    public static final String DEFAULT_PREFIX = "feedhold.";

    private static final Pattern LEGAL_PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if Kafka would refuse names with this prefix
     */
    public Topics {
        if (!LEGAL_PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("the topic prefix '" + prefix
                    + "' is not a legal beginning of a Kafka topic name; use up to 200 of a-z A-Z 0-9 . _ -");
        }
    }

    /** The topics under {@value #DEFAULT_PREFIX}. */
    public static Topics withDefaultPrefix() {
        return new Topics(DEFAULT_PREFIX);
    }

    /** Full name of a topic, for example {@code feedhold.telemetry}. */
    public String name(Topic topic) {
        return prefix + topic.topicName();
    }
}
