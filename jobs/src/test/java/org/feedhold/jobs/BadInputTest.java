package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.health.Health;
import org.feedhold.twin.health.SignalReading;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the job does with odd input that can be used, and with garbage among good samples. */
class BadInputTest {

    /** What one percent costs would not stand out from what differs between two runs anyway. */
    private static final int GARBAGE_PERCENT = 10;

    private static final long START = 1_783_350_480_000L;
    private static final int RUNS = 4;
    private static final int SAMPLES = 240;

    private static Outcome oddOutcome;

    // ---- odd, but usable --------------------------------------------------------------------------------------------

    static Stream<Arguments> odd() {
        return Stream.of(
                row("an unknown phase", "process_phase", "polishing", Monitoring.UNMODELLED, SignalQuality.GOOD),
                row("a phase of 4 KB", "process_phase", "p".repeat(4_096), Monitoring.UNMODELLED, SignalQuality.GOOD),
                row("an unknown execution", "execution", "DANCING", Monitoring.IDLE, SignalQuality.GOOD),
                row("out of range", "vibration_rms", 1e9, Monitoring.MONITORED, SignalQuality.INVALID),
                row("a huge number", "vibration_rms", Double.MAX_VALUE, Monitoring.MONITORED, SignalQuality.INVALID),
                row("NaN as text", "vibration_rms", "NaN", Monitoring.MONITORED, SignalQuality.INVALID),
                row("Infinity as text", "vibration_rms", "Infinity", Monitoring.MONITORED, SignalQuality.INVALID),
                row("a wrong type", "vibration_rms", List.of(0.4), Monitoring.MONITORED, SignalQuality.INVALID),
                row(
                        "a wrong unit",
                        "units",
                        Map.of("vibration_rms", "mm/s"),
                        Monitoring.MONITORED,
                        SignalQuality.INVALID),
                row("an unknown field", "anomaly_label", "none", Monitoring.MONITORED, SignalQuality.GOOD),
                row("markup", "part_id", "<script>alert(1)</script>", Monitoring.MONITORED, SignalQuality.GOOD),
                row("control characters", "part_id", "P\u0000\u001b[2J\n", Monitoring.MONITORED, SignalQuality.GOOD),
                row("a part of 4 KB", "part_id", "P".repeat(4_096), Monitoring.MONITORED, SignalQuality.GOOD));
    }

