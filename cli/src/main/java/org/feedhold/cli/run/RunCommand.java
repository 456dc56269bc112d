package org.feedhold.cli.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Logging;
import org.feedhold.cli.Values;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold run}: the monitoring job in this process, on a Kafka that is there. */
@Command(
        name = "run",
        description = "Run the monitoring job in this process, on a Kafka that is there, until Ctrl-C. For one machine;"
                + " several need a Flink cluster.")
public final class RunCommand implements Callable<Integer> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private JobOptions job;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many machines are judged at the same time (default: the number of processors).")
    private @Nullable Integer parallelism;

    @Option(
            names = "--from-savepoint",
            paramLabel = "PATH",
            description = "Savepoint or retained checkpoint to go on from (default: begin anew).")
    private @Nullable String savepoint;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of Flink's page on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int webPort;

    @Mixin
    private PrometheusOption prometheus;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "feedhold-run",
            description = "Where checkpoints and the log are written (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, () -> job.config(kafka));
        LocalCluster.Settings settings = Values.accepted(
                spec,
                () -> new LocalCluster.Settings(
                        folder.toAbsolutePath(),
                        webPort,
                        parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism,
                        job.checkpointInterval(),
                        job.stateBackend(),
                        savepoint,
                        prometheus.port()));
        Readiness.require(Readiness.findings(kafka, config));
        Logging.toFile(folder.resolve("feedhold.log"));
        Interruption interruption = Interruption.install();
        int status = 1;
        try (LocalCluster cluster = LocalCluster.start(settings)) {
            StreamExecutionEnvironment environment = cluster.environment();
            MonitoringJob.define(environment, config);
            RunningJob running = cluster.submit(environment);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "The monitoring job runs on %s. Flink's page is at %s, the log in %s. Ctrl-C ends it.%n",
                            kafka.bootstrapServers(), cluster.webAddress(), folder.resolve("feedhold.log"));
            while (!interruption.await(LOOK_EVERY)) {
                running.checkAlive();
            }
            status = 0;
        } finally {
            spec.commandLine().getOut().flush();
            interruption.finished(status);
        }
        return status;
    }
}
