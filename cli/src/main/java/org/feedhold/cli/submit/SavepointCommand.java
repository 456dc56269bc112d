package org.feedhold.cli.submit;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold savepoint}: keeps a job's state, to go on from it later or with another version. */
@Command(
        name = "savepoint",
        description =
                "Take a savepoint of a job and print where it lies; 'feedhold submit --from-savepoint' goes on from it.")
public final class SavepointCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Mixin
    private JobParameter job;

    @Option(
            names = "--to",
            paramLabel = "URI",
            description =
                    "Folder for it, for example file:///var/savepoints; every process of the cluster must reach it"
                            + " (default: the cluster's own).")
    private @Nullable String target;

    @Option(names = "--stop", description = "End the job with it; nothing is done twice by the one that goes on.")
    private boolean stop;

    @Override
    public Integer call() throws InterruptedException {
        try (FlinkCluster cluster = jobManager.connect()) {
            spec.commandLine().getOut().println(cluster.savepoint(job.id(), target, stop));
        }
        return 0;
    }
}
