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

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            defaultValue = "feedhold",
            description = "Consumer group (default: ${DEFAULT-VALUE}).")
    private String groupId;

    @Option(
            names = "--start-from",
            paramLabel = "WHERE",
            defaultValue = "committed",
            description = "Where to begin to read telemetry: committed (where the group has read to, else earliest),"
                    + " earliest, latest, or a time like 2026-07-06T15:00:00Z (default: ${DEFAULT-VALUE}).")
    private String startFrom;

    @Mixin
    private JobOptions job;

    @Option(
            names = "--health-interval",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time between two health records of a machine (default: ${DEFAULT-VALUE}).")
    private String healthInterval;

    @Option(
            names = "--delivery",
            paramLabel = "GUARANTEE",
            defaultValue = "at-least-once",
            description = "at-least-once (at once; after a failure some records come twice, with the same id) or"
                    + " exactly-once (visible at each checkpoint) (default: ${DEFAULT-VALUE}).")
    private String delivery;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many machines are judged at the same time (default: the number of processors).")
    private @Nullable Integer parallelism;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            description = "Time between two checkpoints (default: 10s; 1s with exactly-once).")
    private @Nullable Duration checkpointInterval;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of Flink's page on 127.0.0.1, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int webPort;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "feedhold-run",
            description = "Where checkpoints and the log are written (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        MonitoringJobConfig config = Values.accepted(spec, this::config);
        LocalCluster.Settings settings = Values.accepted(
                spec,
                () -> new LocalCluster.Settings(
                        folder.toAbsolutePath(),
                        webPort,
                        parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism,
                        checkpointInterval));
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

    private MonitoringJobConfig config() {
        return job.config(
                kafka,
                "--group-id",
                groupId,
                "--health-interval",
                healthInterval,
                "--start-from",
                startFrom,
                "--delivery",
                delivery);
    }
}
