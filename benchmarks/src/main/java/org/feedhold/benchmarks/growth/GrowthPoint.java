package org.feedhold.benchmarks.growth;

import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.workload.Workload;

/**
 * What one log cost the job.
 *
 * @param series what grows
 * @param at how far it has grown, in the unit of the series
 * @param workload the log
 * @param measured what draining it took
 */
public record GrowthPoint(Series series, double at, Workload workload, Measurement measured) {}
