package org.feedhold.benchmarks.latency;

/**
 * What the load generator says of itself: whether it kept to its schedule while samples were measured.
 *
 * @param late how much later than due a sample was handed to Kafka's client
 * @param acknowledged how much later than due the broker had it
 * @param failed samples of the whole load that the broker did not take
 */
public record LoadReport(Percentiles late, Percentiles acknowledged, long failed) {}
