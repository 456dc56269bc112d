package org.feedhold.operators.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.detection.EdgeKind.BEGAN;
import static org.feedhold.twin.detection.EdgeKind.BREACH;
import static org.feedhold.twin.detection.EdgeKind.BROKEN;
import static org.feedhold.twin.detection.EdgeKind.CLEARED;
import static org.feedhold.twin.detection.EdgeKind.CONTEXT_LEFT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.MachineContext;
import org.feedhold.twin.detection.MachineTwin;
import org.feedhold.twin.detection.Measurement;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.release.ReleaseVerdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pins what the function takes from the inside of Flink's CEP library: the automaton on a clock of its own, its buffer, and
 * that neither leaves anything behind. It fails if another version of Flink behaves otherwise; then look at
 * {@link PatternFunction} before anything else.
 */
class PatternFunctionTest {

    private static final String MACHINE = "MILL-1";
    private static final String CHATTER = "chatter_risk/high";
    private static final String FEED = "feed_mismatch/low";
    private static final String DROPOUT = "sensor_dropout/high";

    private final List<EpisodeStart> beforeRestore = new ArrayList<>();
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> harness =
            open(PatternFunction.ofLimits());

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    // ---- sustained -------------------------------------------------------------------------------------------------

    @Test
    void anEpisodeStartsWithTheFirstBreachOfItsRunHoweverLateTheRunIsToldOf() throws Exception {
        send(4_000, edge(BEGAN, CHATTER, 4_000, 1_000, 2), breach(CHATTER, 4_000, 1_000));
        send(5_000, sustained(CHATTER, 5_000, 1_000));

        assertThat(starts()).extracting(EpisodeStart::start).containsExactly(1_000L);
    }

    @Test
    void aBreachThatIsSustainedAtOnceStartsAnEpisode() throws Exception {
        send(0, began(CHATTER, 0), sustained(CHATTER, 0, 0));

        assertThat(starts()).containsExactly(new EpisodeStart(CHATTER, 0, 1, value(0), value(0)));
        assertThatNothingIsLeftBehind();
    }

    @Test
    void theEpisodeStartsWithTheFirstBreachAndArrivesWithTheEvidenceThatSustainedIt() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(2_000);
        send(4_000, sustained(CHATTER, 4_000, 0));

