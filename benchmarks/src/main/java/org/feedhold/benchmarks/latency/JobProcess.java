package org.feedhold.benchmarks.latency;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.benchmarks.system.LocalFlink;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;

/**
 * The job in a process of its own with a Flink of its own, state on the heap, until it is stopped. Arguments: a folder for
 * checkpoints, then the options of the job.
 */
public final class JobProcess {

    /** What it prints when Flink runs the job. */
    static final String RUNS = "The job runs";

    private static final int PARALLELISM = 2;

    private JobProcess() {}

    /** Runs the job; ends only with a failure. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        Configuration flink = LocalFlink.configuration("hashmap", Path.of(args[0]));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, flink);
        MonitoringJob.define(
                environment,
                MonitoringJobConfig.parse(
                        Arrays.asList(args).subList(1, args.length).toArray(String[]::new)));
        JobClient job = environment.executeAsync("feedhold");
        JobStatus status = job.getJobStatus().get();
        while (status != JobStatus.RUNNING && !status.isTerminalState()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            status = job.getJobStatus().get();
        }
        if (status == JobStatus.RUNNING) {
            System.out.println(RUNS);
        }
        // Throws what the job failed of.
        job.getJobExecutionResult().get();
        throw new IllegalStateException("the job has come to an end, though its topics have none");
    }
}
