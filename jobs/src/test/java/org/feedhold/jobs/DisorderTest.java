package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.feedhold.jobs.RecordedLog.Line;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines with all faults, whose records are delayed, repeated and mixed with old ones on their way: the job says of each
 * what it says when nothing of that happens. {@code -Dfeedhold.seed} gives another draw.
 */
class DisorderTest {

    private static final long SEED = Long.getLong("feedhold.seed", 1);
    private static final int BOUND = 5_000;
    private static final int SAMPLES = 250;

    private static final long SILENT_FROM = 20_000;
    private static final long SILENT_UNTIL = 40_000;

    private static RecordedLog log;
    private static long start;
    private static Outcome inOrder;

    @BeforeAll
    static void judgesTheLogAsItWasSent() {
        log = RecordedLog.of(runs(new SplittableRandom(SEED)));
        start = log.firstTimestamp();
        // A silence that is one however late the records around it come, or none.
        log = log.only(line -> line.timestamp() < start + SILENT_FROM || line.timestamp() > start + SILENT_UNTIL);
        inOrder = judged(log);
        assertThat(inOrder.result().deadLetters()).isEmpty();
        assertThat(inOrder.result().episodes())
                .extracting(EpisodeEvent::code)
                .contains("sensor_dropout", "chatter_risk", "feed_mismatch", "thermal_drift", "tool_wear");
    }

    private static List<SimulatedRun> runs(SplittableRandom random) {
        List<FaultType> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (kind != FaultKind.SENSOR_DROPOUT) {
                faults.add(new FaultType(kind, FaultVariant.NONE));
            }
        }
        for (FaultVariant variant : FaultVariant.values()) {
            if (variant != FaultVariant.NONE && !variant.silent()) {
                faults.add(new FaultType(FaultKind.SENSOR_DROPOUT, variant));
            }
        }
        List<SimulatedRun> runs = new ArrayList<>();
        for (Profile profile : List.of(Profile.REFERENCE, Profile.HARD)) {
            for (long interval : new long[] {200, 1_000, 2_000}) {
                runs.addAll(SimulatedRuns.generate(
                        SimulationSettings.builder()
                                .type(MachineType.MILL)
                                .profile(profile)
                                .machineIds(
                                        SimulationSettings.numberedIds("MILL-" + profile + "-" + interval + "-", 5, 1))
                                .intervalMillis(interval)
                                .seed(random.nextLong())
                                .wear(new SimulationSettings.Wear(60, 0.1, 0))
                                .faults(new FaultPlan.Count(4, SAMPLES, faults))
                                .build(),
                        SAMPLES));
            }
        }
        return runs;
    }

    private static Outcome judged(RecordedLog log) {
        return log.judged(Trial.withShippedModels());
    }

    // ---- order -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whatArrivesOutOfOrderWithinTheBoundGivesTheSameAsInOrder(long seed) {
        Outcome outcome = judged(log.delayed(BOUND, SEED + seed));

        assertSame(outcome);
        assertThat(outcome.result().deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = 3)
    void orderIsRestoredWithoutASequenceToo(long seed) {
        Outcome outcome = judged(log.withoutSequence().delayed(BOUND, SEED + seed));

        assertSame(outcome);
        assertThat(outcome.result().deadLetters()).isEmpty();
    }

    // ---- repeats ---------------------------------------------------------------------------------------------------

    @Test
    void aLogOfWhichEveryRecordComesTwiceGivesTheSameAsOnce() {
        Outcome outcome = judged(log.and(log));

        assertSame(outcome);
        assertThat(outcome.result().deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repeatsThatComeLaterAndInAnyOrderGiveTheSameAsOnce(boolean numbered) {
        RecordedLog sent = numbered ? log : log.withoutSequence();

        assertSame(judged(sent.and(sent.delayed(BOUND, SEED))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLogThatIsSentAgainInTheMiddleGivesTheSameAsOnce(boolean numbered) {
        RecordedLog sent = numbered ? log : log.withoutSequence();
        RecordedLog all = new RecordedLog(List.of());
        for (List<Line> machine : byMachine(sent, Line::machineId).values()) {
            RecordedLog first = new RecordedLog(machine.subList(0, machine.size() / 2));
            all = all.and(new RecordedLog(machine)).and(first.inABurstAt(first.lastArrival()));
        }

        assertSame(judged(all));
    }

    // ---- old records -----------------------------------------------------------------------------------------------

    @Test
    void whatIsOlderThanTheBoundIsADeadLetterAndChangesNothing() {
        RecordedLog late = log.untilBeforeEnd(10_000)
                .only(line -> line.timestamp() % 7_000 == 0 && line.timestamp() > start + SILENT_UNTIL)
                .each(line -> line.arriving(line.arrival() + 6_000)
                        .with(record -> record.put("sequence", 1).put("vibration_rms", 9)));

        Outcome outcome = judged(log.and(late));

        assertSame(outcome);
        assertThat(outcome.result().deadLetters())
                .extracting(DeadLetter::reason)
                .hasSizeGreaterThan(100)
                .containsOnly("late");
        assertThat(outcome.result().deadLetters().stream()
                        .map(letter -> new String(letter.value(), java.nio.charset.StandardCharsets.UTF_8)))
                .allMatch(value -> value.contains("\"vibration_rms\":9"));
    }

    @Test
    void historicalRecordsChangeNothing() {
        RecordedLog historical = log.untilBeforeEnd(20_000)
                .each(line -> line.arriving(line.arrival() + 20_000)
                        .with(record -> record.put("historical", true).put("vibration_rms", 9)));

        Outcome outcome = judged(log.and(historical));

        assertSame(outcome);
        assertThat(outcome.result().deadLetters()).isEmpty();
    }

    // ---- comparing -------------------------------------------------------------------------------------------------

    /** Ids and content of all that was said of each machine. */
    private static void assertSame(Outcome outcome) {
        assertSame(outcome.result().recommendations(), inOrder.result().recommendations(), Recommendation::machineId);
        assertSame(outcome.result().episodes(), inOrder.result().episodes(), EpisodeEvent::machineId);
        assertSame(outcome.result().health(), inOrder.result().health(), Health::machineId);
    }

    private static <T> void assertSame(List<T> said, List<T> expected, Function<T, String> machineId) {
        Map<String, List<T>> saidByMachine = byMachine(said, machineId);
        byMachine(expected, machineId).forEach((machine, all) -> {
            List<T> actual = saidByMachine.getOrDefault(machine, List.of());
            for (int i = 0; i < Math.min(actual.size(), all.size()); i++) {
                assertThat(actual.get(i)).isEqualTo(all.get(i));
            }
            assertThat(actual).as(machine).hasSameSizeAs(all);
        });
        assertThat(said).hasSameSizeAs(expected);
    }

    private static Map<String, List<Line>> byMachine(RecordedLog log, Function<Line, String> machineId) {
        return byMachine(log.lines(), machineId);
    }

    private static <T> Map<String, List<T>> byMachine(List<T> all, Function<T, String> machineId) {
        return all.stream().collect(Collectors.groupingBy(machineId));
    }
}
