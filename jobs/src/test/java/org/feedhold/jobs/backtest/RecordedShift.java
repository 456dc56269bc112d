package org.feedhold.jobs.backtest;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.Fault;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;

/**
 * A log that never changes, though simulator and shipped process models do: what a few machines sent, each with a fault that
 * is under way in the middle of it.
 *
 * @param telemetry records in order of arrival
 * @param control the process models and the release of that time
 */
record RecordedShift(List<RawRecord> telemetry, List<ControlRecord> control) {

    /** Samples of each machine. */
    static final int SAMPLES = 150;

    /** Sample of each machine at which the faults are under way, from a first breach to a silence that is long known. */
    static final int MIDDLE = 75;

    /** Each fault, and how many samples before the middle it begins; it ends 15 samples after it began. */
    private static final Map<String, Integer> FAULTS = Map.ofEntries(
            Map.entry("chatter", 8),
            Map.entry("feed_mismatch", 5),
            Map.entry("thermal_drift", 9),
            Map.entry("tool_wear", 12),
            Map.entry("sensor_dropout:null_value", 6),
            Map.entry("sensor_dropout:stuck", 3),
            Map.entry("sensor_dropout:silent_machine", 8),
            Map.entry("load_shift", 10),
            Map.entry("broken_tool", 4),
            Map.entry("overload", 7));

    private static final String JUST_BEGINNING = "JUST-BEGINNING";
    private static final String JUST_SILENT = "JUST-SILENT";
    private static final String IN_REVIEW = "IN-REVIEW";
    private static final String UNMODELLED = "UNMODELLED";
    private static final String SOUND = "SOUND";

    /** Reads the log that {@link #record} wrote. */
    static RecordedShift read(Path file) throws IOException {
        List<RawRecord> telemetry = new ArrayList<>();
        List<ControlRecord> control = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", 3);
                byte[] value = fields[2].getBytes(StandardCharsets.UTF_8);
                if (fields[0].matches("[0-9]+")) {
                    byte[] key = fields[1].getBytes(StandardCharsets.UTF_8);
                    telemetry.add(
                            new RawRecord("telemetry", 0, telemetry.size(), Long.parseLong(fields[0]), key, value));
                } else {
                    control.add(new ControlRecord(
                            ControlRecord.Kind.valueOf(fields[0]), fields[1], value, 0, "control", 0, control.size()));
                }
            }
        }
        return new RecordedShift(telemetry, control);
    }

    /** Number of records up to the middle: those that a savepoint is taken after. */
    int recordsToMiddle() {
        long middle = middle().toEpochMilli();
        return (int) telemetry.stream().filter(raw -> raw.arrival() <= middle).count();
    }

    /** Event time and arrival of the newest records of the first half. */
    Instant middle() {
        return Instant.ofEpochMilli(SimulationSettings.DEFAULT_START_MILLIS + MIDDLE * 2_000L);
    }

    /** Lets the machines of today's simulator run and writes what they sent. Used once: every savepoint is of this shift. */
    static void record(Path file) throws IOException {
        Map<String, List<Fault>> faults = new HashMap<>();
        FAULTS.forEach((name, before) -> faults.put(
                name.toUpperCase(Locale.ROOT).replace(':', '-'),
                List.of(new Fault(FaultType.parse(name), MIDDLE - before, 15, 1))));
        faults.put(JUST_BEGINNING, List.of(new Fault(FaultType.parse("chatter"), MIDDLE, 15, 1)));
        faults.put(
                JUST_SILENT, List.of(new Fault(FaultType.parse("sensor_dropout:silent_machine"), MIDDLE - 2, 15, 1)));
        faults.put(IN_REVIEW, List.of());
        faults.put(UNMODELLED, List.of());
        faults.put(SOUND, List.of());
        List<SimulatedRun> runs = SimulatedRuns.generate(
                SimulationSettings.builder()
                        .machineIds(faults.keySet().stream().sorted().toList())
                        .faults(new FaultPlan.PerMachine(faults))
                        .seed(20_261_122)
                        .build(),
                SAMPLES);
        List<String[]> lines = new ArrayList<>();
        for (SimulatedRun run : runs) {
            for (SimulatedSample sample : run.samples()) {
                if (sample.telemetry() != null) {
                    String value = new String(sample.telemetry(), StandardCharsets.UTF_8);
                    if (run.machineId().equals(UNMODELLED)) {
                        value = value.replace("adaptive_cnc_milling", "deburring");
                    }
                    lines.add(new String[] {Long.toString(sample.timestampMillis()), run.machineId(), value});
                }
            }
        }
        lines.sort(Comparator.comparingLong(line -> Long.parseLong(line[0])));
        ProcessModel milling = ShippedProcessModels.load("adaptive_cnc_milling");
        lines.add(0, new String[] {
            "PROCESS_MODEL", milling.key(), new String(ProcessModelCodec.toJson(milling), StandardCharsets.UTF_8)
        });
        String part = partOf(runs, IN_REVIEW);
        lines.add(0, new String[] {
            "RELEASE",
            IN_REVIEW + "/" + part,
            "{\"machine_id\":\"%s\",\"part_id\":\"%s\",\"decision\":\"needs_engineering_review\",\"reason\":\"thin wall\",\"watch\":[\"pressure_bar\"]}"
                    .formatted(IN_REVIEW, part)
        });
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            for (String[] line : lines) {
                out.write(String.join("\t", line) + "\n");
            }
        }
    }

    private static String partOf(List<SimulatedRun> runs, String machineId) {
        for (SimulatedRun run : runs) {
            if (run.machineId().equals(machineId)) {
                String first = new String(run.samples().get(0).telemetry(), StandardCharsets.UTF_8);
                return first.replaceAll(".*\"part_id\":\"([^\"]+)\".*", "$1");
            }
        }
        throw new IllegalArgumentException("no machine " + machineId);
    }
}
