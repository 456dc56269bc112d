package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.jobs.backtest.Backtest.Result;
import org.feedhold.jobs.backtest.InterruptedJob;
import org.feedhold.jobs.backtest.InterruptedJob.Stopped;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.Basis;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.health.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose silence it is: that of a machine, or that of its gateway. The whole job, over a log that has been recorded. */
class GatewaySilenceTest {

    private static final long BEGIN = 1_783_317_600_000L;
    private static final long SECOND = 1_000;
    /** Of the shipped milling model. */
    private static final long SILENCE_AFTER = 10 * SECOND;

    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Records as they are sent: each machine a sample every second, at a time of its own within the second. */
    private static final class Log {

        private record Line(String machineId, long arrival, Map<String, Object> record) {}

        private final List<Line> lines = new ArrayList<>();
        private final Map<String, Long> sequences = new HashMap<>();

        Log cut(String gatewayId, String machineId, int fromSecond, int toSecond) {
            return run(gatewayId, machineId, "ACTIVE", fromSecond, toSecond);
        }

        Log wait(String gatewayId, String machineId, int fromSecond, int toSecond) {
            return run(gatewayId, machineId, "READY", fromSecond, toSecond);
        }

        private Log run(String gatewayId, String machineId, String execution, int fromSecond, int toSecond) {
            for (int second = fromSecond; second < toSecond; second++) {
                long at = BEGIN + second * SECOND + Math.floorMod(machineId.hashCode(), 700);
                Map<String, Object> record = new TreeMap<>(Map.of(
                        "machine_id", machineId,
                        "timestamp", at,
                        "sequence", sequences.merge(machineId, 1L, Long::sum),
                        "gateway_id", gatewayId,
                        "operation", "adaptive_cnc_milling",
                        "process_phase", "roughing",
                        "execution", execution));
                record.putAll(Map.of(
                        "spindle_speed_rpm", 6_200,
                        "feed_rate_mm_min", 820 + second % 3,
                        "spindle_load_pct", 62 + second % 3,
                        "vibration_rms", 0.42 + second % 3 * 0.01,
                        "temperature_c", 43 + second % 2 * 0.1,
                        "pressure_bar", 6.1 + second % 2 * 0.01,
                        "tool_wear_pct", 20));
                lines.add(new Line(machineId, at, record));
            }
            return this;
        }

        /** The tool of a machine is worn from the tenth second on. */
        Log worn(String machineId) {
            lines.forEach(line -> {
                if (line.machineId().equals(machineId) && line.arrival() >= BEGIN + 10 * SECOND) {
                    line.record().put("tool_wear_pct", 60);
                }
            });
            return this;
        }

        /** All that arrived from one second on until another is kept by its gateway and delivered at the latter. */
        Log heldBack(int fromSecond, int toSecond, String... machineIds) {
            lines.replaceAll(line -> List.of(machineIds).contains(line.machineId())
                            && line.arrival() >= BEGIN + fromSecond * SECOND
                            && line.arrival() < BEGIN + toSecond * SECOND
                    ? new Line(line.machineId(), BEGIN + toSecond * SECOND, line.record())
                    : line);
            return this;
        }

        /** Records of machines in another order, but each machine's as they were. */
        Log shuffled(long seed) {
            Map<Long, Map<String, List<Line>>> instants = new TreeMap<>();
            for (Line line : lines) {
                instants.computeIfAbsent(line.arrival(), at -> new TreeMap<>())
                        .computeIfAbsent(line.machineId(), id -> new ArrayList<>())
                        .add(line);
            }
            Log shuffled = new Log();
            Random random = new Random(seed);
            instants.values().forEach(byMachine -> {
                List<List<Line>> machines = new ArrayList<>(byMachine.values());
                Collections.shuffle(machines, random);
                machines.forEach(shuffled.lines::addAll);
            });
            return shuffled;
        }

        /** The records in order of arrival. */
        List<RawRecord> telemetry() {
            return lines.stream()
                    .sorted(Comparator.comparingLong(Line::arrival))
                    .map(line -> new RawRecord(
                            "telemetry",
                            0,
                            0,
                            line.arrival(),
                            line.machineId().getBytes(StandardCharsets.UTF_8),
                            Trial.json(line.record())))
                    .toList();
        }

