package org.feedhold.benchmarks.latency;

/**
 * One load under one guarantee of delivery.
 *
 * @param delivery {@code at-least-once} or {@code exactly-once}
 * @param percentOfCapacity rate of the load, as a share of what the job can do
 * @param load what was sent
 * @param sent whether the load generator kept to its schedule
 * @param received what came of it
 */
public record LatencyRow(String delivery, int percentOfCapacity, Load load, LoadReport sent, ReaderReport received) {}
