package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.models.ModelPublisher;
import org.feedhold.cli.run.JobOptions;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.TopicSetup;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold submit}: topics, process models and job, onto a Kafka and a Flink cluster that are there. */
@Command(
        name = "submit",
        description = "Create the topics that are missing, publish the shipped process models and submit the monitoring"
                + " job to a Flink cluster.")
public final class SubmitCommand implements Callable<Integer> {

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
            defaultValue = "1",
            description = "How many machines are judged at the same time; as many slots are taken (default:"
                    + " ${DEFAULT-VALUE}).")
    private int parallelism;

    @Option(
            names = "--from",
            paramLabel = "SAVEPOINT",
            description = "Savepoint or retained checkpoint to go on from (default: begin anew).")
    private @Nullable String savepoint;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "6",
            description = "Partitions of each partitioned topic that has to be created (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Copies of each partition; -1 for the brokers' own default (default: ${DEFAULT-VALUE}).")
    private short replicationFactor;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        FlinkCluster.Submission submission = Values.accepted(
                spec,
                () -> new FlinkCluster.Submission(
                        Distribution.ofThisCommand().jobJar(), parallelism, job.checkpointInterval(), savepoint));
        TopicSetup.Settings topics = Values.accepted(
                spec, () -> new TopicSetup.Settings(partitions, replicationFactor, Duration.ofSeconds(60)));
        try (FlinkCluster cluster = jobManager.connect()) {
            refuseSecond(config.groupId(), cluster.jobs());
            try (Admin admin = Admin.create(kafka.clientSettings())) {
                TopicSetup.Outcome outcome = new TopicSetup(admin, kafka.topics(), topics).createMissing();
                outcome.differences().forEach(difference -> out().println("differs  " + difference));
            }
            new ModelPublisher(kafka.clientSettings(), kafka.topics()).publish(ShippedProcessModels.all());
            JobID submitted = cluster.submit(config, submission);
            out().println("Submitted job " + submitted + " (" + config.groupId() + ").");
        }
        return 0;
    }

    /** Two jobs of one group would share its partitions, and with exactly-once abort each other's transactions. */
    private static void refuseSecond(String groupId, List<JobStatusMessage> jobs) {
        for (JobStatusMessage job : jobs) {
            if (job.getJobName().equals(groupId) && !job.getJobState().isGloballyTerminalState()) {
                throw new CommandFailure("Job " + job.getJobId() + " does the work of group " + groupId
                        + " already; cancel it first, or give this one a --group-id and a --topic-prefix of its own.");
            }
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
