package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;

/**
 * A recorded log of fifty machines: every fault on every machine, and what networks do to their records. Each machine ends by
 * saying that it has stopped, so what the end of a log means does not matter before its last timestamp.
 */
final class FleetLog {

    /** Number of machines. */
    static final int MACHINES = 50;

    /** Samples of each machine. */
    static final int SAMPLES = 240;

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(13);

    private static final long SEED = 20_260_706;
    private static final List<String> DROPOUTS =
            List.of("null_value", "absent", "nan", "zero", "stuck", "wrong_unit", "silent_machine");
    private static final int LONGEST_SHIFT = 8;

    private final Map<String, List<RawRecord>> byMachine;
    private final Map<String, Long> ends;

    private FleetLog(Map<String, List<RawRecord>> byMachine, Map<String, Long> ends) {
        this.byMachine = byMachine;
        this.ends = ends;
    }

    /** The log of eight minutes, with a sample each two seconds; always the same. */
    static FleetLog recorded() {
        return recorded(INTERVAL, Map.of());
    }

    /** A log of as many samples with another interval; always the same. */
    static FleetLog recorded(Duration interval) {
        return recorded(interval, Map.of());
    }

    /** The log of eight minutes, but that the clocks of some machines are behind by a time in milliseconds. */
    static FleetLog recorded(Map<String, Long> behind) {
        return recorded(INTERVAL, behind);
    }

    private static FleetLog recorded(Duration interval, Map<String, Long> behind) {
        Map<String, List<RawRecord>> byMachine = new TreeMap<>();
        Map<String, Long> ends = new HashMap<>();
        List<SimulatedRun> runs = runs(interval, 0);
        for (int m = 0; m < MACHINES; m++) {
            SimulatedRun run = runs.get(m);
            long lag = behind.getOrDefault(run.machineId(), 0L);
            record(lag == 0 ? run : runs(interval, lag).get(m), m, lag, byMachine, ends);
        }
        return new FleetLog(byMachine, ends);
    }

    private static List<SimulatedRun> runs(Duration interval, long behind) {
        List<String> machines = SimulationSettings.numberedIds("MILL-", MACHINES, 3);
        Map<String, List<Fault>> faults = new HashMap<>();
        // A silent machine is to be missed.
        long dropoutEnd = 132 + Math.max(10, SILENCE.dividedBy(interval));
        for (int m = 0; m < MACHINES; m++) {
            String dropout = DROPOUTS.get(m % DROPOUTS.size());
            String script = "chatter@20-34,tool_wear@46-62,thermal_drift@76-98,feed_mismatch@112-120,sensor_dropout:"
                    + dropout
                    + "@132-" + (dropout.equals("silent_machine") ? dropoutEnd : 142)
                    + ",broken_tool@154-162,overload@174-184,load_shift@196-215";
            faults.put(machines.get(m), FaultScript.shifted(FaultScript.parse(script), LONGEST_SHIFT, SEED + m));
        }
        return SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machineIds(machines)
                        .seed(SEED)
                        .intervalMillis(interval.toMillis())
                        .startMillis(SimulationSettings.DEFAULT_START_MILLIS - behind)
                        .faults(new FaultPlan.PerMachine(faults))
                        .build(),
                SAMPLES);
    }

    private static void record(
            SimulatedRun run,
            int machine,
            long behind,
            Map<String, List<RawRecord>> byMachine,
            Map<String, Long> ends) {
        Random network = new Random(SEED + machine);
        List<RawRecord> records = new ArrayList<>();
        long newest = 0;
        for (SimulatedSample sample : run.samples()) {
            byte[] value = sample.telemetry();
            if (value != null) {
                newest = Math.max(newest, sample.timestampMillis() + behind + 30 + network.nextInt(200));
                records.add(raw(run.machineId(), newest, value));
            }
        }
        SimulatedSample last = run.samples().get(SAMPLES - 1);
        long end = last.timestampMillis() + INTERVAL.toMillis();
        Map<String, Object> stopped = Map.of(
                "machine_id",
                run.machineId(),
                "timestamp",
                end,
                "sequence",
                SAMPLES + 1,
                "operation",
                "adaptive_cnc_milling",
                "execution",
                "STOPPED");
        disturb(records, machine);
        records.add(raw(run.machineId(), Math.max(newest, end + behind), Trial.json(stopped)));
        byMachine.put(run.machineId(), records);
        ends.put(run.machineId(), end);
    }

    /** One machine in five has a gateway that pauses, one sends twice, one in disorder. */
    private static void disturb(List<RawRecord> records, int machine) {
        switch (machine % 5) {
            case 1 -> {
                long flushed = records.get(70).arrival();
                for (int i = 55; i < 70; i++) {
                    RawRecord held = records.get(i);
                    records.set(i, raw(key(held), flushed, held.value()));
                }
            }
            case 2 -> {
                for (int i = Math.min(200, records.size() - 1); i > 0; i -= 17) {
                    records.add(i, records.get(i));
                }
            }
            case 3 -> {
                for (int i = 10; i < Math.min(200, records.size() - 1); i += 23) {
                    RawRecord overtaken = records.get(i);
                    RawRecord overtaking = records.get(i + 1);
                    records.set(i, raw(key(overtaken), overtaken.arrival(), overtaking.value()));
                    records.set(i + 1, raw(key(overtaken), overtaking.arrival(), overtaken.value()));
                }
            }
            default -> {}
        }
    }

    /** The records of some machines only. */
    FleetLog of(Collection<String> machines) {
        Map<String, List<RawRecord>> some = new TreeMap<>(byMachine);
        some.keySet().retainAll(Set.copyOf(machines));
        return new FleetLog(some, ends);
    }

    /** Ids of the machines, in order. */
    List<String> machines() {
        return List.copyOf(byMachine.keySet());
    }

    /** The records in order of arrival. */
    List<RawRecord> telemetry() {
        return byMachine.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(RawRecord::arrival))
                .toList();
    }

    /** The shipped process models, which arrived long before. */
    List<ControlRecord> control() {
        return ShippedProcessModels.all().stream()
                .map(model -> new ControlRecord(
                        ControlRecord.Kind.PROCESS_MODEL,
                        model.key(),
                        ProcessModelCodec.toJson(model),
                        SimulationSettings.DEFAULT_START_MILLIS - 3_600_000,
                        "process-models",
                        0,
                        0))
                .toList();
    }

    /** Timestamp of a machine's last record, in epoch milliseconds. */
    long end(String machineId) {
        return ends.get(machineId);
    }

    /** Machine of a record. */
    static String key(RawRecord raw) {
        return new String(raw.key(), StandardCharsets.UTF_8);
    }

    private static RawRecord raw(String machineId, long arrival, byte[] value) {
        return new RawRecord("telemetry", 0, 0, arrival, machineId.getBytes(StandardCharsets.UTF_8), value);
    }
}
