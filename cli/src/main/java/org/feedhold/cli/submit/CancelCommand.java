package org.feedhold.cli.submit;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code feedhold cancel}: ends a job at once. */
@Command(
        name = "cancel",
        description = "End a job at once. Its newest checkpoint stays; a savepoint is more: see"
                + " 'feedhold savepoint --stop'.")
public final class CancelCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobManagerOption jobManager;

    @Mixin
    private JobParameter job;

    @Override
    public Integer call() throws InterruptedException {
        try (FlinkCluster cluster = jobManager.connect()) {
            cluster.cancel(job.id());
        }
        spec.commandLine().getOut().println("Cancelled " + job.id() + ".");
        return 0;
    }
}
