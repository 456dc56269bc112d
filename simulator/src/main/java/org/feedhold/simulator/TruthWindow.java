package org.feedhold.simulator;

/**
 * What was injected into a machine, and when; the message of the topic {@code simulator-truth}.
 *
 * @param machineId machine
 * @param kind {@code chatter}, {@code tool_wear}, {@code thermal_drift}, {@code feed_mismatch}, {@code sensor_dropout},
 *     {@code broken_tool}, {@code overload}, {@code load_shift}, {@code spike}, or {@code worn_tool} for a tool that
 *     really is over its wear limit without anything injected
 * @param variant how, where a kind has several ways; {@code null_value}, {@code absent}, {@code nan}, {@code zero},
 *     {@code stuck}, {@code silent_machine}, {@code silent_gateway} for a dropout; empty otherwise
 * @param startMillis event time in epoch milliseconds of the first sample affected
 * @param endMillis event time in epoch milliseconds of the last sample affected, at least {@code startMillis}
 * @param strength 1 for the usual strength
 */
public record TruthWindow(
        String machineId, String kind, String variant, long startMillis, long endMillis, double strength) {}
