package org.feedhold.cli.replay;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.TimeConverter;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.audit.Difference;
import org.feedhold.kafka.audit.Difference.Side;
import org.feedhold.kafka.audit.RunDiff;
import org.feedhold.kafka.audit.RunLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold diff}: what two runs of the job say differently. */
@Command(
        name = "diff",
        exitCodeOnExecutionException = 2,
        description = {
            "Compare the recommendations and episodes of two runs of the job, machine by machine.",
            "Repeats are dropped first. --from and --until are timestamps of the messages. Exit code 0 if they are the same, 1 if not, 2 if they could not be compared."
        })
public final class DiffCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private Extent extent;

    @Option(
            names = "--left",
            paramLabel = "PREFIX|FILE",
            defaultValue = "",
            description =
                    "One run: the prefix of its topics, or a file with a message on each line (default: the topics of"
                            + " --topic-prefix).")
    private String left;

    @Option(names = "--right", paramLabel = "PREFIX|FILE", required = true, description = "The other run, likewise.")
    private String right;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show at most this many differences (default: ${DEFAULT-VALUE}); all are counted.")
    private int max;

    @Option(names = "--json", description = "One JSON object for each difference, and a last one with the counts.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        RunLog ofLeft = read(left.isEmpty() ? kafka.topics().prefix() : left);
        RunLog ofRight = read(right);
        List<Difference> differences = RunDiff.between(ofLeft, ofRight);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            for (Difference difference : differences) {
                out.println(Json.json().writeValueAsString(difference));
            }
            out.println(Json.json()
                    .writeValueAsString(new Result(
                            differences.isEmpty(), differences.size(), Counts.of(ofLeft), Counts.of(ofRight))));
        } else {
            differences.stream().limit(max).forEach(difference -> print(out, difference));
            if (differences.size() > max) {
                out.printf(Locale.ROOT, "… and %,d more; see them with --max or --json%n", differences.size() - max);
            }
            out.println(line("left ", ofLeft));
            out.println(line("right", ofRight));
            out.println(differences.isEmpty() ? "The runs are the same." : conclusion(differences));
        }
        return differences.isEmpty() ? 0 : 1;
    }

    private RunLog read(String place) {
        Instant until = extent.until() == null ? Instant.MAX : extent.until();
        RunLog run = new RunLog(extent.from(), until, extent.machines());
        RunReader.read(kafka, place, run);
        return run;
    }

    private static void print(PrintWriter out, Difference difference) {
        String side = switch (difference.side()) {
            case ONLY_LEFT -> "only left ";
            case ONLY_RIGHT -> "only right";
            case BOTH -> "differs   ";
        };
        out.printf(
                "%s  %s  %s  %s  %s%n",
                side, difference.timestamp(), difference.machineId(), difference.summary(), difference.message());
        difference
                .fields()
                .forEach(field -> out.printf("            %s: %s | %s%n", field.path(), field.left(), field.right()));
    }

    private static String line(String side, RunLog run) {
        return String.format(
                Locale.ROOT,
                "%s: %,d recommendations and %,d episode events of %,d machines; %,d repeats dropped%s",
                side,
                run.recommendations(),
                run.episodes(),
                run.machines(),
                run.repeats(),
                run.contradictions() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,d of them with other content", run.contradictions()));
    }

    private static String conclusion(List<Difference> differences) {
        Map<Side, Integer> counts = new TreeMap<>();
        Set<String> machines = new LinkedHashSet<>();
        differences.forEach(difference -> {
            counts.merge(difference.side(), 1, Integer::sum);
            machines.add(difference.machineId());
        });
        return String.format(
                Locale.ROOT,
                "The runs differ on %,d machines: %,d messages only left, %,d only right, %,d with other content.",
                machines.size(),
                counts.getOrDefault(Side.ONLY_LEFT, 0),
                counts.getOrDefault(Side.ONLY_RIGHT, 0),
                counts.getOrDefault(Side.BOTH, 0));
    }

    /** The outcome as it is printed for programs. */
    private record Result(boolean same, int differences, Counts left, Counts right) {}

    /** What one run has. */
    private record Counts(long recommendations, long episodes, int machines, long repeats, long contradictions) {

        private static Counts of(RunLog run) {
            return new Counts(
                    run.recommendations(), run.episodes(), run.machines(), run.repeats(), run.contradictions());
        }
    }
}
