package org.feedhold.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.feedhold.cli.bench.FleetFigures.Written;
import org.feedhold.kafka.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet needs, from what another one was measured to cost. Sizes are in bytes.
 *
 * @param samplesPerSecond of all machines
 * @param topics what the topics hold, those with the most bytes first
 * @param diskBytes of all topics, with all copies, once their retention has passed
 * @param cores processors for the TaskManagers, such that they are busy for {@link #BUSY} of the time
 * @param parallelism slots of the job
 * @param taskManagers processes
 * @param partitions of each partitioned topic
 * @param stateBytes state of all machines
 * @param checkpointBytesPerSecond written by checkpoints, in the mean
 */
record FleetPlan(
        double samplesPerSecond,
        List<PlannedTopic> topics,
        double diskBytes,
        double cores,
        int parallelism,
        int taskManagers,
        int partitions,
        double stateBytes,
        double checkpointBytesPerSecond) {

    /** How busy the TaskManagers may be: the rest is for catching up after an outage, and for peaks. */
    static final double BUSY = 0.5;

    /** With fewer, one that dies takes the whole job with it until another has been started. */
    private static final int LEAST_TASK_MANAGERS = 2;

    private static final int SLOTS_OF_A_TASK_MANAGER = 4;
    private static final double DAY_SECONDS = 86_400;
    private static final double DAY_MILLIS = DAY_SECONDS * 1_000;

    /** A compacted topic holds the newest record of each key, and as much again that has not been compacted yet. */
    private static final int COMPACTED_FACTOR = 2;

    /**
     * A topic.
     *
     * @param topic topic
     * @param recordsPerDay records a day
     * @param bytesPerDay bytes a day, one copy
     * @param keptDays how long they are kept; null where only the newest of each machine is
     * @param bytes what one copy holds, once that time has passed
     */
    record PlannedTopic(
            Topic topic,
            double recordsPerDay,
            double bytesPerDay,
            @Nullable Double keptDays,
            double bytes) {}

    /**
     * Plans.
     *
     * @param machines machines, 1 or more
     * @param interval time between two samples of a machine
     * @param copies of each record in Kafka, 1 or more
     * @param measured what a fleet was measured to cost
     * @throws IllegalArgumentException for a value outside its range
     */
    static FleetPlan of(int machines, Duration interval, int copies, FleetFigures measured) {
        if (machines < 1) {
            throw new IllegalArgumentException("--machines must be 1 or more: " + machines);
        }
        if (interval.toMillis() < 1) {
            throw new IllegalArgumentException("--interval must be 1ms or more: " + interval);
        }
        if (copies < 1) {
            throw new IllegalArgumentException("--replication-factor must be 1 or more: " + copies);
        }
        double samplesPerSecond = machines * 1_000.0 / interval.toMillis();
        List<PlannedTopic> topics = topics(machines, samplesPerSecond, measured);
        double cores = samplesPerSecond / 1_000 * measured.cpu().jobSecondsPerThousandSamples() / BUSY;
        int parallelism = Math.max(LEAST_TASK_MANAGERS, (int) Math.ceil(cores));
        int taskManagers =
                Math.max(LEAST_TASK_MANAGERS, (parallelism + SLOTS_OF_A_TASK_MANAGER - 1) / SLOTS_OF_A_TASK_MANAGER);
        return new FleetPlan(
                samplesPerSecond,
                topics,
                copies * topics.stream().mapToDouble(PlannedTopic::bytes).sum(),
                cores,
                parallelism,
                taskManagers,
                partitions(parallelism),
                (double) measured.stateBytesPerMachine() * machines,
                measured.checkpoints().writtenBytes()
                        / measured.checkpoints().intervalSeconds()
                        / measured.setUp().machines()
                        * machines);
    }

    private static List<PlannedTopic> topics(int machines, double samplesPerSecond, FleetFigures measured) {
        List<PlannedTopic> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            Written written = measured.topics().get(topic.topicName());
            if (written != null) {
                double recordsPerDay = topic == Topic.TELEMETRY
                        ? samplesPerSecond * DAY_SECONDS
                        : written.recordsPerMachineAndDay() * machines;
                topics.add(planned(topic, recordsPerDay, written.bytesPerRecord(), machines));
            }
        }
        topics.sort((one, other) -> Double.compare(other.bytes(), one.bytes()));
        return List.copyOf(topics);
    }

    private static PlannedTopic planned(Topic topic, double recordsPerDay, double bytesPerRecord, int machines) {
        double bytesPerDay = recordsPerDay * bytesPerRecord;
        if (topic.cleanup() == Topic.Cleanup.COMPACT) {
            return new PlannedTopic(
                    topic, recordsPerDay, bytesPerDay, null, COMPACTED_FACTOR * machines * bytesPerRecord);
        }
        double days = topic.retentionMillis() / DAY_MILLIS;
        return new PlannedTopic(topic, recordsPerDay, bytesPerDay, days, days * bytesPerDay);
    }

    /** At least the usual number, and a multiple of the parallelism: else some slots would read more than others. */
    private static int partitions(int parallelism) {
        int usual = Topic.TELEMETRY.defaultPartitions();
        return Arrays.stream(new int[] {usual, parallelism, 2 * parallelism, usual * parallelism})
                .filter(each -> each >= usual && each % parallelism == 0)
                .min()
                .orElse(usual * parallelism);
    }
}
