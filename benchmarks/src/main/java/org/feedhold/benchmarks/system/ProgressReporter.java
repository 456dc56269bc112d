package org.feedhold.benchmarks.system;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;

/** Adds up how many records have reached one operator of the job in this process. */
public final class ProgressReporter implements MetricReporter {

    /** Name of the operator in the reporter's settings. */
    static final String OPERATOR = "operator";

    private static final List<Counter> COUNTERS = new CopyOnWriteArrayList<>();

    private String operator = "";

    /** Records that have reached the operator. */
    static long records() {
        long sum = 0;
        for (Counter counter : COUNTERS) {
            sum += counter.getCount();
        }
        return sum;
    }

    @Override
    public void open(MetricConfig config) {
        operator = config.getString(OPERATOR, "");
    }

    @Override
    public void close() {
        COUNTERS.clear();
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter
                && name.equals("numRecordsIn")
                && operator.equals(group.getAllVariables().get("<operator_name>"))) {
            COUNTERS.add(counter);
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        // What was counted stays counted until the end.
    }
}
