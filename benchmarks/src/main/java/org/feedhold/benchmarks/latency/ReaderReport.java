package org.feedhold.benchmarks.latency;

/**
 * What the reader says of a load.
 *
 * @param recommendations sample to recommendation
 * @param health sample to health record
 * @param complete whether the job has come to the end of every machine's samples; else more than the missing may be to come
 */
public record ReaderReport(OutputReport recommendations, OutputReport health, boolean complete) {}
