package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.util.TimeUtils;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.run.GroupOption;
import org.feedhold.cli.run.Readiness;
import org.feedhold.cli.run.StateBackend;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold rescale N}: the same job, with the same options, on more slots or fewer. */
@Command(
        name = "rescale",
        description = {
            "Stop the job of --group-id with a savepoint and go on from it with another parallelism. The job's own options"
                    + " stay as they are; how Kafka is reached has to be said again.",
            "If it does not go on, the savepoint stays, and how to go back is told."
        })
public final class RescaleCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private GroupOption group;

    @Parameters(
            paramLabel = "N",
            description = "How many machines are judged at the same time; as many slots are taken.")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        FlinkCluster.Submission submission = Values.accepted(
                spec,
                () -> new FlinkCluster.Submission(
                        Distribution.ofThisCommand().jobJar(), parallelism, null, null, null));
        PrintWriter out = spec.commandLine().getOut();
        try (FlinkCluster cluster = jobManager.connect()) {
            JobID before = Successor.predecessor(cluster, group.id());
            if (cluster.parallelism(before) == parallelism) {
                out.println("Job " + before + " runs with parallelism " + parallelism + " already.");
                return 0;
            }
            Map<String, String> running = new HashMap<>(cluster.options(before));
            Duration interval = interval(running.remove(MonitoringJob.CHECKPOINT_INTERVAL));
            StateBackend backend = StateBackend.told(running.remove(MonitoringJob.STATE_BACKEND));
            MonitoringJobConfig config = config(before, running);
            Readiness.require(Readiness.findings(kafka, config));
            new Successor(cluster, out)
                    .replace(before, config, submission.every(interval).on(backend));
        }
        return 0;
    }

    private static @Nullable Duration interval(@Nullable String told) {
        return told == null ? null : TimeUtils.parseDuration(told);
    }

    private MonitoringJobConfig config(JobID job, Map<String, String> running) {
        List<String> options = new ArrayList<>(List.of("--bootstrap-servers", kafka.bootstrapServers()));
        running.forEach((name, value) -> {
            options.add("--" + name);
            options.add(value);
        });
        try {
            if (!running.isEmpty()) {
                return MonitoringJobConfig.parse(options.toArray(String[]::new)).withKafka(kafka.settings());
            }
        } catch (IllegalArgumentException e) {
            // A job of a version that has other options; told below.
        }
        throw new CommandFailure("Job " + job + " does not tell its options in the words of this version; give them to"
                + " 'feedhold upgrade --parallelism " + parallelism + "'.");
    }
}
