package org.feedhold.jobs;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.MachineType;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.twin.process.ProcessModel;

/**
 * Hundreds of machines with everything that can go wrong, drawn from one seed: faults of the process, lost and bad signals,
 * unknown operations and phases, idle spells, silence, gateways that hold data back, repeated and late records.
 */
final class RandomStreams {

    private static final int SAMPLES = 150;
    private static final long START = SimulationSettings.DEFAULT_START_MILLIS;

    private final Trial trial = new Trial();
    private final Map<String, ProcessModel> models = new HashMap<>();
    private final List<String> machines = new ArrayList<>();
    private final SplittableRandom random;

    /** Draws all streams from a seed. */
    RandomStreams(long seed) {
        random = new SplittableRandom(seed);
        ShippedProcessModels.all().forEach(this::publish);
        for (Profile profile : List.of(Profile.REFERENCE, Profile.HARD)) {
            for (long interval : new long[] {200, 1_000, 2_000, 4_000}) {
                simulate("MILL", MachineType.MILL, profile, interval, 20);
                simulate("LATHE", MachineType.LATHE, profile, interval, 8);
            }
        }
        simulateGateways();
        simulateFlickeringSensors();
        for (int number = 0; number < 40; number++) {
            RandomModel model = new RandomModel(number, random.split());
            publish(model.model());
            for (int machine = 0; machine < 3; machine++) {
                long interval = new long[] {250, 1_000, 3_000}[machine];
                disturb("RANDOM-" + number + "-" + machine, interval, model.run(SAMPLES, random.split()));
            }
        }
    }

    /** The log. */
    Trial trial() {
        return trial;
    }

    /** Machines that sent anything. */
    List<String> machines() {
        return machines;
    }

    /** Process models by {@code name@version}. */
    Map<String, ProcessModel> models() {
        return models;
    }

    private void publish(ProcessModel model) {
        models.put(model.key(), model);
        trial.model(model);
    }

