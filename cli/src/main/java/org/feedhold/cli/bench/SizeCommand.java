package org.feedhold.cli.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.feedhold.cli.Values;
import org.feedhold.cli.bench.FleetFigures.Computer;
import org.feedhold.cli.bench.FleetFigures.SetUp;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code feedhold size}: what to plan for. */
@Command(
        name = "size",
        description =
                "Print what a fleet needs: topics, disk, partitions, state, checkpoints, processors and TaskManagers,"
                        + " from what was measured.")
public final class SizeCommand implements Callable<Integer> {

    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    /** Offsets are secured in leaps, so that a job that keeps pace may seem a little slower. */
    private static final double LEAST_PACE = 0.8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--machines", paramLabel = "N", required = true, description = "Machines that are to be monitored.")
    private int machines;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "2s",
            description = "Time between two samples of a machine (default: ${DEFAULT-VALUE}).")
    private Duration interval;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "3",
            description = "Copies that Kafka keeps of each record (default: ${DEFAULT-VALUE}).")
    private int copies;

    @Option(
            names = "--measured",
            paramLabel = "FILE",
            description = "What 'feedhold bench fleet --json' printed (default: what was measured for this version).")
    private @Nullable Path measuredFile;

    @Override
    public Integer call() {
        FleetFigures measured = measuredFile == null ? FiguresFile.shipped() : FiguresFile.read(measuredFile);
        FleetPlan plan = Values.accepted(spec, () -> FleetPlan.of(machines, interval, copies, measured));
        print(
                "%,d machines, a sample each %.1f s: %,.0f samples a second.%n",
                machines, interval.toMillis() / 1_000.0, plan.samplesPerSecond());
        print("%n%-18s %16s %12s %8s %14s%n", "topic", "records a day", "MB a day", "kept", "GB, one copy");
        for (FleetPlan.PlannedTopic each : plan.topics()) {
            print(
                    "%-18s %,16.0f %,12.1f %8s %,14.2f%n",
                    each.topic().topicName(),
                    each.recordsPerDay(),
                    each.bytesPerDay() / MEGA,
                    each.keptDays() == null ? "newest" : "%.0f d".formatted(each.keptDays()),
                    each.bytes() / GIGA);
        }
        print("%n%-18s %,.1f GB, %d copies of each record%n", "disk of Kafka", plan.diskBytes() / GIGA, copies);
        print("%-18s %d for each partitioned topic%n", "partitions", plan.partitions());
        print("%-18s %,.1f MB%n", "state", plan.stateBytes() / MEGA);
        print(
                "%-18s %,.1f MB each, %,.1f MB/s to write in the mean%n",
                "checkpoints", plan.stateBytes() / MEGA, plan.checkpointBytesPerSecond() / MEGA);
        print("%-18s %.1f, %.0f %% busy%n", "processors", plan.cores(), FleetPlan.BUSY * 100);
        print(
                "%-18s %d with %d slots, parallelism %d%n",
                "TaskManagers",
                plan.taskManagers(),
                (plan.parallelism() + plan.taskManagers() - 1) / plan.taskManagers(),
                plan.parallelism());
        assumptions(measured);
        return 0;
    }

    private void assumptions(FleetFigures measured) {
        Computer computer = measured.computer();
        SetUp setUp = measured.setUp();
        print("%nWhat this assumes%n");
        print(
                "- Measured %s with %s, on %d processors, %s, Java %s (other programs kept %.1f of them busy): %s%n",
                measured.measuredAt().toString().substring(0, 10),
                setUp.version(),
                computer.processors(),
                computer.system(),
                computer.java(),
                computer.otherLoad(),
                measured.command());
        print(
                "- %,d machines, a sample each %.1f s, state on %s: %.3f s of a processor for 1,000 samples, %,d bytes of"
                        + " state a machine.%n",
                setUp.machines(),
                setUp.intervalSeconds(),
                setUp.stateBackend(),
                measured.cpu().jobSecondsPerThousandSamples(),
                measured.stateBytesPerMachine());
        double pace =
                measured.samples().processedPerSecond() / measured.samples().inPerSecond();
        if (pace < LEAST_PACE) {
            print(
                    "- The measured job fell behind: it processed %.0f %% of what came. Take processor time and state as"
                            + " rough.%n",
                    pace * 100);
        }
        print(
                "- %.1f %% of the machines have %.1f faults an hour; more of them make more recommendations and"
                        + " anomalies.%n",
                setUp.faultyShare() * 100, setUp.faultsPerHour());
        print(
                "- Every machine cuts all day. Bytes are on the broker's disk, telemetry compressed with lz4; without, plan"
                        + " for three times its bytes.%n");
        print(
                "- Processor time grows with samples, outputs with machines. Kafka's own processors, and memory for state on"
                        + " the heap, which is several times the bytes of a checkpoint, come on top.%n");
        print("- Measure on your own computers with 'feedhold bench fleet --json', and give that with --measured.%n");
    }

    private void print(String format, Object... values) {
        out().print(String.format(Locale.ROOT, format, values));
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