        Outcome judged(int parallelism) {
            Trial trial = Trial.withShippedModels();
            lines.forEach(line -> trial.record(line.machineId(), line.arrival(), Trial.json(line.record())));
            return trial.run(HOUR, parallelism);
        }

        Outcome judged() {
            return judged(2);
        }
    }

    private static List<EpisodeEvent> episodes(Outcome outcome, String id) {
        return outcome.result().episodes().stream()
                .filter(event -> event.machineId().equals(id))
                .toList();
    }

    private static Log threeMachinesAndAWitness() {
        return new Log().cut("GW-2", "OTHER", 0, 90);
    }

    @Test
    void aSilentGatewayIsOneEpisodeAndOneRecommendationAndItsMachinesShowIt() {
        Outcome outcome = threeMachinesAndAWitness()
                .cut("GW-1", "A", 0, 30)
                .cut("GW-1", "B", 0, 30)
                .wait("GW-1", "C", 0, 30)
                .cut("GW-1", "A", 60, 90)
                .cut("GW-1", "B", 61, 90)
                .wait("GW-1", "C", 62, 90)
                .judged();

        long firstSilent = BEGIN + 29 * SECOND + 65 + SILENCE_AFTER;
        long firstBack = BEGIN + 60 * SECOND + 65;
        List<EpisodeEvent> episodes = episodes(outcome, "GW-1");
        assertThat(episodes).extracting(EpisodeEvent::state).containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
        assertThat(episodes).allSatisfy(event -> {
            assertThat(event.code()).isEqualTo("gateway_silent");
            assertThat(event.start().toEpochMilli()).isEqualTo(firstSilent);
            assertThat(event.machines()).containsExactly("A", "B", "C");
        });
        assertThat(episodes.get(1).end().toEpochMilli()).isEqualTo(firstBack);
        assertThat(episodes.get(1).closedBy()).isEqualTo(ClosedBy.RETURNED);

        List<Recommendation> ofGateway = outcome.recommendations("GW-1");
        assertThat(ofGateway).extracting(Recommendation::decision).containsExactly(Decision.DO_NOT_PROCEED, null);
        Recommendation silent = ofGateway.get(0);
        assertThat(silent.timestamp().toEpochMilli()).isEqualTo(firstSilent);
        assertThat(silent.monitoring()).isEqualTo(Monitoring.SILENT);
        assertThat(silent.basis()).isEqualTo(Basis.MISSING_DATA);
        assertThat(silent.parameterChangeAllowed()).isFalse();
        assertThat(silent.actions()).isEmpty();
        assertThat(silent.findings()).extracting(Finding::code).containsExactly("gateway_silent");
        assertThat(silent.findings().get(0).episodeId())
                .isEqualTo(episodes.get(0).episodeId());

        for (String machineId : List.of("A", "B", "C", "OTHER")) {
            assertThat(episodes(outcome, machineId)).as(machineId).isEmpty();
        }
        for (String machineId : List.of("A", "B")) {
            assertThat(outcome.recommendations(machineId))
                    .as(machineId)
                    .extracting(Recommendation::decision)
                    .containsExactly(Decision.PROCEED);
            List<Recommendation> shown = outcome.result().shown().stream()
                    .filter(each -> each.machineId().equals(machineId))
                    .toList();
            assertThat(shown)
                    .extracting(Recommendation::decision)
                    .containsExactly(Decision.DO_NOT_PROCEED, Decision.PROCEED);
            assertThat(shown.get(0).silentGateway()).isEqualTo("GW-1");
            assertThat(shown.get(0).monitoring()).isEqualTo(Monitoring.SILENT);
            assertThat(shown.get(0).requiredChecks()).isEmpty();
            assertThat(shown.get(0).findings())
                    .extracting(Finding::episodeId)
                    .containsExactly(episodes.get(0).episodeId());
            assertThat(shown.get(1).silentGateway()).isNull();
            assertThat(health(outcome, machineId))
                    .extracting(Health::silentGateway)
                    .containsSubsequence("GW-1", null)
                    .containsOnlyOnce("GW-1");
        }
        assertThat(health(outcome, "C")).extracting(Health::monitoring).contains(Monitoring.OFFLINE);
    }

