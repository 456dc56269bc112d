package org.feedhold.cli.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.cli.CommandFailure;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;

/** A Flink cluster, talked to by Flink's own client. */
final class FlinkCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final JobManagerOption.Address address;
    private final Configuration configuration = new Configuration();
    private @Nullable RestClusterClient<StandaloneClusterId> client;

    FlinkCluster(JobManagerOption.Address address) {
        this.address = address;
        configuration.set(RestOptions.ADDRESS, address.host());
        configuration.set(RestOptions.PORT, address.port());
        // Flink's own patience with an address where nobody listens is a minute.
        configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, 3);
        configuration.set(RestOptions.RETRY_DELAY, Duration.ofMillis(500));
    }

    /**
     * How a job is to run.
     *
     * @param jobJar what Flink's processes load the job from
     * @param parallelism how many machines are judged at the same time, 1 or more
     * @param checkpointInterval time between two checkpoints; null for that which the job chooses
     * @param savepoint savepoint or checkpoint to go on from; null to begin anew
     */
    record Submission(
            Path jobJar,
            int parallelism,
            @Nullable Duration checkpointInterval,
            @Nullable String savepoint) {

        Submission {
            if (parallelism < 1) {
                throw new IllegalArgumentException("--parallelism must be 1 or more: " + parallelism);
            }
        }
    }

    /** Submits the monitoring job. Returns when the cluster has taken it; it may not run yet. */
    JobID submit(MonitoringJobConfig config, Submission submission) throws InterruptedException {
        Configuration job = new Configuration(configuration);
        job.set(CoreOptions.DEFAULT_PARALLELISM, submission.parallelism());
        if (submission.checkpointInterval() != null) {
            job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, submission.checkpointInterval());
        }
        if (submission.savepoint() != null) {
            job.set(StateRecoveryOptions.SAVEPOINT_PATH, submission.savepoint());
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                address.host(), address.port(), job, submission.jobJar().toString());
        MonitoringJob.define(environment, config);
        try {
            return environment.executeAsync(config.groupId()).getJobID();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw failure("did not take the job", e);
        }
    }

    /** All jobs that the cluster knows, the newest first. */
    List<JobStatusMessage> jobs() throws InterruptedException {
        return await("did not list its jobs", client().listJobs()).stream()
                .sorted(Comparator.comparingLong(JobStatusMessage::getStartTime).reversed())
                .toList();
    }

    /** Ends a job at once. */
    void cancel(JobID job) throws InterruptedException {
        await("did not cancel " + job, client().cancel(job));
    }

    /**
     * Takes a savepoint.
     *
     * @param folder where to, as an address that all processes of the cluster reach; null for that which the cluster is
     *     configured with
     * @param stop whether the job ends with it
     * @return where it lies
     */
    String savepoint(JobID job, @Nullable String folder, boolean stop) throws InterruptedException {
        return await(
                "took no savepoint of " + job,
                stop
                        ? client().stopWithSavepoint(
                                        job, /* advanceToEndOfTime= */ false, folder, SavepointFormatType.CANONICAL)
                        : client().triggerSavepoint(job, folder, SavepointFormatType.CANONICAL));
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
        }
    }

    private RestClusterClient<StandaloneClusterId> client() {
        if (client == null) {
            try {
                client = new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
            } catch (Exception e) {
                throw failure("can't be reached", e);
            }
        }
        return client;
    }

    private <T> T await(String failed, CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failure(failed, e);
        }
    }

    private CommandFailure failure(String failed, Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        String remedy = root instanceof IOException
                ? "check that it runs and that --jobmanager names it"
                : "read the JobManager's log";
        // What the JobManager sends back holds its stack trace.
        return new CommandFailure(
                "Flink at " + address + " " + failed + " ("
                        + reason.lines().findFirst().orElse("") + "); " + remedy + ".",
                e);
    }
}
