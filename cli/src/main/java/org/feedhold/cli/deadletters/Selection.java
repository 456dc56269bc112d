package org.feedhold.cli.deadletters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.cli.SinceConverter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant; the same options on every command that takes several. */
final class Selection {

    @Option(
            names = "--reason",
            paramLabel = "REASON",
            split = ",",
            description = "Only those with this reason, for example malformed_json; may be repeated.")
    private List<String> reasons = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = SinceConverter.class,
            description = "Only those written since then: a time like 2026-07-06T15:00:00Z, or how long ago, like 2h.")
    private @Nullable Instant since;

    @Option(names = "--machine", paramLabel = "ID", description = "Only those with this key.")
    private @Nullable String machine;

    boolean namesReason() {
        return !reasons.isEmpty();
    }

    boolean takes(StoredLetter letter) {
        return (reasons.isEmpty() || reasons.contains(letter.reason()))
                && (since == null || !letter.arrival().isBefore(since))
                && (machine == null || letter.hasKey(machine));
    }
}
