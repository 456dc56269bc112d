package org.feedhold.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.feedhold.cli.TimeConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stretch of a log, and which machines in it; the same options on every command that goes over one. */
final class Extent {

    @Option(
            names = "--from",
            paramLabel = "TIME",
            defaultValue = "earliest",
            converter = TimeConverter.class,
            description = "First time that counts: a time like 2026-07-06T15:00:00Z, or earliest (default:"
                    + " ${DEFAULT-VALUE}).")
    private Instant from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "First time after it that does not: a time, or now (default: the end).")
    private @Nullable Instant until;

    @Option(
            names = "--machines",
            paramLabel = "ID",
            split = ",",
            description = "Only these machines, separated by commas (default: all).")
    private List<String> machines = new ArrayList<>();

    /** First time that counts. */
    Instant from() {
        return from;
    }

    /** First time that does not count any more; null for the end. */
    @Nullable
    Instant until() {
        return until;
    }

    /** Ids of the machines that count, all if there is none. */
    Set<String> machines() {
        return new LinkedHashSet<>(machines);
    }
}
