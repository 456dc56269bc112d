package org.feedhold.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.feedhold.cli.action.CheckCommand;
import org.feedhold.cli.action.ToolChangeCommand;
import org.feedhold.cli.bench.BenchCommand;
import org.feedhold.cli.bench.SizeCommand;
import org.feedhold.cli.cluster.ClusterCommand;
import org.feedhold.cli.deadletters.DeadLettersCommand;
import org.feedhold.cli.demo.DemoCommand;
import org.feedhold.cli.handoff.HandoffCommand;
import org.feedhold.cli.models.ModelsCommand;
import org.feedhold.cli.replay.DiffCommand;
import org.feedhold.cli.replay.RekeyCommand;
import org.feedhold.cli.replay.ReplayCommand;
import org.feedhold.cli.replay.WhyCommand;
import org.feedhold.cli.run.RunCommand;
import org.feedhold.cli.score.ScoreCommand;
import org.feedhold.cli.simulate.InjectCommand;
import org.feedhold.cli.simulate.SimCommand;
import org.feedhold.cli.simulate.SimulateCommand;
import org.feedhold.cli.submit.CancelCommand;
import org.feedhold.cli.submit.JobsCommand;
import org.feedhold.cli.submit.RescaleCommand;
import org.feedhold.cli.submit.SavepointCommand;
import org.feedhold.cli.submit.SubmitCommand;
import org.feedhold.cli.submit.UpgradeCommand;
import org.feedhold.cli.topics.TopicsCommand;
import org.feedhold.cli.watch.WatchCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code feedhold} command. Exit codes: 0 done, 1 failed, 2 called wrongly. */
@Command(
        name = "feedhold",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Watches machine tools while they cut, and advises. It never presses feed hold itself.",
        subcommands = {
            DemoCommand.class,
            WatchCommand.class,
            DeadLettersCommand.class,
            TopicsCommand.class,
            ModelsCommand.class,
            HandoffCommand.class,
            CheckCommand.class,
            ToolChangeCommand.class,
            RunCommand.class,
            ClusterCommand.class,
            BenchCommand.class,
            SizeCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            SavepointCommand.class,
            UpgradeCommand.class,
            RescaleCommand.class,
            CancelCommand.class,
            SimulateCommand.class,
            InjectCommand.class,
            SimCommand.class,
            ScoreCommand.class,
            ReplayCommand.class,
            RekeyCommand.class,
            DiffCommand.class,
            WhyCommand.class
        })
public final class Feedhold implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "On a failure show where in the program it happened.")
    private boolean verbose;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Values of options, as Java properties: topic-prefix=plant7. for --topic-prefix. The environment"
                            + " (FEEDHOLD_TOPIC_PREFIX) wins over the file, the command line over both.")
    private @Nullable Path config;

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        CommandLine commandLine = commandLine();
        commandLine.setOut(writer(System.out));
        commandLine.setErr(writer(System.err));
        int status = commandLine.execute(args);
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        System.exit(status);
    }

    /** The command with all its subcommands, its output still going to the standard streams. */
    public static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    /** The command as it is where the environment has these variables. */
    static CommandLine commandLine(Map<String, String> environment) {
        Feedhold feedhold = new Feedhold();
        Defaults defaults = new Defaults(environment, () -> feedhold.config);
        CommandLine commandLine = new CommandLine(feedhold);
        commandLine.setDefaultValueProvider(defaults);
        commandLine.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            defaults.check(innermost(parsed));
            return new CommandLine.RunLast().execute(parsed);
        });
        commandLine.registerConverter(Duration.class, new DurationConverter());
        OneLineErrors errors = new OneLineErrors(() -> feedhold.verbose);
        commandLine.setParameterExceptionHandler(errors);
        commandLine.setExecutionExceptionHandler(errors);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    private static CommandLine innermost(ParseResult parsed) {
        ParseResult innermost = parsed;
        while (innermost.hasSubcommand()) {
            innermost = innermost.subcommand();
        }
        return innermost.commandSpec().commandLine();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, Terminal.charset()), true);
    }
}
