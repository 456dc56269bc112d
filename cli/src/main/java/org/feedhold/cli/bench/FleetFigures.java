package org.feedhold.cli.bench;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code feedhold bench fleet} measured; the content of its JSON and of the file that {@code feedhold size} reads. Times
 * are in seconds, sizes in bytes. A figure that there was nothing to measure for is null.
 *
 * @param schema {@link #SCHEMA}
 * @param measuredAt when
 * @param command the command that measures it again
 * @param computer what it ran on
 * @param setUp what ran
 * @param samples how many samples went in, and how many of them the job has read
 * @param lagSeconds how far behind the job was, from its heartbeats while it was measured
 * @param checkpoints checkpoints that were complete while it was measured
 * @param stateBytesPerMachine size of a whole checkpoint for each machine
 * @param cpu time of processors while it was measured
 * @param recovery after {@code kill -9} of a TaskManager; null if none was killed
 * @param topics what was written while it was measured, by the name of the topic without prefix
 */
record FleetFigures(
        String schema,
        Instant measuredAt,
        String command,
        Computer computer,
        SetUp setUp,
        Samples samples,
        Spread lagSeconds,
        Checkpoints checkpoints,
        long stateBytesPerMachine,
        Cpu cpu,
        @Nullable Recovery recovery,
        Map<String, Written> topics) {

    static final String SCHEMA = "feedhold.fleet_figures/1";

    /**
     * A computer.
     *
     * @param processors that the JVM sees
     * @param memoryBytes main memory
     * @param system operating system and architecture
     * @param java version of Java
     * @param otherLoad mean number of processors that other programs kept busy while it was measured
     */
    record Computer(int processors, long memoryBytes, String system, String java, double otherLoad) {}

    /**
     * What ran.
     *
     * @param version of feedhold
     * @param machines simulated machines
     * @param intervalSeconds time between two samples of a machine
     * @param faultyShare share of machines with faults
     * @param faultsPerHour of each of these
     * @param stateBackend {@code heap} or {@code rocksdb}
     * @param taskManagers processes
     * @param parallelism slots of the job
     * @param seconds that it was measured for
     */
    record SetUp(
            String version,
            int machines,
            double intervalSeconds,
            double faultyShare,
            double faultsPerHour,
            String stateBackend,
            int taskManagers,
            int parallelism,
            double seconds) {}

    /**
     * Samples. The first three are rates while it was measured, the others numbers of the whole run, taken at its end, with
     * the simulator stopped and everything read.
     *
     * @param wantedPerSecond machines by interval
     * @param inPerSecond that Kafka got
     * @param processedPerSecond that the job has read and secured by checkpoints
     * @param sent that the simulator has sent, by its own account
     * @param inKafka that Kafka has
     * @param processed that the job has read and secured
     * @param lost sent, and not processed; null if the job had not read everything minutes after the simulator had stopped
     * @param skipped that the simulator did not make, because it was too late
     */
    record Samples(
            double wantedPerSecond,
            double inPerSecond,
            double processedPerSecond,
            long sent,
            long inKafka,
            long processed,
            @Nullable Long lost,
            long skipped) {}

    /** Values of a distribution. */
    record Spread(double median, double p95, double max) {}

    /**
     * Checkpoints.
     *
     * @param completed how many
     * @param failed how many were given up
     * @param intervalSeconds between two of them
     * @param bytes size of the newest, all in all
     * @param writtenBytes what was written for one, in the mean: with RocksDB what has changed
     * @param seconds from its trigger to its end
     */
    record Checkpoints(
            long completed, long failed, double intervalSeconds, long bytes, long writtenBytes, Spread seconds) {}

    /**
     * Time of processors.
     *
     * @param jobSeconds of all TaskManagers
     * @param simulatorSeconds of the simulator
     * @param kafkaSeconds of the broker
     * @param jobSecondsPerThousandSamples of the TaskManagers, for each 1,000 samples that they processed
     * @param simulatorSecondsPerThousandSamples of the simulator, for each 1,000 samples that Kafka got
     * @param simulatorShareOfJob the latter by the former
     */
    record Cpu(
            double jobSeconds,
            double simulatorSeconds,
            double kafkaSeconds,
            double jobSecondsPerThousandSamples,
            double simulatorSecondsPerThousandSamples,
            double simulatorShareOfJob) {}

    /**
     * After {@code kill -9} of a TaskManager and the immediate start of another.
     *
     * @param firstOutputSeconds from the kill to the first health record of the restarted job
     * @param inTimeSeconds from the kill until a heartbeat told a lag within the bound; null if none did in time
     * @param lagBoundSeconds the bound
     */
    record Recovery(double firstOutputSeconds, @Nullable Double inTimeSeconds, double lagBoundSeconds) {}

    /**
     * Records of a topic.
     *
     * @param recordsPerMachineAndDay records, for each machine and day
     * @param bytesPerRecord on the broker's disk, as the producers compress
     */
    record Written(double recordsPerMachineAndDay, double bytesPerRecord) {}
}