    /** All of it in one run, each row on a machine of its own. */
    @BeforeAll
    static void judgesEachOnAMachineOfItsOwn() {
        Trial trial = Trial.withShippedModels();
        odd().forEach(row -> trial.record(
                (String) row.get()[0],
                START,
                sample((String) row.get()[0], Map.of((String) row.get()[1], row.get()[2]))));
        trial.record("no model", START, sample("no model", Map.of("operation", "knitting")));
        trial.record("no operation", START, sample("no operation", Map.of("operation", "")));
        trial.record("another", START, sample("foreign key", Map.of()));
        oddOutcome = trial.run();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("odd")
    void isUsedAsFarAsItCanBe(String what, String field, Object value, Monitoring monitoring, SignalQuality vibration) {
        Health health = healthOf(what);

        assertThat(health.monitoring()).isEqualTo(monitoring);
        assertThat(health.signals())
                .filteredOn(signal -> signal.name().equals("vibration_rms"))
                .extracting(SignalReading::quality)
                .containsExactly(vibration);
        String part = health.partId();
        assertThat(part == null ? 0 : part.getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no model", "no operation"})
    void aMachineWithoutAModelForItsOperationIsNotJudged(String machine) {
        Health health = healthOf(machine);

        assertThat(health.monitoring()).isEqualTo(Monitoring.UNMODELLED);
        assertThat(health.decision()).isNull();
        assertThat(health.signals()).isEmpty();
    }

    @Test
    void aRecordUnderTheKeyOfAnotherMachineIsThatOfTheMachineThatItNames() {
        assertThat(healthOf("foreign key").monitoring()).isEqualTo(Monitoring.MONITORED);
    }

    @Test
    void nothingThatCanBeUsedIsADeadLetter() {
        assertThat(oddOutcome.result().deadLetters()).isEmpty();
    }

    private static Health healthOf(String machine) {
        List<Health> health = oddOutcome.result().health().stream()
                .filter(each -> each.machineId().equals(machine))
                .toList();
        assertThat(health).hasSize(1);
        return health.get(0);
    }

    private static byte[] sample(String machine, Map<String, Object> odd) {
        Map<String, Object> sample = new HashMap<>(Map.of(
                "machine_id",
                machine,
                "timestamp",
                START,
                "sequence",
                1,
                "operation",
                "adaptive_cnc_milling",
                "process_phase",
                "roughing",
                "spindle_load_pct",
                62,
                "vibration_rms",
                0.42,
                "temperature_c",
                43,
                "feed_rate_mm_min",
                820));
        sample.putAll(odd);
        return Trial.json(sample);
    }

    // ---- garbage among good samples ---------------------------------------------------------------------------------

    @Test
    void garbageChangesNothingForTheMachinesAmongWhoseSamplesItComes() {
        judgeAmongGarbage(1, 20_000);
    }

    @Tag("long")
    @Test
    void aHundredThousandPiecesOfGarbageChangeNothing() {
        judgeAmongGarbage(2, 100_000);
    }

    private static void judgeAmongGarbage(long seed, int pieces) {
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulatedRuns.settings(RUNS, 11)
                        .faults(new FaultPlan.Scripted(
                                FaultScript.parse("chatter@46-54,tool_wear@91-108,sensor_dropout:nan@208-213")))
                        .build(),
                SAMPLES);
        SplittableRandom random = new SplittableRandom(seed);
        Trial clean = Trial.withShippedModels();
        Trial dirty = Trial.withShippedModels();
        List<RawRecord> garbage = new ArrayList<>();
        int each = pieces / (SAMPLES * RUNS) + 1;
        for (int n = 0; n < SAMPLES; n++) {
            for (SimulatedRun run : runs) {
                SimulatedSample sample = run.samples().get(n);
                clean.record(run.machineId(), sample.timestampMillis(), sample.telemetry());
                dirty.record(run.machineId(), sample.timestampMillis(), sample.telemetry());
                for (int i = 0; i < each && sample.telemetry() != null; i++) {
                    byte[] value = damaged(sample.telemetry(), random);
                    garbage.add(new RawRecord("telemetry", 0, garbage.size(), sample.timestampMillis(), null, value));
                    dirty.record(run.machineId(), sample.timestampMillis(), value);
                }
            }
        }

        Outcome expected = clean.run(60_000, 1);
        Outcome judged = dirty.run(60_000, 1);

        for (SimulatedRun run : runs) {
            assertThat(judged.recommendations(run.machineId()))
                    .as("seed " + seed)
                    .isEqualTo(expected.recommendations(run.machineId()))
                    .isNotEmpty();
        }
        // A place in the garbage is no place in the log; its bytes are themselves.
        TelemetryScanner scanner = new TelemetryScanner();
        List<DeadLetter> unusable = new ArrayList<>();
        garbage.forEach(raw -> scanner.scan(raw, usable -> {}, unusable::add));
        List<DeadLetter> letters = judged.result().deadLetters().stream()
                .filter(letter -> !letter.reason().equals("late"))
                .toList();
        assertThat(letters).hasSameSizeAs(unusable);
        for (int i = 0; i < letters.size(); i++) {
            assertThat(letters.get(i).reason()).isEqualTo(unusable.get(i).reason());
            assertThat(letters.get(i).value()).isEqualTo(unusable.get(i).value());
        }
        System.out.printf("seed %d: %d pieces of garbage, %d dead letters%n", seed, garbage.size(), letters.size());
        assertThat(letters.size()).isBetween(garbage.size() / 4, garbage.size());
    }

    /** Damages a sample, which then is no longer one of its machine, if of any. */
    private static byte[] damaged(byte[] sample, SplittableRandom random) {
        byte[] value = new String(sample, StandardCharsets.UTF_8)
                .replace("\"machine_id\":\"", "\"machine_id\":\"DAMAGED-" + random.nextInt(20) + '-')
                .getBytes(StandardCharsets.UTF_8);
        int wounds = random.nextInt(1, 4);
        for (int i = 0; i < wounds && value.length > 1; i++) {
            int at = random.nextInt(value.length);
            switch (random.nextInt(5)) {
                case 0 -> value[at] = (byte) random.nextInt(256);
                case 1 -> value[at] = (byte) "{}[]\",:-.e0123456789".charAt(random.nextInt(20));
                case 2 -> value = Arrays.copyOf(value, at);
                case 3 -> value = joined(value, at, value, random.nextInt(value.length));
                default -> value = joined(value, at, sample, random.nextInt(sample.length));
            }
        }
        // Undamaged where it matters it would be a good sample, of another machine of the same kind or of its own.
        return new String(value, StandardCharsets.ISO_8859_1).contains("DAMAGED-")
                ? value
                : Arrays.copyOf(value, value.length / 2);
    }

    private static byte[] joined(byte[] head, int end, byte[] tail, int from) {
        byte[] joined = Arrays.copyOf(head, end + tail.length - from);
        System.arraycopy(tail, from, joined, end, tail.length - from);
        return joined;
    }

    @Tag("long")
    @Test
    void onePercentOfGarbageCostsAtMostFivePercentOfThroughput() {
        List<SimulatedRun> runs =
                SimulatedRuns.generate(SimulatedRuns.settings(100, 5).build(), 1_500);
        SplittableRandom random = new SplittableRandom(5);
        Trial nothing = Trial.withShippedModels();
        Trial clean = Trial.withShippedModels();
        Trial dirty = Trial.withShippedModels();
        SimulatedSample first = runs.get(0).samples().get(0);
        nothing.record(runs.get(0).machineId(), first.timestampMillis(), first.telemetry());
        int samples = 0;
        for (int n = 0; n < 1_500; n++) {
            for (SimulatedRun run : runs) {
                SimulatedSample sample = run.samples().get(n);
                clean.record(run.machineId(), sample.timestampMillis(), sample.telemetry());
                boolean bad = ++samples % (100 / GARBAGE_PERCENT) == 0;
                byte[] value = bad ? damaged(sample.telemetry(), random) : sample.telemetry();
                dirty.record(run.machineId(), sample.timestampMillis(), value);
            }
        }

        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        // The first round lets the JVM compile.
        for (int round = -1; round < 5; round++) {
            double withoutGarbage = cpuSeconds(clean);
            double withGarbage = cpuSeconds(dirty);
            System.out.printf(
                    "round %d: %d records, %.2f s of processor time without garbage, %.2f s with it%n",
                    round, samples, withoutGarbage, withGarbage);
            if (round >= 0) {
                without.add(withoutGarbage);
                with.add(withGarbage);
            }
        }
        double idle = cpuSeconds(nothing);
        double costOfAll = (median(with) - idle) / (median(without) - idle) - 1;
        double costOfOnePercent = costOfAll / GARBAGE_PERCENT;
        System.out.printf("1 %% of garbage costs %.1f %%%n", 100 * costOfOnePercent);
        assertThat(costOfOnePercent).isLessThanOrEqualTo(0.05);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Processor time, because other processes do not change it. */
    private static double cpuSeconds(Trial trial) {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = process.getProcessCpuTime();
        trial.run(60_000, 1);
        return (process.getProcessCpuTime() - before) / 1e9;
    }

    private static Arguments row(
            String what, String field, Object value, Monitoring monitoring, SignalQuality vibration) {
        return Arguments.of(what, field, value, monitoring, vibration);
    }
}
