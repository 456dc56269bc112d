package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running job shows of itself: the names that the reference promises, and the right numbers. */
class MetricsTest {

    private static final Path REFERENCE = Path.of("../docs/reference/metrics.md");
    private static final Pattern OURS =
            Pattern.compile(".*\\.([a-z-]+)\\.\\d+\\.((?:acquisition|control|detection|advisory)\\..*)");
    private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| `([a-zA-Z_.]+)` \\| (?:counter|gauge) \\|.*");
    private static final int MACHINES = 3;
    private static final int SAMPLES = 120;

    private static Map<String, Metric> metrics;

    @BeforeAll
    static void runsTheJob() throws Exception {
        Trial trial = Trial.withShippedModels();
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machines(MACHINES)
                        .faults(new FaultPlan.Scripted(FaultScript.parse("chatter@110-119")))
                        .seed(3)
                        .build(),
                SAMPLES);
        trial.runs(runs);
        trial.record("SEAS-CNC-01", SimulationSettings.DEFAULT_START_MILLIS + 100_000, new byte[] {'{'});
        SimulatedSample newest = runs.get(0).samples().get(SAMPLES - 1);
        trial.record("line 3", newest.timestampMillis(), newest.telemetry());
        InMemoryReporter reporter = InMemoryReporter.createWithRetainedMetrics();
        Configuration flink = new Configuration();
        reporter.addToConfiguration(flink);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        trial.runBy(flink, Trial.EVERY_SAMPLE);
        metrics = new TreeMap<>();
        reporter.getMetricsByGroup()
                .forEach((group, of) -> of.forEach((name, metric) -> {
                    Matcher scope = OURS.matcher(group.getMetricIdentifier(name));
                    if (scope.matches()) {
                        metrics.put(scope.group(1) + ' ' + scope.group(2), metric);
                    }
                }));
    }

    @Test
    void everyNameOfTheReferenceExistsAndNoOther() throws IOException {
        Set<String> promised = new TreeSet<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            Matcher row = ROW.matcher(line);
            // The heartbeat is no part of a job over recorded data.
            if (row.matches() && !row.group(1).equals("`heartbeat`")) {
                promised.add(row.group(2));
            }
        }
        Set<String> existing = new TreeSet<>();
        for (String name : metrics.keySet()) {
            existing.add(name.substring(name.indexOf(' ') + 1)
                    .replaceAll("reason\\.[a-z_]+\\.", "reason.REASON.")
                    .replaceAll("decision\\.[a-z_]+\\.", "decision.DECISION.")
                    .replaceAll("code\\.[a-z_]+\\.", "code.CODE."));
        }

        assertThat(existing).isNotEmpty().isEqualTo(promised);
    }

    @Test
    void theNumbersAreThoseOfTheRun() {
        assertThat(counter("twin acquisition.records")).isEqualTo(MACHINES * SAMPLES + 1);
        assertThat(counter("twin acquisition.duplicates")).isEqualTo(1);
        assertThat(counter("scan acquisition.unkeyed_records")).isEqualTo(1);
        assertThat(counter("twin acquisition.late")).isZero();
        assertThat(counter("scan acquisition.reason.malformed_json.dead_letters"))
                .isEqualTo(1);
        assertThat(gauge("twin acquisition.silence_timers")).isEqualTo(MACHINES);
        assertThat(gauge("advisor advisory.decision.human_review.machines")).isEqualTo(MACHINES);
        assertThat(gauge("advisor advisory.decision.proceed.machines")).isZero();
        assertThat(gauge("advisor advisory.code.chatter_risk.open_episodes")).isEqualTo(MACHINES);
        assertThat(gauge("limit-patterns detection.partial_matches")).isBetween(0L, 10L * MACHINES);
    }

    private static long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    private static long gauge(String name) {
        return (Long) ((Gauge<?>) metrics.get(name)).getValue();
    }
}
