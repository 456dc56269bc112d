package org.feedhold.benchmarks.growth;

import java.util.List;
import java.util.Locale;
import org.feedhold.benchmarks.report.Computer;

/** What was measured, as Markdown. */
final class GrowthTable {

    private GrowthTable() {}

    /** A table for each series, with the slope of what was measured. */
    static String of(List<GrowthPoint> points) {
        StringBuilder page = new StringBuilder(line("%s.%n", Computer.description()));
        for (Series series : Series.values()) {
            List<GrowthPoint> own =
                    points.stream().filter(point -> point.series() == series).toList();
            if (!own.isEmpty()) {
                page.append(table(series, own));
            }
        }
        return page.toString();
    }

    private static String table(Series series, List<GrowthPoint> points) {
        StringBuilder table = new StringBuilder(line(
                "%n| %s | samples | measured | CPU s / million | and of the compiler | to the first | samples / s | bytes"
                        + " allocated / sample | peak memory, MiB |%n|---|---|---|---|---|---|---|---|---|%n",
                series.axis()));
        double first = points.get(0).measured().cpuSecondsPerMillion();
        for (GrowthPoint point : points) {
            table.append(line(
                    "| %,.0f | %,d | %,d | %.2f | %.2f | %.2f | %,.0f | %,.0f | %,.0f |%n",
                    point.at(),
                    point.workload().samples(),
                    point.measured().samples(),
                    point.measured().cpuSecondsPerMillion(),
                    point.measured().compilerSecondsPerMillion(),
                    point.measured().cpuSecondsPerMillion() / first,
                    point.measured().samples() / point.measured().wallSeconds(),
                    point.measured().allocatedBytesPerSample(),
                    point.measured().peakBytes() / (1 << 20)));
        }
        return table + slope(series, Fit.of(points));
    }

    private static String slope(Series series, Fit fit) {
        return series.isLogarithmic()
                ? line(
                        "%nSlope: %+.3f; twice the %s cost a sample %.3f times as much.%n",
                        fit.slope(), series.axis(), Math.pow(2, fit.slope()))
                : line(
                        "%nSlope: %+.3f; each percent of %s adds %.2f CPU s / million to %.2f.%n",
                        fit.slope(), series.axis().replace(", %", ""), fit.slope(), fit.intercept());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
