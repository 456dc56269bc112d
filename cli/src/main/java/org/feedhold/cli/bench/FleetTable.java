package org.feedhold.cli.bench;

import java.util.Locale;
import org.feedhold.cli.bench.FleetFigures.Checkpoints;
import org.feedhold.cli.bench.FleetFigures.Cpu;
import org.feedhold.cli.bench.FleetFigures.Recovery;
import org.feedhold.cli.bench.FleetFigures.Samples;
import org.feedhold.cli.bench.FleetFigures.SetUp;
import org.feedhold.cli.bench.FleetFigures.Spread;
import org.jspecify.annotations.Nullable;

/** {@link FleetFigures} for people. */
final class FleetTable {

    private static final double MEBIBYTE = 1024 * 1024;

    private final StringBuilder text = new StringBuilder();

    private FleetTable() {}

    static String of(FleetFigures figures) {
        return new FleetTable().write(figures);
    }

    private String write(FleetFigures figures) {
        SetUp setUp = figures.setUp();
        Samples samples = figures.samples();
        Checkpoints checkpoints = figures.checkpoints();
        Cpu cpu = figures.cpu();
        row("measured", "%s, for %.0f s", figures.measuredAt(), setUp.seconds());
        row(
                "computer",
                "%d processors, %.1f GiB, %s, Java %s; other programs kept %.2f processors busy",
                figures.computer().processors(),
                figures.computer().memoryBytes() / MEBIBYTE / 1024,
                figures.computer().system(),
                figures.computer().java(),
                figures.computer().otherLoad());
        row(
                "fleet",
                "%,d simulated machines, a sample each %.1f s, %.1f %% of them with %.1f faults an hour",
                setUp.machines(),
                setUp.intervalSeconds(),
                setUp.faultyShare() * 100,
                setUp.faultsPerHour());
        row(
                "job",
                "state on %s, parallelism %d, TaskManagers: %d",
                setUp.stateBackend(),
                setUp.parallelism(),
                setUp.taskManagers());
        row(
                "samples a second",
                "%,.0f wanted, %,.0f in, %,.0f processed",
                samples.wantedPerSecond(),
                samples.inPerSecond(),
                samples.processedPerSecond());
        row("lag", "%s s (median, 95 %%, most)", spread(figures.lagSeconds()));
        row(
                "checkpoints",
                "%d complete, %d failed, each %.1f s; %.1f MiB, of which %.1f MiB written; %s s (median, 95 %%, most)",
                checkpoints.completed(),
                checkpoints.failed(),
                checkpoints.intervalSeconds(),
                checkpoints.bytes() / MEBIBYTE,
                checkpoints.writtenBytes() / MEBIBYTE,
                spread(checkpoints.seconds()));
        row("state", "%,d bytes a machine", figures.stateBytesPerMachine());
        row(
                "processor seconds",
                "job %.1f, simulator %.1f, Kafka %.1f",
                cpu.jobSeconds(),
                cpu.simulatorSeconds(),
                cpu.kafkaSeconds());
        row(
                "per 1,000 samples",
                "job %.4f s, simulator %.4f s: %.2f of the job's",
                cpu.jobSecondsPerThousandSamples(),
                cpu.simulatorSecondsPerThousandSamples(),
                cpu.simulatorShareOfJob());
        row("after kill -9", "%s", recovery(figures.recovery()));
        row(
                "samples in all",
                "%,d sent, %,d in Kafka, %,d processed, %s, %,d skipped by the simulator",
                samples.sent(),
                samples.inKafka(),
                samples.processed(),
                samples.lost() == null
                        ? "the others NOT READ IN TIME"
                        : String.format(Locale.ROOT, "%,d lost", samples.lost()),
                samples.skipped());
        figures.topics()
                .forEach((topic, written) -> row(
                        "topic " + topic,
                        "%,.0f records a machine and day, %.0f bytes each",
                        written.recordsPerMachineAndDay(),
                        written.bytesPerRecord()));
        return text.toString().stripTrailing();
    }

    private static String recovery(@Nullable Recovery recovery) {
        if (recovery == null) {
            return "no TaskManager was killed";
        }
        return "first output after %.1f s, lag within %.0f s %s"
                .formatted(
                        recovery.firstOutputSeconds(),
                        recovery.lagBoundSeconds(),
                        recovery.inTimeSeconds() == null
                                ? "NOT REACHED"
                                : "after %.1f s".formatted(recovery.inTimeSeconds()));
    }

    private static String spread(Spread spread) {
        return "%.2f, %.2f, %.2f".formatted(spread.median(), spread.p95(), spread.max());
    }

    private void row(String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-20s ", name))
                .append(String.format(Locale.ROOT, format, values))
                .append(System.lineSeparator());
    }
}
