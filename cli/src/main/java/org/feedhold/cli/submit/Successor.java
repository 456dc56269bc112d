package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobID;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Interruption;
import org.feedhold.jobs.MonitoringJobConfig;

/** One job that goes on where another one is stopped, by a savepoint. */
final class Successor {

    private final FlinkCluster cluster;
    private final PrintWriter out;

    Successor(FlinkCluster cluster, PrintWriter out) {
        this.cluster = cluster;
        this.out = out;
    }

    /**
     * The job to go on from.
     *
     * @throws CommandFailure if none runs
     */
    static JobID predecessor(FlinkCluster cluster, String groupId) throws InterruptedException {
        return cluster.working(groupId)
                .orElseThrow(() -> new CommandFailure("No job does the work of group " + groupId
                        + "; see 'feedhold jobs', and start one with 'feedhold submit'."))
                .getJobId();
    }

    /**
     * Options that would be others than those of the running job, each with both values; empty if the job tells none of its
     * options.
     */
    static Map<String, String> changes(Map<String, String> running, Map<String, String> asked) {
        Map<String, String> changes = new TreeMap<>();
        if (!running.isEmpty()) {
            asked.forEach((name, value) -> {
                String before = running.get(name);
                if (!value.equals(before)) {
                    changes.put("--" + name, (before == null ? "unset" : before) + " -> " + value);
                }
            });
        }
        return changes;
    }

    /**
     * Stops a job with a savepoint, starts another from it, and tells so. Returns when the other one runs. From the moment
     * when the first one is being stopped, Ctrl-C no longer ends the command: nobody would judge the machines.
     *
     * @throws CommandFailure if the job could not be stopped, and so goes on; or if the other one does not run, saying how
     *     to go back
     */
    void replace(JobID job, MonitoringJobConfig config, FlinkCluster.Submission submission)
            throws InterruptedException {
        requireSlots(job, submission.parallelism());
        Interruption interruption = Interruption.postpone(
                () -> tell("One job is being replaced by another; this command ends when that is done."));
        int status = 1;
        try {
            tell("Stopping job " + job + " with a savepoint");
            String savepoint = cluster.savepoint(job, null, /* stop= */ true);
            tell("Stopped job " + job + " with savepoint " + savepoint);
            JobID successor = start(config, submission.from(savepoint), savepoint);
            tell("Job " + successor + " (" + config.groupId() + ") goes on from it, with parallelism "
                    + submission.parallelism() + ".");
            status = 0;
        } catch (CommandFailure e) {
            if (interruption.isAsked()) {
                // The process ends before anyone else can tell.
                tell("feedhold: " + e.getMessage());
            }
            throw e;
        } finally {
            interruption.finished(status);
        }
    }

    private JobID start(MonitoringJobConfig config, FlinkCluster.Submission submission, String savepoint)
            throws InterruptedException {
        JobID successor = null;
        try {
            successor = cluster.submit(config, submission);
            cluster.awaitRunning(successor);
        } catch (CommandFailure e) {
            if (successor != null) {
                giveUp(successor);
            }
            throw new CommandFailure(
                    "The job does not go on from its savepoint: " + e.getMessage() + " The savepoint stays; to go back,"
                            + " let the former version submit it with the former options and --from-savepoint "
                            + savepoint,
                    e);
        }
        return successor;
    }

    private void tell(String line) {
        out.println(line);
        out.flush();
    }

    /** A job that waits for slots in vain is worse than one that was never stopped. */
    private void requireSlots(JobID job, int parallelism) throws InterruptedException {
        FlinkCluster.Capacity capacity = cluster.capacity();
        int available = capacity.free() + cluster.parallelism(job);
        if (parallelism > available) {
            throw new CommandFailure("A parallelism of " + parallelism + " takes as many slots, and Flink has "
                    + capacity.slots() + ", of which " + available
                    + " would be free; start more TaskManagers, or give them more slots.");
        }
    }

    private void giveUp(JobID successor) throws InterruptedException {
        try {
            cluster.cancel(successor);
        } catch (CommandFailure e) {
            // It has ended by itself.
        }
    }
}
