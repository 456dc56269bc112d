package org.feedhold.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.feedhold.benchmarks.finding.Equality;
import org.feedhold.benchmarks.system.BenchmarkedSystem;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.workload.Workload;

/** The tables that people read. */
public final class MarkdownReport {

    private MarkdownReport() {}

    /**
     * Figures of each system, and ratios of the job to each other one if it was measured. A system that does not find what
     * the job finds has no figures, but the difference.
     */
    public static String of(Workload workload, List<BenchmarkedSystem> systems, Rounds rounds, Equality equality) {
        List<BenchmarkedSystem> equal = systems.stream()
                .filter(system -> !equality.differences().containsKey(system))
                .toList();
        StringBuilder page = new StringBuilder(line(
                "%,d samples of %,d machines, %.1f %% of them in fault; the first %,d samples are not measured."
                        + " %s. Rounds: %d. Median (least … most).%n",
                workload.samples(),
                workload.machines(),
                workload.faultyShare() * 100,
                workload.warmUpSamples(),
                Computer.description(),
                rounds.rounds().size()));
        page.append(line("%s%n", found(equality)));
        page.append(
                line(
                        "%n| system | CPU s / million | and of the compiler | samples / s | bytes allocated / sample | peak memory, MiB |%n"));
        page.append(line("|---|---|---|---|---|---|%n"));
        for (BenchmarkedSystem system : equal) {
            page.append(line(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    system.systemName(),
                    cell("%.2f", rounds, system, Measurement::cpuSecondsPerMillion),
                    cell("%.2f", rounds, system, Measurement::compilerSecondsPerMillion),
                    cell("%,.0f", rounds, system, each -> each.samples() / each.wallSeconds()),
                    cell("%,.0f", rounds, system, Measurement::allocatedBytesPerSample),
                    cell("%,.0f", rounds, system, each -> each.peakBytes() / (1 << 20))));
        }
        equality.differences()
                .forEach((system, difference) -> page.append(line(
                        "%n%s has no figures, as it does not find what the job finds: %s.%n",
                        system.systemName(), difference)));
        if (equal.contains(BenchmarkedSystem.FEEDHOLD)) {
            page.append(line("%n| samples per CPU second | ratio |%n|---|---|%n"));
            for (BenchmarkedSystem other : equal) {
                if (other != BenchmarkedSystem.FEEDHOLD) {
                    page.append(line(
                            "| feedhold / %s | %s |%n",
                            other.systemName(), cell("%.2f", rounds.ratio(BenchmarkedSystem.FEEDHOLD, other))));
                }
            }
        }
        return page.toString();
    }

    private static String found(Equality equality) {
        Map<String, Long> golden = equality.golden();
        if (golden == null) {
            return "What the systems find was not compared: the job, whose findings the others have to find, did not run.";
        }
        long episodes = golden.values().stream().mapToLong(Long::longValue).sum();
        return line(
                "The job finds %,d episodes: %s. A system with figures finds the same, of the codes that it covers.",
                episodes, golden);
    }

    private static String cell(
            String format, Rounds rounds, BenchmarkedSystem system, ToDoubleFunction<Measurement> figure) {
        return cell(format, rounds.of(system, figure));
    }

    private static String cell(String format, Spread spread) {
        return line(format, spread.median()) + " (" + line(format, spread.least()) + " … " + line(format, spread.most())
                + ")";
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
