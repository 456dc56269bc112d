package org.feedhold.cli.replay;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Terminal;
import org.feedhold.cli.TimeConverter;
import org.feedhold.cli.Values;
import org.feedhold.cli.run.DecisionOptions;
import org.feedhold.jobs.replay.Replay;
import org.feedhold.jobs.replay.ReplaySettings;
import org.feedhold.jobs.replay.ReplaySummary;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code feedhold replay}: recorded telemetry once more through the job, into other topics. */
@Command(
        name = "replay",
        description = {
            "Run recorded telemetry through the monitoring job once more, into other topics.",
            "What arrived from --from until --until is read, with the models and releases that had arrived by then. The"
                    + " results are those of the live job; compare them with 'feedhold diff'."
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofHours(1);

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private DecisionOptions job;

    @Mixin
    private Extent extent;

    @Option(
            names = "--health-interval",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "Time between two health records of a machine (default: ${DEFAULT-VALUE}).")
    private String healthInterval;

    @Option(
            names = "--to-prefix",
            paramLabel = "PREFIX",
            required = true,
            converter = KafkaOptions.TopicsConverter.class,
            description = "What the names of the topics begin with that are written; missing ones are created.")
    private Topics to;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description =
                    "How much before --from is read too, without writing what follows from it, so that the twins know"
                            + " their machines (default: 1h; none with --from earliest).")
    private @Nullable Duration warmUp;

    @Option(
            names = "--files",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Replay files instead of the telemetry topic: a JSON object of telemetry on each line, .gz too. They"
                            + " are written to the telemetry topic of --to-prefix first, as if each record had arrived at its"
                            + " own timestamp; every model and release that is published now counts.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "How many machines are judged at the same time (default: the number of processors).")
    private @Nullable Integer parallelism;

    @Option(names = "--append", description = "Write to topics that hold results already.")
    private boolean append;

    @Option(names = "--json", description = "The summary as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (to.equals(kafka.topics())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--to-prefix must differ from --topic-prefix, which is '" + to.prefix()
                            + "' too: the results would go among those of the job itself");
        }
        try (Replay replay = Replay.start(Values.accepted(spec, this::settings))) {
            PrintWriter err = spec.commandLine().getErr();
            boolean shows = !json && Terminal.isInteractive();
            while (!replay.await(LOOK_EVERY)) {
                if (shows) {
                    err.printf(
                            Locale.ROOT,
                            "\r%,d records, %,d recommendations",
                            replay.summary().records(),
                            replay.summary().recommendations());
                    err.flush();
                }
            }
            if (shows) {
                err.print("\r\033[K");
                err.flush();
            }
            print(replay.summary());
        }
        return 0;
    }

    private ReplaySettings settings() {
        boolean fromFirst = extent.from().equals(TimeConverter.EARLIEST);
        Duration before = warmUp != null ? warmUp : fromFirst ? Duration.ZERO : WARM_UP;
        return new ReplaySettings(
                job.config(kafka, "--health-interval", healthInterval),
                to,
                extent.from().toEpochMilli(),
                end(),
                before,
                extent.machines(),
                parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism,
                files,
                append);
    }

    private long end() {
        if (extent.until() != null) {
            return extent.until().toEpochMilli();
        }
        return files.isEmpty() ? Instant.now().toEpochMilli() : ReplaySettings.END_OF_FILES;
    }

    private void print(ReplaySummary summary) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.json().writeValueAsString(Printed.of(to, summary)));
            return;
        }
        out.printf(
                Locale.ROOT,
                "%,d records gave %,d recommendations, %,d episode events, %,d health records and %,d dead letters in"
                        + " %.1f s.%nThey are in the topics with the prefix %s.%n",
                summary.records(),
                summary.recommendations(),
                summary.episodes(),
                summary.health(),
                summary.deadLetters(),
                summary.wallTime().toMillis() / 1e3,
                to.prefix());
        if (!files.isEmpty()) {
            out.println(
                    "Files do not tell when their records arrived: each counts as having arrived at its own timestamp.");
        }
        out.println(Beginnings.words(summary.beginning()));
    }

    /** The summary as it is printed for programs. */
    private record Printed(
            String toPrefix,
            String beginning,
            long records,
            long recommendations,
            long episodes,
            long health,
            long deadLetters,
            long wallTimeMs) {

        private static Printed of(Topics to, ReplaySummary summary) {
            return new Printed(
                    to.prefix(),
                    summary.beginning().name().toLowerCase(Locale.ROOT),
                    summary.records(),
                    summary.recommendations(),
                    summary.episodes(),
                    summary.health(),
                    summary.deadLetters(),
                    summary.wallTime().toMillis());
        }
    }
}