        List<SustainedEvidence> out = harness.extractOutputValues();
        assertThat(out.stream().map(one -> one.evidence().timestamp())).containsExactly(0L, 2_000L, 4_000L);
        assertThat(out.get(0).starts()).isEmpty();
        assertThat(out.get(1).starts()).isEmpty();
        assertThat(out.get(2).starts()).containsExactly(new EpisodeStart(CHATTER, 0, 1, value(0), value(4_000)));
        assertThatNothingIsLeftBehind();
    }

    @Test
    void anEpisodeStartsOnceHoweverLongTheBreachLasts() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        for (long t = 2_000; t < 200_000; t += 2_000) {
            send(t, sustained(CHATTER, t, 0));
        }

        assertThat(starts()).hasSize(1);
        assertThatNothingIsLeftBehind();
    }

    @Test
    void aBrokenRunStartsNothing() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(2_000, edge(BROKEN, CHATTER, 2_000, 0, 2));
        send(4_000, sustained(CHATTER, 4_000, 0));

        assertThat(starts()).isEmpty();
        assertThatNothingIsLeftBehind();
    }

    @Test
    void aRunThatBeginsAnewStartsAtItsOwnBeginning() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(9_000, edge(BROKEN, CHATTER, 9_000, 0, 2), began(CHATTER, 9_000), breach(CHATTER, 9_000, 9_000));
        send(11_000, sustained(CHATTER, 11_000, 9_000));

        assertThat(starts().stream().map(EpisodeStart::start)).containsExactly(9_000L);
        assertThatNothingIsLeftBehind();
    }

    @Test
    void whoLeavesTheContextLeavesEveryRun() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0), began(FEED, 0), breach(FEED, 0, 0));
        send(2_000, edge(CONTEXT_LEFT, "", 2_000, 2_000, 0));
        assertThatNothingIsLeftBehind();

        send(4_000, began(CHATTER, 4_000), sustained(CHATTER, 4_000, 4_000));

        assertThat(starts().stream().map(EpisodeStart::start)).containsExactly(4_000L);
    }

    @Test
    void twoChecksInterleavedDoNotTouchEachOther() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(2_000, began(FEED, 2_000), breach(FEED, 2_000, 2_000), breach(CHATTER, 2_000, 0));
        send(4_000, edge(BROKEN, CHATTER, 4_000, 0, 2), breach(FEED, 4_000, 2_000));
        send(6_000, sustained(FEED, 6_000, 2_000), began(CHATTER, 6_000), breach(CHATTER, 6_000, 6_000));
        send(8_000, sustained(CHATTER, 8_000, 6_000), sustained(FEED, 8_000, 2_000));

        assertThat(starts().stream().map(start -> start.check() + ' ' + start.start()))
                .containsExactly(FEED + " 2000", CHATTER + " 6000");
        assertThatNothingIsLeftBehind();
    }

    @Test
    void twoMachinesInterleavedDoNotTouchEachOther() throws Exception {
        send("A", 0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send("B", 0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send("A", 2_000, edge(BROKEN, CHATTER, 2_000, 0, 2));
        send("B", 2_000, sustained(CHATTER, 2_000, 0));
        send("A", 2_000, sustained(CHATTER, 2_000, 0));

        assertThat(harness.extractOutputValues().stream()
                        .filter(one -> !one.starts().isEmpty())
                        .map(one -> one.evidence().machineId()))
                .containsExactly("B");
        assertThatNothingIsLeftBehind();
    }

    @Test
    void aMachineThatLagsTenMinutesBehindItsNeighbourLosesNothing() throws Exception {
        long ahead = 600_000;
        for (long t = 0; t < 100_000; t += 10_000) {
            harness.processWatermark(ahead + t);
            send("AHEAD", ahead + t, began(CHATTER, ahead + t), sustained(CHATTER, ahead + t, ahead + t));
            send("BEHIND", t, began(CHATTER, t), breach(CHATTER, t, t));
            send("BEHIND", t + 2_000, sustained(CHATTER, t + 2_000, t));
        }

        assertThat(starts()).hasSize(20);
        assertThatNothingIsLeftBehind();
    }

    @Test
    void aRunThatIsForgottenDoesNotHideTheNextOne() throws Exception {
        long later = MachineTwin.LONGEST_RUN_MILLIS;
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(later, edge(BROKEN, CHATTER, later, 0, 2), began(CHATTER, later), breach(CHATTER, later, later));
        send(later + 2_000, sustained(CHATTER, later + 2_000, later));

        assertThat(starts().stream().map(EpisodeStart::start)).containsExactly(later);
        assertThatNothingIsLeftBehind();
    }

    @Test
    void theLongestOnDelayThatAModelMayAskForIsKept() throws Exception {
        long tenMinutes = 600_000;
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0));
        send(tenMinutes + 5_000, sustained(CHATTER, tenMinutes + 5_000, 0));

        assertThat(starts()).hasSize(1);
    }

    // ---- which edges -----------------------------------------------------------------------------------------------

    @Test
    void evidenceWithoutAnEdgeForThePatternPassesUntouched() throws Exception {
        SustainedEvidence passing = evidence(MACHINE, 0, edge(CLEARED, CHATTER, 0, 0, 0), began(DROPOUT, 0));

        harness.processElement(passing, 0);

        assertThat(harness.extractOutputValues()).hasSize(1);
        assertThat(harness.extractOutputValues().get(0)).isEqualTo(passing);
        assertThatNothingIsLeftBehind();
    }

    @Test
    void dropoutsAreFoundByTheirOwnPatternAndAddedToWhatWasFoundBefore() throws Exception {
        harness.close();
        harness = open(PatternFunction.ofDropouts());
        EpisodeStart before = new EpisodeStart(CHATTER, 0, 2, null, null);
        Evidence both = evidence(MACHINE, 0, sustained(CHATTER, 0, 0), began(DROPOUT, 0), sustained(DROPOUT, 0, 0))
                .evidence();

        harness.processElement(new SustainedEvidence(both, List.of(before)), 0);

        assertThat(starts().stream().map(EpisodeStart::check)).containsExactly(CHATTER, DROPOUT);
        assertThatNothingIsLeftBehind();
    }

    // ---- restore ---------------------------------------------------------------------------------------------------

    @Test
    void aRunGoesOnAfterARestoreInItsMiddle() throws Exception {
        send(0, began(CHATTER, 0), breach(CHATTER, 0, 0), began(FEED, 0), breach(FEED, 0, 0));
        send(2_000, breach(CHATTER, 2_000, 0));

        restore();
        send(4_000, sustained(CHATTER, 4_000, 0), edge(BROKEN, FEED, 4_000, 0, 2));
        restore();
        send(6_000, sustained(FEED, 6_000, 0));

        assertThat(starts()).containsExactly(new EpisodeStart(CHATTER, 0, 1, value(0), value(4_000)));
        assertThatNothingIsLeftBehind();
    }

    /** Random edges of three machines and five checks, with restores in between, against the same said plainly. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void itFindsWhatAPlainListOfRunsFinds(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Long> runs = new HashMap<>();
        List<String> expected = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (long t = 0; t < 400_000; t += 1_000) {
            String machine = "M" + random.nextInt(3);
            List<Edge> edges = new ArrayList<>();
            if (random.nextInt(40) == 0) {
                edges.add(edge(CONTEXT_LEFT, "", t, t, 0));
                runs.keySet().removeIf(run -> run.startsWith(machine));
            }
            for (int c = 0; c < 5; c++) {
                String check = "rule" + c + "/high";
                String run = machine + ' ' + check;
                switch (random.nextInt(6)) {
                    case 0 -> {
                        if (runs.putIfAbsent(run, t) == null) {
                            edges.add(began(check, t));
                            edges.add(breach(check, t, t));
                        }
                    }
                    case 1 -> {
                        edges.add(edge(BROKEN, check, t, 0, 2));
                        runs.remove(run);
                    }
                    case 2 -> {
                        edges.add(sustained(check, t, 0));
                        Long start = runs.remove(run);
                        if (start != null) {
                            expected.add(run + ' ' + start + ' ' + t);
                        }
                    }
                    case 3 -> edges.add(breach(check, t, 0));
                    default -> {
                        // Nothing about this check.
                    }
                }
            }
            send(machine, t, edges.toArray(Edge[]::new));
            List<SustainedEvidence> out = harness.extractOutputValues();
            for (EpisodeStart start : out.get(out.size() - 1).starts()) {
                found.add(machine + ' ' + start.check() + ' ' + start.start() + ' ' + t);
            }
            if (random.nextInt(50) == 0) {
                restore();
            }
        }

        assertThat(found).as("seed " + seed).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(50);
        for (String machine : new TreeSet<>(List.of("M0", "M1", "M2"))) {
            send(machine, 400_000, edge(CONTEXT_LEFT, "", 400_000, 400_000, 0));
        }
        assertThatNothingIsLeftBehind();
    }

    // ---- the harness -----------------------------------------------------------------------------------------------

    private void assertThatNothingIsLeftBehind() {
        assertThat(harness.numKeyedStateEntries()).as("state").isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
    }

    private void send(long timestamp, Edge... edges) throws Exception {
        send(MACHINE, timestamp, edges);
    }

    private void send(String machineId, long timestamp, Edge... edges) throws Exception {
        harness.processElement(evidence(machineId, timestamp, edges), timestamp);
    }

    private List<EpisodeStart> starts() {
        List<EpisodeStart> starts = new ArrayList<>(beforeRestore);
        harness.extractOutputValues().forEach(one -> starts.addAll(one.starts()));
        return starts;
    }

    private void restore() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.extractOutputValues().forEach(one -> beforeRestore.addAll(one.starts()));
        harness.close();
        harness = create(PatternFunction.ofLimits());
        harness.initializeState(snapshot);
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> open(
            PatternFunction function) {
        try {
            KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> harness =
                    create(function);
            harness.open();
            return harness;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> create(
            PatternFunction function) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), one -> one.evidence().machineId(), Types.STRING, 1, 1, 0);
    }

    // ---- edges -----------------------------------------------------------------------------------------------------

    private static SustainedEvidence evidence(String machineId, long timestamp, Edge... edges) {
        Evidence evidence = new Evidence(
                machineId,
                timestamp,
                new MachineContext(null, null, null, null, null, null, null, true),
                "m@1",
                Monitoring.MONITORED,
                null,
                true,
                List.of(),
                List.of(),
                List.of(edges),
                List.of(),
                ReleaseVerdict.RELEASED,
                null,
                false,
                null);
        return new SustainedEvidence(evidence, List.of());
    }

    private static Edge began(String check, long timestamp) {
        return edge(BEGAN, check, timestamp, timestamp, 2);
    }

    /** One hit where two are needed. */
    private static Edge breach(String check, long timestamp, long since) {
        return edge(BREACH, check, timestamp, since, 2);
    }

    /** One hit where one is needed. */
    private static Edge sustained(String check, long timestamp, long since) {
        return edge(BREACH, check, timestamp, since, 1);
    }

    private static Edge edge(EdgeKind kind, String check, long timestamp, long since, int hitsNeeded) {
        boolean aboutQuality = check.equals(DROPOUT);
        return new Edge(kind, check, aboutQuality, timestamp, timestamp, since, 1, 1, hitsNeeded, 0, value(timestamp));
    }

    private static Measurement value(long timestamp) {
        return new Measurement("vibration", (double) timestamp, "g", null, 0.8, null);
    }
}
