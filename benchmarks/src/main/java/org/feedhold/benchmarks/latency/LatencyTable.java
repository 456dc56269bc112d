package org.feedhold.benchmarks.latency;

import java.util.List;
import java.util.Locale;
import org.feedhold.benchmarks.report.Computer;

/** What was measured, as Markdown. */
public final class LatencyTable {

    /** What the times hold and what they do not. */
    static final String MEANING = """
            Milliseconds from when a sample was due, whether or not it was sent in time, to when a reader of committed records \
            had the output. Nothing is subtracted: a recommendation is timed from the sample that decided it, and with that \
            sample the on-delay of its rule is over; and the machines number their samples, so none waits for one that may \
            come before it, as long as --max-out-of-orderness allows. With fewer than 1,000 observations p99.9 is the greatest, \
            with fewer than 100 p99, too. Missing are health records that were due, and faults without a recommendation; they \
            are not in the times.
            """;

    private LatencyTable() {}

    /**
     * The tables.
     *
     * @param capacity samples a second, of which the loads are a share
     * @param rows at least one
     */
    public static String of(double capacity, List<LatencyRow> rows) {
        Load any = rows.get(0).load();
        StringBuilder page = new StringBuilder(line(
                "Capacity: %,.0f samples/s. Each load is sent for %d s before it is measured, for %d s. %s;"
                        + " broker, load generator, job and reader share them.%n%n",
                capacity, any.warmUpSeconds(), any.measuredSeconds(), Computer.description()));
        page.append(MEANING);
        page.append(
                line("%n| delivery | load | samples/s | machines | in fault | output | observations | p50 | p99 | p99.9"
                        + " | greatest | missing |%n|---|---|---|---|---|---|---|---|---|---|---|---|%n"));
        for (LatencyRow row : rows) {
            page.append(output(row, Output.RECOMMENDATION, row.received().recommendations()));
            page.append(output(row, Output.HEALTH, row.received().health()));
        }
        page.append(line(
                "%nThe load generator: milliseconds from when a sample was due. Where it is as late as the outputs, it"
                        + " is what was measured.%n%n| delivery | load | sent late p50 | p99 | p99.9 | in Kafka p50 | p99 | p99.9 |"
                        + " failed |%n|---|---|---|---|---|---|---|---|---|%n"));
        for (LatencyRow row : rows) {
            page.append(sent(row));
        }
        for (LatencyRow row : rows) {
            if (!row.received().complete()) {
                page.append(line(
                        "%n%s at %d %%: %d s after the load the job had not come to its end. More may be missing than is"
                                + " counted.%n",
                        row.delivery(), row.percentOfCapacity(), OutputReader.PATIENCE.toSeconds()));
            }
        }
        return page.toString();
    }

    private static String output(LatencyRow row, Output output, OutputReport report) {
        return line(
                "| %s | %d %% | %,d | %,d | %.1f %% | %s | %,d | %,d | %,d | %,d | %,d | %,d |%n",
                row.delivery(),
                row.percentOfCapacity(),
                row.load().samplesPerSecond(),
                row.load().machines(),
                100.0 * row.load().faultyMachines() / row.load().machines(),
                output.outputName(),
                report.millis().count(),
                report.millis().p50(),
                report.millis().p99(),
                report.millis().p999(),
                report.millis().max(),
                report.missing());
    }

    private static String sent(LatencyRow row) {
        Percentiles late = row.sent().late();
        Percentiles acknowledged = row.sent().acknowledged();
        return line(
                "| %s | %d %% | %,d | %,d | %,d | %,d | %,d | %,d | %,d |%n",
                row.delivery(),
                row.percentOfCapacity(),
                late.p50(),
                late.p99(),
                late.p999(),
                acknowledged.p50(),
                acknowledged.p99(),
                acknowledged.p999(),
                row.sent().failed());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
