package org.feedhold.benchmarks.latency;

/**
 * One kind of output of one load.
 *
 * @param millis from when the sample that led to an output was due to when a reader had it
 * @param missing how many did not come in time: of health, records that were due at the health interval; of recommendations,
 *     faults without any. They are not in the times
 */
public record OutputReport(Percentiles millis, long missing) {}
