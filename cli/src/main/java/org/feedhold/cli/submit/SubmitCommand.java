package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.cli.cluster.Distribution;
import org.feedhold.cli.models.ModelPublisher;
import org.feedhold.cli.run.JobOptions;
import org.feedhold.cli.run.Readiness;
import org.feedhold.cli.topics.NewTopics;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.JobCheck.Finding;
import org.feedhold.kafka.JobCheck.Weight;
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
            names = "--from-savepoint",
            paramLabel = "PATH",
            description = "Savepoint or retained checkpoint to go on from (default: begin anew).")
    private @Nullable String savepoint;

    @Mixin
    private NewTopics newTopics;

    @Option(
            names = "--check-only",
            description =
                    "Change nothing: look whether Kafka, Flink, the topics, the rights, the job jar and the process"
                            + " models are as they have to be. Exit code 1 if something is not.")
    private boolean checkOnly;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        FlinkCluster.Submission submission = Values.accepted(
                spec,
                () -> new FlinkCluster.Submission(
                        Distribution.ofThisCommand().jobJar(),
                        parallelism,
                        job.checkpointInterval(),
                        job.stateBackend(),
                        savepoint));
        TopicSetup.Settings topics = Values.accepted(spec, newTopics::settings);
        try (FlinkCluster cluster = jobManager.connect()) {
            if (checkOnly) {
                return new SubmitCheck(kafka, config, out()).run(submission.jobJar(), parallelism, cluster) ? 0 : 1;
            }
            refuseSecond(cluster, config.groupId());
            setUp(config, topics);
            JobID submitted = cluster.submit(config, submission);
            out().println("Submitted job " + submitted + " (" + config.groupId() + ").");
        }
        return 0;
    }

    /** Creates nothing where all is there: who may not create topics can submit, too. */
    private void setUp(MonitoringJobConfig config, TopicSetup.Settings topics) throws Exception {
        List<Finding> findings = Readiness.findings(kafka, config);
        if (findings.stream().anyMatch(finding -> finding.weight() == Weight.MISSING)) {
            try (Admin admin = Admin.create(kafka.clientSettings())) {
                new TopicSetup(admin, kafka.topics(), topics).createMissing();
            } catch (TopicSetup.TopicSetupException e) {
                // Which right is missing is told below.
                if (!(e.getCause() instanceof AuthorizationException)) {
                    throw e;
                }
            }
            findings = Readiness.findings(kafka, config);
            Readiness.require(findings);
        }
        findings.stream()
                .filter(finding -> finding.weight() == Weight.DIFFERS)
                .forEach(finding -> out().println("differs  " + finding.text()));
        publishModels();
    }

    private void publishModels() throws ExecutionException, InterruptedException {
        try {
            new ModelPublisher(kafka.clientSettings(), kafka.topics()).publish(ShippedProcessModels.all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            out().println(
                            "differs  this user may not publish the shipped process models; let someone who may do it with"
                                    + " 'feedhold models publish'");
        }
    }

    /** Two jobs of one group would share its partitions, and with exactly-once abort each other's transactions. */
    private static void refuseSecond(FlinkCluster cluster, String groupId) throws InterruptedException {
        cluster.working(groupId).ifPresent(job -> {
            throw new CommandFailure("Job " + job.getJobId() + " does the work of group " + groupId
                    + " already; cancel it first, or give this one a --group-id and a --topic-prefix of its own.");
        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
