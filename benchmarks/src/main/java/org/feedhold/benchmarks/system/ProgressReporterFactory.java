package org.feedhold.benchmarks.system;

import java.util.Properties;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Makes {@link ProgressReporter}s for Flink, which finds it as a service. */
public final class ProgressReporterFactory implements MetricReporterFactory {

    /** For the service loader. */
    public ProgressReporterFactory() {}

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return new ProgressReporter();
    }
}
