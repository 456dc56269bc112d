package org.feedhold.cli.simulate;

import java.util.concurrent.ExecutionException;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.simulator.stream.SimulatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold sim}: drives the simulators that run on a Kafka. */
@Command(name = "sim", description = "Drive the machines of the demo or of 'feedhold simulate'.")
public final class SimCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    @Command(description = "Stop all machines between two samples.")
    int pause(@Mixin KafkaOptions kafka) throws ExecutionException, InterruptedException {
        return send(kafka, new SimulatorCommand.Pause());
    }

    @Command(description = "Let paused machines run on.")
    int resume(@Mixin KafkaOptions kafka) throws ExecutionException, InterruptedException {
        return send(kafka, new SimulatorCommand.Resume());
    }

    @Command(description = "Have each paused machine make one sample.")
    int step(@Mixin KafkaOptions kafka) throws ExecutionException, InterruptedException {
        return send(kafka, new SimulatorCommand.Step());
    }

    @Command(description = "Begin the run anew, with the first sample of each machine.")
    int reset(@Mixin KafkaOptions kafka) throws ExecutionException, InterruptedException {
        return send(kafka, new SimulatorCommand.Reset());
    }

    @Command(description = "Make samples more or less often.")
    int speed(
            @Mixin KafkaOptions kafka,
            @Parameters(
                            paramLabel = "FACTOR",
                            description = "1 for the usual interval, 10 for ten times as many samples.")
                    double factor)
            throws ExecutionException, InterruptedException {
        return send(kafka, Values.accepted(spec, () -> new SimulatorCommand.Speed(factor)));
    }

    private int send(KafkaOptions kafka, SimulatorCommand command) throws ExecutionException, InterruptedException {
        SimulatorCommands.send(kafka, null, command);
        spec.commandLine().getOut().println("Sent.");
        return 0;
    }
}
