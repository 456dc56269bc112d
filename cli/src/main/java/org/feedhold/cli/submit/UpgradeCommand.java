package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.run.JobOptions;
import org.feedhold.cli.run.Readiness;
import org.feedhold.cli.run.StateBackend;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold upgrade}: the job of this distribution goes on where that of another one stops. */
@Command(
        name = "upgrade",
        description = {
            "Stop the job of --group-id with a savepoint and go on from it with the job of this version and the options"
                    + " that are given.",
            "If it does not go on, the savepoint stays, and how to go back is told."
        })
public final class UpgradeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JobOptions job;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many machines are judged at the same time (default: as before).")
    private @Nullable Integer parallelism;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        PrintWriter out = spec.commandLine().getOut();
        try (FlinkCluster cluster = jobManager.connect()) {
            JobID before = Successor.predecessor(cluster, config.groupId());
            Map<String, String> options = cluster.options(before);
            int slots = parallelism == null ? cluster.parallelism(before) : parallelism;
            StateBackend asked = Values.accepted(spec, job::stateBackend);
            StateBackend backend = asked == null ? StateBackend.told(options.get(MonitoringJob.STATE_BACKEND)) : asked;
            FlinkCluster.Submission submission = Values.accepted(
                    spec,
                    () -> new FlinkCluster.Submission(
                            Distribution.ofThisCommand().jobJar(), slots, job.checkpointInterval(), backend, null));
            Readiness.require(Readiness.findings(kafka, config));
            Successor.changes(options, config.options())
                    .forEach((option, change) -> out.println("changes  " + option + ": " + change));
            new Successor(cluster, out).replace(before, config, submission);
        }
        return 0;
    }
}
