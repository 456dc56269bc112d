package org.feedhold.operators.detection;

import java.io.Serializable;

/**
 * Options of the twin.
 *
 * @param healthIntervalMillis time between two health records of one machine in event time; 0: one for each sample
 * @param maxOutOfOrdernessMillis how much older than its machine's newest one a record may be, in event time, and how long
 *     one that is not in order waits at most, in arrival time
 * @param forgetAfterMillis how long a machine may not be heard, in arrival time, before it is forgotten; more than 0
 * @param telemetryTopic name of the telemetry topic, for dead letters
 */
public record TwinSettings(
        long healthIntervalMillis, long maxOutOfOrdernessMillis, long forgetAfterMillis, String telemetryTopic)
        implements Serializable {}
