package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.run.JobOptions;
import org.feedhold.cli.run.Readiness;
import org.feedhold.jobs.MonitoringJobConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold rescale N}: the same job on more slots, or fewer. */
@Command(
        name = "rescale",
        description =
                "Stop the job of --group-id with a savepoint and go on from it with another parallelism. The options"
                        + " must be those that the job runs with.")
public final class RescaleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JobOptions job;

    @Parameters(
            paramLabel = "N",
            description = "How many machines are judged at the same time; as many slots are taken.")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        FlinkCluster.Submission submission = Values.accepted(
                spec,
                () -> new FlinkCluster.Submission(
                        Distribution.ofThisCommand().jobJar(), parallelism, job.checkpointInterval(), null));
        PrintWriter out = spec.commandLine().getOut();
        try (FlinkCluster cluster = jobManager.connect()) {
            JobID before = Successor.predecessor(cluster, config.groupId());
            if (cluster.parallelism(before) == parallelism) {
                out.println("Job " + before + " runs with parallelism " + parallelism + " already.");
                return 0;
            }
            refuseChanges(Successor.changes(cluster.options(before), config.options()));
            Readiness.require(Readiness.findings(kafka, config));
            JobID after = new Successor(cluster, out).replace(before, config, submission);
            out.println("Job " + after + " (" + config.groupId() + ") goes on from it, with parallelism " + parallelism
                    + ".");
        }
        return 0;
    }

    private static void refuseChanges(Map<String, String> changes) {
        changes.entrySet().stream().findFirst().ifPresent(change -> {
            throw new CommandFailure("The job runs with another " + change.getKey() + " (" + change.getValue()
                    + "); give it the options that it runs with, or change them with 'feedhold upgrade'.");
        });
    }
}