    private static List<Health> health(Outcome outcome, String machineId) {
        return outcome.result().health().stream()
                .filter(each -> each.machineId().equals(machineId))
                .toList();
    }

    @Test
    void oneMachineOfAGatewayThatFallsSilentIsReportedForItself() {
        Outcome outcome = new Log()
                .cut("GW-1", "A", 0, 30)
                .cut("GW-1", "A", 60, 90)
                .cut("GW-1", "B", 0, 90)
                .judged();

        assertThat(episodes(outcome, "GW-1")).isEmpty();
        assertThat(outcome.recommendations("GW-1")).isEmpty();
        assertThat(episodes(outcome, "A"))
                .extracting(EpisodeEvent::code)
                .containsExactly("sensor_dropout", "sensor_dropout");
        assertThat(outcome.recommendations("A"))
                .extracting(Recommendation::decision)
                .containsExactly(Decision.PROCEED, Decision.DO_NOT_PROCEED, Decision.PROCEED);
        assertThat(outcome.result().shown()).isEmpty();
    }

    @Test
    void aMachineThatFallsSilentLongAfterTheOthersIsReportedForItself() {
        Outcome outcome = threeMachinesAndAWitness()
                .wait("GW-1", "A", 0, 10)
                .cut("GW-1", "B", 0, 60)
                .judged();

        assertThat(episodes(outcome, "GW-1")).isEmpty();
        assertThat(episodes(outcome, "B")).extracting(EpisodeEvent::code).containsExactly("sensor_dropout");
    }

    @Test
    void aMachineThatDoesNotComeBackWithItsGatewayIsReportedForItselfAfterItsOwnTimeOut() {
        Outcome outcome = threeMachinesAndAWitness()
                .cut("GW-1", "A", 0, 30)
                .cut("GW-1", "B", 0, 30)
                .cut("GW-1", "A", 50, 90)
                .cut("GW-1", "B", 80, 90)
                .judged();

        assertThat(episodes(outcome, "GW-1"))
                .extracting(EpisodeEvent::state)
                .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
        assertThat(episodes(outcome, "A")).isEmpty();
        assertThat(episodes(outcome, "B"))
                .extracting(EpisodeEvent::state)
                .containsExactly(EpisodeState.OPENED, EpisodeState.CLOSED);
        List<Recommendation> ofB = outcome.recommendations("B");
        assertThat(ofB)
                .extracting(Recommendation::decision)
                .containsExactly(Decision.PROCEED, Decision.DO_NOT_PROCEED, Decision.PROCEED);
        assertThat(ofB)
                .extracting(Recommendation::previousDecision)
                .containsExactly(null, Decision.PROCEED, Decision.DO_NOT_PROCEED);
        assertThat(ofB).extracting(Recommendation::silentGateway).containsOnlyNulls();
    }

    @Test
    void anActionThatIsInForceIsTakenBackThoughTheSilenceIsTheGateways() {
        Outcome outcome = threeMachinesAndAWitness()
                .cut("GW-1", "A", 0, 30)
                .cut("GW-1", "A", 60, 90)
                .worn("A")
                .cut("GW-1", "B", 0, 30)
                .cut("GW-1", "B", 60, 90)
                .judged();

        assertThat(episodes(outcome, "GW-1")).hasSize(2);
        assertThat(episodes(outcome, "A")).extracting(EpisodeEvent::code).containsExactly("tool_wear");
        List<Recommendation> ofA = outcome.recommendations("A");
        // The last one says that the action may be taken again.
        assertThat(ofA)
                .extracting(Recommendation::decision)
                .containsExactly(
                        Decision.PROCEED,
                        Decision.SCHEDULE_INTERVENTION,
                        Decision.DO_NOT_PROCEED,
                        Decision.SCHEDULE_INTERVENTION,
                        Decision.SCHEDULE_INTERVENTION);
        assertThat(ofA)
                .extracting(Recommendation::previousDecision)
                .containsExactly(
                        null,
                        Decision.PROCEED,
                        Decision.SCHEDULE_INTERVENTION,
                        Decision.DO_NOT_PROCEED,
                        Decision.SCHEDULE_INTERVENTION);
        assertThat(ofA.get(1).actions()).isNotEmpty();
        assertThat(ofA.get(2).actions()).isEmpty();
        assertThat(ofA.get(2).silentGateway()).isEqualTo("GW-1");
        assertThat(ofA.get(2).findings())
                .filteredOn(finding -> finding.code().equals("gateway_silent"))
                .extracting(Finding::alarmState)
                .containsOnlyNulls();
    }

