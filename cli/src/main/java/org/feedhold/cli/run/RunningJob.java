package org.feedhold.cli.run;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.feedhold.cli.CommandFailure;
import org.jspecify.annotations.Nullable;

/** A job on a {@link LocalCluster}. */
public final class RunningJob {

    private final MiniCluster cluster;
    private final JobID id;
    private final CompletableFuture<JobResult> result;

    RunningJob(MiniCluster cluster, JobID id) {
        this.cluster = cluster;
        this.id = id;
        result = cluster.requestJobResult(id);
    }

    /** Whether its tasks have been deployed and none is waiting for a restart. */
    public boolean isRunning() throws Exception {
        return cluster.getJobStatus(id).get() == JobStatus.RUNNING;
    }

    /**
     * Throws once the job has ended: it never ends by itself.
     *
     * @throws CommandFailure saying what ended it
     */
    public void checkAlive() {
        if (result.isDone()) {
            Throwable cause = result.handle((ended, error) -> error != null ? error : failure(ended))
                    .join();
            throw new CommandFailure("The monitoring job has ended" + (cause == null ? "" : ": " + root(cause)), cause);
        }
    }

    private static @Nullable Throwable failure(JobResult ended) {
        return ended.getSerializedThrowable()
                .map(serialized -> serialized.deserializeError(RunningJob.class.getClassLoader()))
                .orElse(null);
    }

    private static Throwable root(Throwable error) {
        return error.getCause() == null ? error : root(error.getCause());
    }
}
