package org.feedhold.cli.submit;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.apache.flink.runtime.client.JobStatusMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code feedhold jobs}: what a Flink cluster runs. */
@Command(name = "jobs", description = "List the jobs of a Flink cluster, the newest first.")
public final class JobsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (FlinkCluster cluster = jobManager.connect()) {
            for (JobStatusMessage job : cluster.jobs()) {
                out.printf(
                        "%s  %-10s  %s  %s%n",
                        job.getJobId(),
                        job.getJobState(),
                        Instant.ofEpochMilli(job.getStartTime()).truncatedTo(ChronoUnit.SECONDS),
                        job.getJobName());
            }
        }
        return 0;
    }
}
