package org.feedhold.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.feedhold.jobs.backtest.Backtest;
import org.feedhold.kafka.Json;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.kafka.release.Handoff;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.jspecify.annotations.Nullable;

/** A log of telemetry and control records that the job judges in this process. */
final class Trial {

    /** A health record for each sample. */
    static final long EVERY_SAMPLE = 0;

    private final List<RawRecord> telemetry = new ArrayList<>();
    private final List<ControlRecord> control = new ArrayList<>();

    /** A trial with the process models that are shipped. */
    static Trial withShippedModels() {
        Trial trial = new Trial();
        ShippedProcessModels.all().forEach(trial::model);
        return trial;
    }

    /** Adds a process model as it would be published. */
    Trial model(ProcessModel model) {
        return control(ControlRecord.Kind.PROCESS_MODEL, model.key(), ProcessModelCodec.toJson(model));
    }

    /** Adds a process model from the text of a file. */
    Trial model(String yaml) {
        return model(ProcessModelFile.parse(yaml, "made-up.yaml"));
    }

    /** Adds a release as it would be published. */
    Trial release(Handoff.Result release) {
        return control(ControlRecord.Kind.RELEASE, release.key(), release.value());
    }

    /** Adds a control record. */
    Trial control(ControlRecord.Kind kind, String key, byte[] value) {
        control.add(new ControlRecord(kind, key, value, 0, "control", 0, control.size()));
        return this;
    }

    /** Adds a record that arrives at its event time. */
    Trial sample(String machineId, long timestamp, Map<String, ?> sample) {
        return record(machineId, timestamp, json(sample));
    }

    /** Adds a record as received. */
    Trial record(String machineId, long arrival, byte[] value) {
        telemetry.add(new RawRecord(
                "telemetry", 0, telemetry.size(), arrival, machineId.getBytes(StandardCharsets.UTF_8), value));
        return this;
    }

    /** Adds a record as it lies in a log. */
    Trial record(RawRecord raw) {
        telemetry.add(raw);
        return this;
    }

    /** Adds what simulated machines sent. */
    Trial runs(List<SimulatedRun> runs) {
        for (SimulatedRun run : runs) {
            for (SimulatedSample sample : run.samples()) {
                byte[] value = sample.telemetry();
                if (value != null) {
                    record(run.machineId(), sample.timestampMillis(), value);
                }
            }
        }
        return this;
    }

    /** Lets the job judge all of it, in order of arrival. */
    Outcome run() {
        return run(EVERY_SAMPLE, 2);
    }

    /** Lets the job judge all of it, in order of arrival. */
    Outcome run(long healthIntervalMillis, int parallelism) {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        try {
            return SharedFlink.call(() -> runBy(flink, healthIntervalMillis));
        } catch (Exception e) {
            throw new AssertionError("the job failed", e);
        }
    }

    /** Lets the job judge all of it, in order of arrival, by a Flink of its own. */
    Outcome runBy(Configuration flink, long healthIntervalMillis) throws Exception {
        List<RawRecord> log = new ArrayList<>(telemetry);
        log.sort(Comparator.comparingLong(RawRecord::arrival));
        return new Outcome(Backtest.run(log, control, new ProcessModelCodec(), healthIntervalMillis, flink));
    }

    /** Any object as JSON. */
    static byte[] json(Object value) {
        try {
            return Json.json().writeValueAsBytes(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the job wrote.
     *
     * @param result all of it
     */
    record Outcome(Backtest.Result result) {

        /** Recommendations of one machine, in order. */
        List<Recommendation> recommendations(String machineId) {
            return result.recommendations().stream()
                    .filter(recommendation -> recommendation.machineId().equals(machineId))
                    .toList();
        }

        /** Recommendations by machine, each machine's in order. */
        Map<String, List<Recommendation>> recommendationsByMachine() {
            return result.recommendations().stream().collect(Collectors.groupingBy(Recommendation::machineId));
        }

        /** The states of one machine, as they follow one another in the topic {@code twin-state}. */
        List<Recommendation> states(String machineId) {
            // Of one instant, what is only shown came before what is news.
            return Stream.of(result.shown(), result.recommendations())
                    .flatMap(List::stream)
                    .filter(recommendation -> recommendation.machineId().equals(machineId))
                    .sorted(Comparator.comparing(Recommendation::timestamp))
                    .toList();
        }

        /** The recommendation that is in force for a machine at an instant; null before the first. */
        @Nullable
        Recommendation inForce(String machineId, long timestamp) {
            Recommendation newest = null;
            for (Recommendation recommendation : states(machineId)) {
                if (!recommendation.timestamp().isAfter(Instant.ofEpochMilli(timestamp))) {
                    newest = recommendation;
                }
            }
            return newest;
        }

        /** The decision that is in force for a machine at an instant; null where none is. */
        @Nullable
        Decision decision(String machineId, long timestamp) {
            Recommendation recommendation = inForce(machineId, timestamp);
            return recommendation == null ? null : recommendation.decision();
        }
    }
}