    @Test
    void aSilenceInWhichNoMachineWasCuttingIsNone() {
        Outcome outcome = threeMachinesAndAWitness()
                .wait("GW-1", "A", 0, 30)
                .wait("GW-1", "B", 0, 30)
                .judged();

        assertThat(outcome.result().episodes()).isEmpty();
        assertThat(outcome.recommendations("GW-1")).isEmpty();
    }

    @Test
    void theSameLogGivesTheSameForAnyParallelismAndOrderAmongMachines() {
        Log log = threeMachinesAndAWitness()
                .cut("GW-1", "A", 0, 90)
                .cut("GW-1", "B", 0, 90)
                .cut("GW-1", "C", 0, 70)
                .cut("GW-3", "D", 0, 30)
                .cut("GW-3", "E", 0, 25)
                .cut("GW-3", "E", 60, 90)
                .heldBack(30, 55, "A", "B", "C");
        Map<String, List<String>> once = written(log.judged(1));

        assertThat(once).containsKeys("GW-1", "GW-3", "D");
        for (int parallelism : List.of(1, 2, 4)) {
            assertThat(written(log.shuffled(parallelism).judged(parallelism)))
                    .as("parallelism %d", parallelism)
                    .isEqualTo(once);
        }
    }

    @Test
    void aJobThatIsStoppedWhileAGatewayIsSilentGoesOnAsIfItHadNotBeen(@TempDir Path folder) throws Exception {
        List<RawRecord> telemetry = threeMachinesAndAWitness()
                .cut("GW-1", "A", 0, 30)
                .cut("GW-1", "B", 0, 30)
                .cut("GW-1", "C", 0, 30)
                .cut("GW-1", "A", 60, 90)
                .cut("GW-1", "B", 80, 90)
                .telemetry();
        InterruptedJob job = new InterruptedJob(telemetry, FleetLog.recorded().control());
        int inTheSilence = (int) telemetry.stream()
                .filter(raw -> raw.arrival() < BEGIN + 45 * SECOND)
                .count();
        int beforeItIsJudged = (int) telemetry.stream()
                .filter(raw -> raw.arrival() < BEGIN + 38 * SECOND)
                .count();

        Map<String, List<String>> undisturbed = written(new Outcome(job.run(1)));
        Stopped first = job.stop(0, beforeItIsJudged, 1, null, folder);
        Stopped second = job.stop(beforeItIsJudged, inTheSilence, 4, first.savepoint(), folder);
        Result last = job.finish(inTheSilence, 2, second.savepoint());

        assertThat(written(new Outcome(InterruptedJob.joined(first.result(), second.result(), last))))
                .isEqualTo(undisturbed)
                .containsKeys("GW-1", "B");
    }

    /** All that is written of each machine and gateway, byte for byte and in order. */
    private static Map<String, List<String>> written(Outcome outcome) {
        Map<String, List<String>> written = new TreeMap<>();
        outcome.result().recommendations().forEach(each -> add(written, each.machineId(), MessageCodec.encode(each)));
        outcome.result().shown().forEach(each -> add(written, each.machineId(), MessageCodec.encode(each)));
        outcome.result().episodes().forEach(each -> add(written, each.machineId(), MessageCodec.encode(each)));
        outcome.result().health().forEach(each -> add(written, each.machineId(), MessageCodec.encode(each)));
        return written;
    }

    private static void add(Map<String, List<String>> written, String id, byte[] message) {
        written.computeIfAbsent(id, each -> new ArrayList<>()).add(new String(message, StandardCharsets.UTF_8));
    }
}
