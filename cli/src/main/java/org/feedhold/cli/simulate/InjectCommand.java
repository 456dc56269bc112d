package org.feedhold.cli.simulate;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Values;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.simulator.stream.SimulatorCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code feedhold inject}: breaks a simulated machine. */
@Command(name = "inject", description = "Break a simulated machine that runs in the demo or in 'feedhold simulate'.")
public final class InjectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Parameters(
            paramLabel = "FAULT",
            description = "chatter, tool_wear, thermal_drift, feed_mismatch, sensor_dropout, broken_tool, overload or"
                    + " load_shift.")
    private String fault;

    @Option(names = "--machine", paramLabel = "ID", required = true, description = "Machine to break.")
    private String machine;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "20s",
            description = "How long, for example 20s (default: ${DEFAULT-VALUE}).")
    private Duration length;

    @Option(
            names = "--strength",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Factor on the usual effect, greater than 0 and at most 10 (default: ${DEFAULT-VALUE}).")
    private double strength;

    @Option(
            names = "--variant",
            paramLabel = "VARIANT",
            defaultValue = "",
            description = "How a sensor_dropout shows: null_value, absent, nan, zero, stuck, wrong_unit, silent_machine"
                    + " or silent_gateway (default: null_value).")
    private String variant;

    @Override
    public Integer call() throws Exception {
        SimulatorCommand command = Values.accepted(spec, () -> {
            FaultKind kind = FaultKind.of(fault);
            FaultType type = new FaultType(kind, FaultVariant.of(kind, variant));
            return new SimulatorCommand.Inject(type, machine, length.toMillis(), strength);
        });
        SimulatorCommands.send(kafka, machine, command);
        spec.commandLine().getOut().printf("Sent: %s on %s for %.1f s.%n", fault, machine, length.toMillis() / 1000.0);
        return 0;
    }
}
