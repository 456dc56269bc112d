package org.feedhold.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.feedhold.kafka.Json;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;

/** What a gateway may do to a log of telemetry before it arrives: delay, repeat, split and change records. Immutable. */
record RecordedLog(List<Line> lines) {

    /**
     * A record in the log.
     *
     * @param machineId machine
     * @param timestamp event time in epoch milliseconds
     * @param arrival arrival time in epoch milliseconds
     * @param record what was sent
     */
    record Line(String machineId, long timestamp, long arrival, ObjectNode record) {

        Line arriving(long at) {
            return new Line(machineId, timestamp, at, record);
        }

        Line with(UnaryOperator<ObjectNode> change) {
            return new Line(machineId, timestamp, arrival, change.apply(record.deepCopy()));
        }
    }

    /** Sorted by arrival; what arrives in one millisecond stays in order. */
    RecordedLog {
        lines = lines.stream().sorted(Comparator.comparingLong(Line::arrival)).toList();
    }

    /** What simulated machines sent, arriving when it was sent. */
    static RecordedLog of(List<SimulatedRun> runs) {
        List<Line> lines = new ArrayList<>();
        for (SimulatedRun run : runs) {
            for (SimulatedSample sample : run.samples()) {
                byte[] value = sample.telemetry();
                if (value != null) {
                    lines.add(new Line(
                            run.machineId(), sample.timestampMillis(), sample.timestampMillis(), object(value)));
                }
            }
        }
        return new RecordedLog(lines);
    }

    private static ObjectNode object(byte[] value) {
        try {
            return (ObjectNode) Json.json().readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each record delayed by up to so many milliseconds, so that later ones overtake it. */
    RecordedLog delayed(int mostMillis, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return each(line -> line.arriving(line.arrival() + random.nextInt(mostMillis + 1)));
    }

    /** Every record changed. */
    RecordedLog each(UnaryOperator<Line> change) {
        return new RecordedLog(lines.stream().map(change).toList());
    }

    RecordedLog only(Predicate<Line> which) {
        return new RecordedLog(lines.stream().filter(which).toList());
    }

    /** All records of both. */
    RecordedLog and(RecordedLog other) {
        List<Line> all = new ArrayList<>(lines);
        all.addAll(other.lines);
        return new RecordedLog(all);
    }

    /** All of it at once, a record each millisecond from an instant on. */
    RecordedLog inABurstAt(long arrival) {
        List<Line> burst = new ArrayList<>();
        for (Line line : lines) {
            burst.add(line.arriving(arrival + burst.size()));
        }
        return new RecordedLog(burst);
    }

    RecordedLog withoutSequence() {
        return each(line -> line.with(record -> record.without("sequence")));
    }

    long firstTimestamp() {
        return lines.stream().mapToLong(Line::timestamp).min().orElseThrow();
    }

    /** The part of each machine's log between its beginning and so many milliseconds before its end. */
    RecordedLog untilBeforeEnd(long millis) {
        Map<String, Long> ends = new HashMap<>();
        lines.forEach(line -> ends.merge(line.machineId(), line.timestamp(), Math::max));
        return only(line -> line.timestamp() < ends.get(line.machineId()) - millis);
    }

    long lastArrival() {
        return lines.get(lines.size() - 1).arrival();
    }

    /** Lets the job judge it. */
    Trial.Outcome judged(Trial trial) {
        for (Line line : lines) {
            trial.record(line.machineId(), line.arrival(), Trial.json(line.record()));
        }
        return trial.run();
    }
}
