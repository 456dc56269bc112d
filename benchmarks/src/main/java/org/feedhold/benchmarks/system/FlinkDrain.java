package org.feedhold.benchmarks.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink job in this process. How far it is, the operator says that reads samples behind the {@code keyBy}. */
final class FlinkDrain implements Drain {

    private static final String REPORTER = "metrics.reporter.progress.";

    private static final long LOOK_NANOS = 1_000_000_000;

    private final MiniCluster cluster;
    private final JobID job;
    private long lookedAt = System.nanoTime();

    private FlinkDrain(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    static FlinkDrain start(
            DrainSettings settings, String backend, String operator, Consumer<StreamExecutionEnvironment> definition)
            throws Exception {
        Configuration flink = LocalFlink.configuration(backend, Path.of(settings.folder(), "checkpoints"));
        flink.setString(REPORTER + "factory.class", ProgressReporterFactory.class.getName());
        flink.setString(REPORTER + ProgressReporter.OPERATOR, operator);
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(flink).setParallelism(settings.parallelism());
        definition.accept(environment);

        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .build());
        cluster.start();
        JobID job = cluster.submitJob(environment.getStreamGraph()).get().getJobID();
        return new FlinkDrain(cluster, job);
    }

    @Override
    public long processed() {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK_NANOS) {
            // Each look is a remote call inside the process that is measured.
            lookedAt = now;
            JobStatus status = cluster.getJobStatus(job).join();
            if (status.isTerminalState()) {
                throw new IllegalStateException("the job is " + status + "; its log says why");
            }
        }
        return ProgressReporter.records();
    }

    /** Sinks write what they hold before a checkpoint. */
    @Override
    public void flush() throws Exception {
        cluster.triggerCheckpoint(job).get();
    }

    @Override
    public void close() throws IOException {
        try {
            cluster.close();
        } catch (Exception e) {
            throw new IOException("Flink did not stop: " + e.getMessage(), e);
        }
    }
}
