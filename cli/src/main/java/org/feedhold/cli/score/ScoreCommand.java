package org.feedhold.cli.score;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.scoring.Score;
import org.feedhold.simulator.scoring.ScoreTable;
import org.feedhold.simulator.scoring.ScoringSettings;
import org.feedhold.simulator.scoring.Target;
import org.feedhold.simulator.scoring.Targets;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold score}: how well the job finds what the simulator injected. */
@Command(
        name = "score",
        description = {
            "Score what the job finds against what was injected.",
            "Simulates runs, lets the job judge them in this process, and holds the figures against their targets; or,"
                    + " with --from-topics, scores what a simulator and the job have written to Kafka.",
            "Exit code 1 if a target is missed."
        })
public final class ScoreCommand implements Callable<Integer> {

    private static final String SHIPPED_MODEL = "adaptive_cnc_milling";
    private static final List<Fault> LOAD_SHIFT = FaultScript.parse("load_shift@62-81");

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--from-topics",
            description = "Read the topics of a simulator and the job instead of simulating; without targets.")
    private boolean fromTopics;

    @Option(
            names = "--health-interval",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "With --from-topics: the job's health interval (default: ${DEFAULT-VALUE}).")
    private Duration healthInterval;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "reference",
            description = "reference or hard (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "200",
            description = "Runs, each of one machine (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "240",
            description = "Samples of each run, 2 s apart (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--faults",
            paramLabel = "SCRIPT",
            description = "Faults of every run, in samples from 0 (default: chatter@46-54,tool_wear@91-108,"
                    + "thermal_drift@137-153,feed_mismatch@174-180,sensor_dropout@208-213; for hard load_shift@62-81).")
    private @Nullable String faults;

    @Option(
            names = "--shift",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Shift the faults of each run by up to this many samples, at random (default: ${DEFAULT-VALUE}).")
    private int shift;

    @Option(
            names = "--expected",
            paramLabel = "HOW",
            description = "Whether samples carry expected_*: with, without, or both in turn"
                    + " (default: both for reference, with for hard).")
    private @Nullable String expected;

    @Option(names = "--json", description = "One JSON object a score, each on a line of its own.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (fromTopics) {
            long stuck = ScoringSettings.DEFAULT.stuckAfterMillis();
            long silence = ScoringSettings.DEFAULT.silenceAfterMillis();
            print(
                    "in the topics",
                    TopicScore.of(
                            kafka.clientSettings(),
                            kafka.topics(),
                            new ScoringSettings(healthInterval.toMillis(), stuck, silence)),
                    List.of());
            return 0;
        }
        List<SimulatedTrial> trials = Values.accepted(spec, this::trials);
        ProcessModel model = ShippedProcessModels.load(SHIPPED_MODEL);
        List<ControlRecord> control = List.of(new ControlRecord(
                ControlRecord.Kind.PROCESS_MODEL,
                model.key(),
                ProcessModelCodec.toJson(model),
                0,
                "process-models",
                0,
                0));
        List<String> missed = new ArrayList<>();
        for (SimulatedTrial trial : trials) {
            Score score = trial.run(control, new ProcessModelCodec());
            List<Target> targets = trial.profile() == Profile.HARD ? Targets.HARD : Targets.REFERENCE;
            print(trial.describe(), score, targets);
            Target.missed(score, targets).forEach(target -> missed.add(target.measure()));
        }
        if (!missed.isEmpty()) {
            throw new CommandFailure("Missed: " + String.join(", ", missed) + ".");
        }
        return 0;
    }

    private List<SimulatedTrial> trials() {
        Profile chosen = Profile.of(profile);
        if (chosen == Profile.FLEET) {
            throw new IllegalArgumentException("--profile must be reference or hard, but is '" + profile + "'");
        }
        if (runs < 1 || runs > 999 || samples < 1 || shift < 0) {
            throw new IllegalArgumentException("--runs must be 1 to 999, --samples 1 or more and --shift 0 or more");
        }
        List<Fault> script = faults != null
                ? FaultScript.parse(faults)
                : chosen == Profile.HARD ? LOAD_SHIFT : FaultScript.REFERENCE;
        String how = expected != null ? expected : chosen == Profile.HARD ? "with" : "both";
        List<Boolean> ways = switch (how) {
            case "with" -> List.of(true);
            case "without" -> List.of(false);
            case "both" -> List.of(true, false);
            default ->
                throw new IllegalArgumentException("--expected must be with, without or both, but is '" + how + "'");
        };
        return ways.stream()
                .map(way -> new SimulatedTrial(chosen, runs, samples, seed, way, script, shift))
                .toList();
    }

    private void print(String heading, Score score, List<Target> targets) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(score.toJson());
        } else {
            out.println(heading);
            out.println(ScoreTable.render(score, targets));
        }
        out.flush();
    }
}
