package org.feedhold.benchmarks.latency;

import org.HdrHistogram.Histogram;

/**
 * What a distribution of times comes to, in milliseconds, each at most 0.1 % too high.
 *
 * @param count number of observations
 * @param p50 half of them are at most this
 * @param p99 99 of 100 are; with fewer observations than that it is the greatest
 * @param p999 999 of 1,000 are; with fewer observations than that it is the greatest
 * @param max the greatest
 */
public record Percentiles(long count, long p50, long p99, long p999, long max) {

    /** Of a histogram that counts milliseconds; all 0 if it is empty. */
    static Percentiles of(Histogram millis) {
        return new Percentiles(
                millis.getTotalCount(),
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(99),
                millis.getValueAtPercentile(99.9),
                millis.getMaxValue());
    }
}
