package org.feedhold.benchmarks.system;

import org.feedhold.twin.acquisition.Sample;

/** What the floors keep of a machine. Public, as Flink keeps it in its state. */
public final class NewestSample {

    /** Samples so far. */
    public long samples;

    /** Event time of the newest one, in epoch milliseconds. */
    public long timestamp;

    /** Sum of its signals. */
    public double sum;

    /** Makes one of no sample. */
    public NewestSample() {}

    void take(Sample sample) {
        samples++;
        timestamp = sample.timestamp;
        double total = 0;
        for (double value : sample.values) {
            total += value;
        }
        sum = total;
    }
}
