package org.feedhold.cli.simulate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.feedhold.cli.CommandFailure;
import org.feedhold.cli.Interruption;
import org.feedhold.cli.KafkaOptions;
import org.feedhold.cli.Logging;
import org.feedhold.cli.Values;
import org.feedhold.kafka.Topic;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.stream.SimulatorRun;
import org.feedhold.simulator.stream.SimulatorStatus;
import org.feedhold.simulator.stream.StreamSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold simulate}: machines that write telemetry to a Kafka until Ctrl-C. */
@Command(
        name = "simulate",
        description = "Simulate machines that write telemetry to Kafka, until Ctrl-C. Repeatable by seed.")
public final class SimulateCommand implements Callable<Integer> {

    private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
    private static final long BEHIND_MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(
            names = "--machines",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of machines (default: ${DEFAULT-VALUE}).")
    private int machines;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            defaultValue = "mill",
            description = "mill or lathe (default: ${DEFAULT-VALUE}).")
    private String type;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "Time between two samples of a machine (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            defaultValue = "reference",
            description = "reference (white noise, one tool), hard (autocorrelated noise, offsets, thermal lag, spikes)"
                    + " or fleet (tool lives, shifts, breaks, machine differences) (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all that is drawn (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--faults",
            paramLabel = "FAULTS",
            defaultValue = "none",
            description =
                    "none; all (chatter, tool_wear, thermal_drift, feed_mismatch, sensor_dropout); a list of kinds"
                            + " to draw from, like chatter,sensor_dropout:stuck; or a script that every machine follows, like"
                            + " chatter@46-54,tool_wear@91-108*1.5 in samples from 0 (default: ${DEFAULT-VALUE}).")
    private String faults;

    @Option(
            names = "--fault-rate",
            paramLabel = "N",
            defaultValue = "6",
            description = "Mean number of faults an hour and machine, unless --faults is a script"
                    + " (default: ${DEFAULT-VALUE}).")
    private double faultRate;

    @Option(
            names = "--faulty-share",
            paramLabel = "SHARE",
            defaultValue = "100%",
            converter = ShareConverter.class,
            description = "Share of the machines that get faults, like 5%%; the others stay sound (default: 100%%).")
    private double faultyShare;

    @Option(
            names = "--gateways",
            paramLabel = "N",
            defaultValue = "0",
            description = "Gateways over which the machines are spread (default: ${DEFAULT-VALUE}).")
    private int gateways;

    @Option(
            names = "--without-expected",
            description = "Leave out expected_load_pct and expected_temperature_c: the process model must know.")
    private boolean withoutExpected;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "Samples come this many times as often as --interval says (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(names = "--duration", paramLabel = "DURATION", description = "End after this time (default: never).")
    private @Nullable Duration duration;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "File for warnings, for example refused commands (default: none).")
    private @Nullable Path log;

    @Override
    public Integer call() throws Exception {
        if (log != null) {
            Logging.toFile(log);
        }
        SimulationSettings settings = Values.accepted(spec, this::settings);
        StreamSettings stream = new StreamSettings(kafka.bootstrapServers(), kafka.topics(), speed, kafka.properties());
        Interruption interruption = Interruption.install();
        int status = 1;
        try {
            simulate(settings, stream, interruption);
            status = 0;
        } finally {
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
            interruption.finished(status);
        }
        return status;
    }

    private void simulate(SimulationSettings settings, StreamSettings stream, Interruption interruption)
            throws InterruptedException {
        SimulatorRun run = Values.accepted(spec, () -> start(settings, stream));
        try {
            report(run, interruption);
        } finally {
            run.close();
        }
        // What was on its way to Kafka is counted now, too.
        tell(run.status());
    }

    private SimulationSettings settings() {
        return SimulationSettings.builder()
                .type(machineType())
                .profile(Profile.of(profile))
                .machines(machines)
                .gatewayIds(SimulationSettings.numberedIds("GATEWAY-", gateways, 2))
                .seed(seed)
                .intervalMillis(interval.toMillis())
                .withExpected(!withoutExpected)
                .faults(plan())
                .build();
    }

    private MachineType machineType() {
        return switch (type) {
            case "mill" -> MachineType.MILL;
            case "lathe" -> MachineType.LATHE;
            default -> throw new IllegalArgumentException("--type must be mill or lathe, but is '" + type + "'");
        };
    }

    private FaultPlan plan() {
        // A share of all needs no draw: what the machines do stays as it was before there were shares.
        return faultyShare < 1 ? new FaultPlan.InShare(faultyShare, faultsOfOne()) : faultsOfOne();
    }

    private FaultPlan faultsOfOne() {
        if (faults.contains("@")) {
            return new FaultPlan.Scripted(FaultScript.parse(faults));
        }
        List<FaultType> types = FaultChoice.parse(faults);
        return types.isEmpty() ? FaultPlan.none() : new FaultPlan.AtRate(faultRate, types);
    }

    private static SimulatorRun start(SimulationSettings settings, StreamSettings stream) {
        try {
            return SimulatorRun.start(settings, stream);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** Whether the machines are late: this computer, or Kafka, is too slow for so many samples. */
    private static String pace(SimulatorStatus status) {
        long behind = status.behindMillis();
        return behind < BEHIND_MILLIS
                ? ""
                : ", %.1f s behind the clock: too many samples for this computer or this Kafka; take fewer --machines or a longer --interval"
                        .formatted(behind / 1_000.0);
    }

    private void report(SimulatorRun run, Interruption interruption) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%d simulated machines write to %s on %s, one sample each %d ms. Ctrl-C ends it.%n",
                machines, kafka.topics().name(Topic.TELEMETRY), kafka.bootstrapServers(), interval.toMillis());
        long end = duration == null ? Long.MAX_VALUE / 2 : System.nanoTime() + duration.toNanos();
        boolean asked = false;
        while (!asked && System.nanoTime() < end) {
            long left = Math.min(REPORT_EVERY.toNanos(), end - System.nanoTime());
            asked = interruption.await(Duration.ofNanos(left));
            SimulatorStatus status = run.status();
            if (status.failure() != null) {
                throw new CommandFailure("The simulator has stopped: " + status.failure(), status.failure());
            }
            tell(status);
        }
    }

    private void tell(SimulatorStatus status) {
        spec.commandLine()
                .getOut()
                .printf(
                        "%d samples sent, %d lost, %d skipped%s%s%s%n",
                        status.recordsSent(),
                        status.recordsLost(),
                        status.samplesSkipped(),
                        pace(status),
                        status.paused() ? ", paused" : "",
                        status.lastRefusal() == null ? "" : "; refused a " + status.lastRefusal());
    }
}
