package org.feedhold.operators.detection;

import java.io.Serializable;

/**
 * Options of the twin.
 *
 * @param healthIntervalMillis time between two health records of one machine in event time; 0: one for each sample
 * @param telemetryTopic name of the telemetry topic, for dead letters
 */
public record TwinSettings(long healthIntervalMillis, String telemetryTopic) implements Serializable {}
