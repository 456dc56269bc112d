package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.run.Readiness;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.kafka.JobCheck.Finding;
import org.feedhold.kafka.JobCheck.Weight;
import org.feedhold.kafka.Secrets;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.process.ProcessModel;

/** What {@code submit --check-only} looks at, one after the other, whatever the others say; nothing is changed. */
final class SubmitCheck {

    private final KafkaOptions kafka;
    private final MonitoringJobConfig config;
    private final PrintWriter out;
    private boolean ready = true;

    SubmitCheck(KafkaOptions kafka, MonitoringJobConfig config, PrintWriter out) {
        this.kafka = kafka;
        this.config = config;
        this.out = out;
    }

    /** Tells what was found. Returns whether everything is as it has to be. */
    boolean run(Path jobJar, int parallelism, FlinkCluster cluster) throws InterruptedException {
        tell(jar(jobJar));
        tellFlink(parallelism, cluster);
        tellKafka();
        return ready;
    }

    private static Finding jar(Path jobJar) {
        return Files.isReadable(jobJar)
                ? new Finding(Weight.FINE, "job jar " + jobJar + " is readable")
                : new Finding(Weight.MISSING, "job jar " + jobJar + " can't be read; unpack the distribution anew");
    }

    private void tellFlink(int parallelism, FlinkCluster cluster) throws InterruptedException {
        try {
            FlinkCluster.Capacity capacity = cluster.capacity();
            tell(new Finding(
                    Weight.FINE,
                    "Flink " + capacity.version() + " answers, with " + capacity.free() + " of " + capacity.slots()
                            + " slots free"));
            if (capacity.free() < parallelism) {
                tell(new Finding(
                        Weight.MISSING,
                        "--parallelism " + parallelism + " takes as many slots; start more TaskManagers"));
            }
            cluster.working(config.groupId())
                    .ifPresent(job -> tell(new Finding(
                            Weight.MISSING,
                            "job " + job.getJobId() + " does the work of group " + config.groupId()
                                    + " already; use 'feedhold upgrade', or another --group-id")));
        } catch (CommandFailure e) {
            tell(new Finding(Weight.MISSING, String.valueOf(e.getMessage())));
        }
    }

    private void tellKafka() throws InterruptedException {
        try {
            List<Finding> findings = Readiness.findings(kafka, config);
            findings.forEach(this::tell);
            String topic = config.topics().name(Topic.PROCESS_MODELS);
            if (findings.stream()
                    .noneMatch(each ->
                            each.weight() == Weight.MISSING && each.text().contains(topic))) {
                models(topic).forEach(this::tell);
            }
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            tell(new Finding(
                    Weight.MISSING,
                    "Kafka at " + kafka.bootstrapServers()
                            + (cause instanceof AuthenticationException
                                    ? " refuses the log-in ("
                                    : " does not answer (")
                            + cause.getMessage() + "); check --bootstrap-servers and --kafka-config"));
        }
    }

    private List<Finding> models(String topic) {
        List<Finding> findings = new ArrayList<>();
        try (TopicReader reader = new TopicReader(kafka.clientSettings(), List.of(topic), true)) {
            reader.readToEnd(record -> {
                if (record.value() != null) {
                    findings.add(model(topic + " at offset " + record.offset(), record.value()));
                }
            });
        }
        if (findings.isEmpty()) {
            findings.add(new Finding(
                    Weight.DIFFERS,
                    "no process model is published; submit publishes those that are shipped, 'feedhold models publish'"
                            + " your own"));
        }
        return findings;
    }

    private static Finding model(String place, byte[] value) {
        try {
            ProcessModel model = ProcessModelCodec.decode(value);
            return new Finding(Weight.FINE, "process model " + model.key() + " is valid");
        } catch (IllegalArgumentException e) {
            return new Finding(
                    Weight.DIFFERS,
                    "what lies on " + place + " is no valid process model (" + e.getMessage()
                            + "); the job refuses it and goes on without");
        }
    }

    private void tell(Finding finding) {
        ready &= finding.weight() == Weight.FINE;
        String word = switch (finding.weight()) {
            case FINE -> "ok";
            case DIFFERS -> "differs";
            case MISSING -> "MISSING";
        };
        out.printf("%-7s  %s%n", word, Secrets.redacted(finding.text()));
    }
}
