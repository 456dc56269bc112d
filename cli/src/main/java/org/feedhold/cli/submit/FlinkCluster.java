package org.feedhold.cli.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.handler.legacy.messages.ClusterOverviewWithVersion;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobConfigHeaders;
import org.apache.flink.runtime.rest.messages.JobConfigInfo;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo.JobVertexDetailsInfo;
import org.apache.flink.runtime.rest.messages.job.JobExceptionsMessageParameters;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.run.StateBackend;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;

/** A Flink cluster, talked to by Flink's own client. */
final class FlinkCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /** A job that has failed so often while it started is given up; once may be by chance. */
    private static final int FAILURES = 3;

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
     * @param stateBackend where the job keeps its state; null for as the cluster is configured
     * @param savepoint savepoint or checkpoint to go on from; null to begin anew
     */
    record Submission(
            Path jobJar,
            int parallelism,
            @Nullable Duration checkpointInterval,
            @Nullable StateBackend stateBackend,
            @Nullable String savepoint) {

        Submission {
            if (parallelism < 1) {
                throw new IllegalArgumentException("--parallelism must be 1 or more: " + parallelism);
            }
        }

        /** The same, with another time between two checkpoints. */
        Submission every(@Nullable Duration otherInterval) {
            return new Submission(jobJar, parallelism, otherInterval, stateBackend, savepoint);
        }

        /** The same, with its state elsewhere. */
        Submission on(@Nullable StateBackend otherBackend) {
            return new Submission(jobJar, parallelism, checkpointInterval, otherBackend, savepoint);
        }

        /** The same, going on from a savepoint. */
        Submission from(String otherSavepoint) {
            return new Submission(jobJar, parallelism, checkpointInterval, stateBackend, otherSavepoint);
        }
    }

    /**
     * How much a cluster can do.
     *
     * @param version of Flink
     * @param slots how many there are
     * @param free how many of them no job has taken
     */
    record Capacity(String version, int slots, int free) {}

    /** Submits the monitoring job. Returns when the cluster has taken it; it may not run yet. */
    JobID submit(MonitoringJobConfig config, Submission submission) throws InterruptedException {
        Configuration job = new Configuration(configuration);
        job.set(CoreOptions.DEFAULT_PARALLELISM, submission.parallelism());
        if (submission.checkpointInterval() != null) {
            job.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, submission.checkpointInterval());
        }
        if (submission.stateBackend() != null) {
            submission.stateBackend().configure(job);
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

    /** What the cluster can do. */
    Capacity capacity() throws InterruptedException {
        ClusterOverviewWithVersion overview =
                await("did not tell how many slots it has", client().getClusterOverview());
        return new Capacity(overview.getVersion(), overview.getNumSlotsTotal(), overview.getNumSlotsAvailable());
    }

    /** The job that does the work of a consumer group, if one does. */
    Optional<JobStatusMessage> working(String groupId) throws InterruptedException {
        return jobs().stream()
                .filter(job ->
                        job.getJobName().equals(groupId) && !job.getJobState().isGloballyTerminalState())
                .findFirst();
    }

    /** How many machines a job judges at the same time. */
    int parallelism(JobID job) throws InterruptedException {
        return details(job).getJobVertexInfos().stream()
                .mapToInt(JobVertexDetailsInfo::getParallelism)
                .max()
                .orElse(1);
    }

    /**
     * The options that a job was submitted with: {@link MonitoringJobConfig#options},
     * {@link MonitoringJob#CHECKPOINT_INTERVAL} and {@link MonitoringJob#STATE_BACKEND}; empty if it tells none.
     */
    Map<String, String> options(JobID job) throws InterruptedException {
        JobMessageParameters parameters = JobConfigHeaders.getInstance().getUnresolvedMessageParameters();
        parameters.jobPathParameter.resolve(job);
        JobConfigInfo.ExecutionConfigInfo config = await(
                        "did not tell the options of " + job,
                        client().sendRequest(
                                        JobConfigHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()))
                .getExecutionConfigInfo();
        return config == null ? Map.of() : config.getGlobalJobParameters();
    }

    /**
     * Returns when every task of a job runs, its state restored.
     *
     * @throws CommandFailure if the job ends, or keeps failing, or does not come so far in time; saying why
     */
    void awaitRunning(JobID job) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JobDetailsInfo details = details(job);
            Collection<JobVertexDetailsInfo> tasks = details.getJobVertexInfos();
            if (!tasks.isEmpty()
                    && tasks.stream().allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING)) {
                return;
            }
            List<String> failures = failures(job);
            if (details.getJobStatus().isGloballyTerminalState() || failures.size() >= FAILURES) {
                throw new CommandFailure("Job " + job + " fails ("
                        + (failures.isEmpty() ? details.getJobStatus().toString() : failures.get(0)) + ").");
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("Job " + job + " does not run within " + PATIENCE.toSeconds() + " s ("
                        + (failures.isEmpty() ? details.getJobStatus() + "; are there enough slots?" : failures.get(0))
                        + ").");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
    }

    private JobDetailsInfo details(JobID job) throws InterruptedException {
        return await("did not tell how " + job + " is", client().getJobDetails(job));
    }

    /** What made a job fail, in words, the newest first. */
    private List<String> failures(JobID job) throws InterruptedException {
        JobExceptionsMessageParameters parameters = new JobExceptionsMessageParameters();
        parameters.jobPathParameter.resolve(job);
        return await(
                        "did not tell the failures of " + job,
                        client().sendRequest(
                                        JobExceptionsHeaders.getInstance(), parameters, EmptyRequestBody.getInstance()))
                .getExceptionHistory()
                .getEntries()
                .stream()
                .map(failure -> rootOf(failure.getStacktrace()))
                .toList();
    }

    /** The last cause of a stack trace is what went wrong; the others say where. */
    private static String rootOf(String stackTrace) {
        return stackTrace
                .lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((first, second) -> second)
                .map(line -> line.substring("Caused by: ".length()))
                .orElseGet(() -> stackTrace.lines().findFirst().orElse(""));
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
