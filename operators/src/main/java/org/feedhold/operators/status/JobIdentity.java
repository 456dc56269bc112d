package org.feedhold.operators.status;

import java.io.Serializable;

/**
 * What a heartbeat says of the job that does not change while it runs.
 *
 * @param job consumer group of the job
 * @param version version of its program
 * @param delivery {@code at-least-once} or {@code exactly-once}
 */
public record JobIdentity(String job, String version, String delivery) implements Serializable {}
