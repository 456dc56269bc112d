package org.feedhold.cli.run;

import picocli.CommandLine.Option;

/** Which job, by its consumer group; the same option on every command that means one. */
public final class GroupOption {

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            defaultValue = "feedhold",
            description = "Consumer group of the job (default: ${DEFAULT-VALUE}).")
    private String id;

    /** Consumer group, by which the job is known. */
    public String id() {
        return id;
    }
}
