package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.jobs.backtest.InterruptedJob;
import org.feedhold.kafka.action.OperatorActionCodec;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.OpenCheck;
import org.feedhold.twin.process.ControlRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators did, in the log of a fleet: it counts from the same moment on in every run. */
class OperatorActionsTest {

    private static final FleetLog LOG =
            FleetLog.recorded().of(FleetLog.recorded().machines().subList(0, 14));
    private static final long HEALTH_INTERVAL = 3_600_000;

    private static Backtest.Result without;
    private static List<ControlRecord> control;
    private static Backtest.Result reference;

    @TempDir
    private java.nio.file.Path folder;

    @BeforeAll
    static void judgesAShiftInWhichOperatorsAct() throws Exception {
        without = run(LOG, LOG.control(), 1);
        control = new ArrayList<>(LOG.control());
        LOG.machines().forEach(OperatorActionsTest::actAt);
        reference = run(LOG, control, 1);
    }

    /** A check 20 s after it was asked for, a tool in the middle of each wear, a repeat, a slip, and one before anything. */
    private static void actAt(String machineId) {
        long first = arrivalOfFirst(machineId);
        add(check(machineId, "early", "NOSUCHEPISODE", first - 60_000), first - 60_000);
        int number = 0;
        for (OpenCheck check : openChecks(machineId)) {
            long at = check.since().toEpochMilli() + 20_000 + number * 1_500L;
            OperatorAction action = check(machineId, "check-" + number++, check.episodeId(), at);
            add(action, at);
            add(action, at + 700);
        }
        without.episodes().stream()
                .filter(episode ->
                        episode.machineId().equals(machineId) && episode.code().equals("tool_wear"))
                .filter(episode -> episode.end() != null)
                .forEach(episode -> {
                    long at = episode.start().toEpochMilli() + episode.durationMs() / 2;
                    add(toolChange(machineId, "tool-" + at, at), at + 3_300);
                });
        add(check(machineId, "slip", "NOSUCHEPISODE", first + 100_000), first + 100_000);
    }

    private static List<OpenCheck> openChecks(String machineId) {
        return without.recommendations().stream()
                .filter(each -> each.machineId().equals(machineId))
                .flatMap(each -> each.openChecks().stream())
                .distinct()
                .toList();
    }

    private static void add(OperatorAction action, long arrival) {
        control.add(record(action, arrival, control.size()));
    }

    @Test
    void theShiftHasActionsOfEachOutcome() {
        Map<String, Long> outcomes = reference.controlEvents().stream()
                .filter(event -> event.what().equals(ControlEvent.OPERATOR_ACTION))
                .collect(Collectors.groupingBy(
                        event -> (event.applied() ? "applied " : "rejected ")
                                + event.key().replaceAll(".*/([a-z]+).*", "$1"),
                        TreeMap::new,
                        Collectors.counting()));

        assertThat(outcomes)
                .containsOnlyKeys("applied check", "applied tool", "rejected check", "rejected early", "rejected slip");
        assertThat(outcomes.get("applied check")).isGreaterThanOrEqualTo(14L);
        assertThat(outcomes).containsEntry("rejected slip", 14L);
        assertThat(reference.episodes())
                .anySatisfy(episode -> assertThat(episode.closedBy()).isEqualTo(ClosedBy.TOOL_CHANGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void theyActFromTheSameRecordOnWhateverTheParallelism(int parallelism) throws Exception {
        Backtest.Result run = run(LOG, control, parallelism);

        assertSame(run, LOG);
    }

    @Test
    void theyActFromTheSameRecordOnWhateverOtherMachinesThereAre() throws Exception {
        FleetLog some = LOG.of(LOG.machines().subList(0, 7));

        assertSame(run(some, control, 2), some);
    }

    @Test
    void theyActFromTheSameRecordOnThoughTheJobIsStoppedAndResumed() throws Exception {
        List<RawRecord> telemetry = LOG.telemetry();
        int third = telemetry.size() / 3;
        InterruptedJob job = new InterruptedJob(telemetry, control);

        InterruptedJob.Stopped first = job.stop(0, third, 1, null, folder);
        InterruptedJob.Stopped second = job.stop(third, 2 * third, 3, first.savepoint(), folder);
        Backtest.Result last = job.finish(2 * third, 2, second.savepoint());

        assertSame(InterruptedJob.joined(first.result(), second.result(), last), LOG);
    }

    private static void assertSame(Backtest.Result run, FleetLog log) {
        Results.of(log, run).assertSameAs(Results.of(LOG, reference).byMachine());
        for (String machineId : log.machines()) {
            assertThat(actionEvents(run, machineId)).as(machineId).isEqualTo(actionEvents(reference, machineId));
        }
    }

    /** Whether a tool change or a check is told first does not matter: they come from different operators. */
    private static List<ControlEvent> actionEvents(Backtest.Result run, String machineId) {
        return run.controlEvents().stream()
                .filter(event -> event.what().equals(ControlEvent.OPERATOR_ACTION))
                .filter(event -> event.key().startsWith(machineId + '/'))
                .sorted(java.util.Comparator.comparing(ControlEvent::at).thenComparing(ControlEvent::key))
                .toList();
    }

    private static long arrivalOfFirst(String machineId) {
        return LOG.of(List.of(machineId)).telemetry().get(0).arrival();
    }

    static OperatorAction check(String machineId, String id, String episodeId, long at) {
        return action(ActionKind.CHECK_COMPLETED, machineId, id, episodeId, at, CheckResult.OK);
    }

    static OperatorAction toolChange(String machineId, String id, long at) {
        return action(ActionKind.TOOL_CHANGE, machineId, id, null, at, null);
    }

    private static OperatorAction action(
            ActionKind kind,
            String machineId,
            String id,
            @Nullable String episodeId,
            long at,
            @Nullable CheckResult result) {
        return new OperatorAction(
                kind, id, machineId, episodeId, null, "ann", Instant.ofEpochMilli(at), null, result, null, null);
    }

    static ControlRecord record(OperatorAction action, long arrival, long offset) {
        return new ControlRecord(
                ControlRecord.Kind.OPERATOR_ACTION,
                action.machineId(),
                OperatorActionCodec.encode(action),
                arrival,
                "operator-actions",
                0,
                offset);
    }

    private static Backtest.Result run(FleetLog log, List<ControlRecord> all, int parallelism) throws Exception {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        Predicate<ControlRecord> ofLog = each -> each.kind() != ControlRecord.Kind.OPERATOR_ACTION
                || log.machines().contains(each.key());
        return SharedFlink.call(() -> Backtest.run(
                log.telemetry(), all.stream().filter(ofLog).toList(), new ProcessModelCodec(), HEALTH_INTERVAL, flink));
    }
}