    private void simulate(String prefix, MachineType type, Profile profile, long interval, int count) {
        List<FaultType> faults = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (kind != FaultKind.SENSOR_DROPOUT) {
                faults.add(new FaultType(kind, FaultVariant.NONE));
            }
        }
        for (FaultVariant variant : FaultVariant.values()) {
            if (variant != FaultVariant.NONE && variant != FaultVariant.SILENT_GATEWAY) {
                faults.add(new FaultType(FaultKind.SENSOR_DROPOUT, variant));
            }
        }
        SimulationSettings settings = SimulationSettings.builder()
                .type(type)
                .profile(profile)
                .machineIds(SimulationSettings.numberedIds(prefix + "-" + profile + "-" + interval + "-", count, 2))
                .intervalMillis(interval)
                .seed(random.nextLong())
                .withExpected(random.nextBoolean())
                .phaseLengths(type.phaseLengths().stream()
                        .map(length -> 5 + random.nextInt(length))
                        .toList())
                .wear(new SimulationSettings.Wear(random.nextInt(40), 0.1, 0))
                .faults(new FaultPlan.Count(3, SAMPLES, faults))
                .build();
        disturb(settings);
    }

    private void simulateGateways() {
        FaultType silent = new FaultType(FaultKind.SENSOR_DROPOUT, FaultVariant.SILENT_GATEWAY);
        disturb(SimulationSettings.builder()
                .machineIds(SimulationSettings.numberedIds("GATEWAY-", 12, 2))
                .gatewayIds(List.of("EDGE-1", "EDGE-2", "EDGE-3"))
                .seed(random.nextLong())
                .faults(new FaultPlan.PerMachine(Map.of(
                        "GATEWAY-01", List.of(new Fault(silent, 30, 20, 1)),
                        "GATEWAY-05", List.of(new Fault(silent, 60, 4, 1), new Fault(silent, 90, 12, 1)))))
                .build());
    }

    /** Worn tools, so that an action is in force, and a sensor that comes and goes many times a minute. */
    private void simulateFlickeringSensors() {
        SimulationSettings settings = SimulationSettings.builder()
                .machineIds(SimulationSettings.numberedIds("FLICKER-", 6, 1))
                .intervalMillis(250)
                .seed(random.nextLong())
                .wear(new SimulationSettings.Wear(60, 0, 0))
                .faults(new FaultPlan.Scripted(FaultScript.parse(
                        "overload@150-170*0.5,chatter@350-360,overload@500-520*0.5,feed_mismatch@700-710")))
                .build();
        for (SimulatedRun run : SimulatedRuns.generate(settings, 6 * SAMPLES)) {
            int period = random.nextInt(4, 9);
            int quietUntil = random.nextInt(200);
            List<Map<String, Object>> samples = decoded(run);
            for (int n = 0; n < samples.size(); n++) {
                if ((n > quietUntil && n % period == 0) || n == 20) {
                    samples.get(n).put("vibration_rms", null);
                }
                add(run.machineId(), START + 250L * n, START + 250L * n, samples.get(n));
            }
            machines.add(run.machineId());
        }
    }

    private void disturb(SimulationSettings settings) {
        for (SimulatedRun run : SimulatedRuns.generate(settings, SAMPLES)) {
            disturb(run.machineId(), settings.intervalMillis(), decoded(run));
        }
    }

    /** The samples of a run; null where the machine sent none. */
    private static List<Map<String, Object>> decoded(SimulatedRun run) {
        List<Map<String, Object>> samples = new ArrayList<>();
        for (SimulatedSample sample : run.samples()) {
            byte[] value = sample.telemetry();
            try {
                samples.add(
                        value == null
                                ? null
                                : Json.json().readValue(value, new TypeReference<LinkedHashMap<String, Object>>() {}));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return samples;
    }

    /** What can happen to a stream on top of what the process does. */
    private enum Spell {
        NULL,
        ABSENT,
        NOT_A_NUMBER,
        ZERO,
        WRONG_UNIT,
        UNCERTAIN,
        BAD,
        STUCK,
        OUT_OF_RANGE,
        IDLE,
        UNKNOWN_OPERATION,
        UNKNOWN_PHASE,
        NO_PHASE,
        SILENT,
        HELD_BACK,
        REPEATED,
        LATE,
        SAME_INSTANT,
        OVERRIDE,
        NEW_TOOL,
        HISTORICAL
    }

    private void disturb(String machineId, long interval, List<Map<String, Object>> samples) {
        SplittableRandom own = random.split();
        Spell spell = null;
        int left = 0;
        String signal = "";
        Object stuck = null;
        List<Map<String, Object>> heldBack = new ArrayList<>();
        machines.add(machineId);
        for (int n = 0; n < samples.size(); n++) {
            long timestamp = START + interval * n;
            Map<String, Object> sample = samples.get(n);
            if (left == 0) {
                spell = null;
                if (own.nextInt(12) == 0) {
                    spell = Spell.values()[own.nextInt(Spell.values().length)];
                    left = own.nextInt(1, spell == Spell.SILENT || spell == Spell.HELD_BACK ? 20 : 9);
                    List<String> names = sample == null ? List.of() : signalsOf(sample);
                    signal = names.isEmpty() ? "" : names.get(own.nextInt(names.size()));
                    stuck = sample == null ? null : sample.get(signal);
                }
            }
            left = Math.max(0, left - 1);
            if (sample == null || spell == Spell.SILENT) {
                continue;
            }
            sample.put("timestamp", Instant.ofEpochMilli(timestamp).toString());
            if (spell == Spell.HELD_BACK) {
                heldBack.add(sample);
                continue;
            }
            for (Map<String, Object> held : heldBack) {
                add(
                        machineId,
                        timestamp,
                        Instant.parse((String) held.get("timestamp")).toEpochMilli(),
                        held);
            }
            heldBack.clear();
            if (spell != null) {
                change(sample, spell, signal, stuck, own);
            }
            add(machineId, timestamp, timestamp, sample);
            if (spell == Spell.REPEATED) {
                add(machineId, timestamp, timestamp, sample);
            } else if (spell == Spell.SAME_INSTANT) {
                sample.put("sequence", 1_000_000 + n);
                put(sample, signal, null);
                add(machineId, timestamp, timestamp, sample);
            } else if (spell == Spell.LATE) {
                add(machineId, timestamp, timestamp - interval / 2, sample);
            }
        }
    }

    private void add(String machineId, long arrival, long timestamp, Map<String, Object> sample) {
        sample.put("machine_id", machineId);
        sample.put("timestamp", Instant.ofEpochMilli(timestamp).toString());
        trial.record(machineId, arrival, Trial.json(sample));
    }

    private static void change(
            Map<String, Object> sample, Spell spell, String signal, Object stuck, SplittableRandom random) {
        switch (spell) {
            case NULL -> put(sample, signal, null);
            case ABSENT -> sample.remove(signal);
            case NOT_A_NUMBER -> put(sample, signal, "NaN");
            case ZERO -> put(sample, signal, 0);
            case WRONG_UNIT -> sample.put("units", Map.of(signal, "furlong"));
            case UNCERTAIN -> sample.put("signal_quality", Map.of(signal, "uncertain"));
            case BAD -> sample.put("signal_quality", Map.of(signal, "bad"));
            case STUCK -> put(sample, signal, stuck);
            case OUT_OF_RANGE -> put(sample, signal, -1e9);
            case IDLE -> sample.put("execution", random.nextBoolean() ? "READY" : "STOPPED");
            case UNKNOWN_OPERATION -> sample.put("operation", "knitting");
            case UNKNOWN_PHASE -> sample.put("process_phase", "polishing");
            case NO_PHASE -> sample.remove("process_phase");
            case OVERRIDE -> sample.put("feed_override_pct", random.nextInt(50, 121));
            case NEW_TOOL -> sample.put("tool_id", "T" + random.nextInt(5));
            case HISTORICAL -> sample.put("historical", true);
            case SILENT, HELD_BACK, REPEATED, LATE, SAME_INSTANT -> {
                // Done where the record is sent.
            }
        }
    }

    private static void put(Map<String, Object> sample, String signal, Object value) {
        if (!signal.isEmpty()) {
            sample.put(signal, value);
        }
    }

    private static List<String> signalsOf(Map<String, Object> sample) {
        return sample.entrySet().stream()
                .filter(field -> field.getValue() instanceof Number)
                .map(Map.Entry::getKey)
                .filter(name ->
                        !Arrays.asList("sequence", "feed_override_pct").contains(name) && !name.startsWith("expected_"))
                .sorted()
                .toList();
    }
}
