package org.feedhold.kafka;

import java.util.Locale;

/** Every topic of Feedhold: what lies in it, how long, how large and under which key. */
public enum Topic {
    TELEMETRY(Direction.IN, Cleanup.DELETE, days(7), mebibytes(12), "machine_id", Size.LARGE),
    PROCESS_MODELS(Direction.IN, Cleanup.DELETE, Topic.FOR_EVER_MILLIS, mebibytes(2), "name@version", Size.SMALL),
    RELEASES(Direction.IN, Cleanup.DELETE, Topic.FOR_EVER_MILLIS, mebibytes(2), "machine_id/part_id", Size.SMALL),
    MACHINES(Direction.IN, Cleanup.COMPACT, Topic.FOR_EVER_MILLIS, mebibytes(1), "machine_id", Size.SMALL),
    QUALITY_MODELS(Direction.IN, Cleanup.DELETE, Topic.FOR_EVER_MILLIS, mebibytes(32), "name@version", Size.SMALL),
    INSPECTIONS(Direction.IN, Cleanup.DELETE, days(400), mebibytes(1), "machine_id", Size.LARGE),
    OPERATOR_ACTIONS(Direction.IN, Cleanup.DELETE, days(400), mebibytes(1), "machine_id", Size.LARGE),
    RECOMMENDATIONS(Direction.OUT, Cleanup.DELETE, days(400), mebibytes(1), "machine_id", Size.LARGE),
    TWIN_STATE(Direction.OUT, Cleanup.COMPACT, Topic.FOR_EVER_MILLIS, mebibytes(1), "machine_id", Size.LARGE),
    ANOMALIES(Direction.OUT, Cleanup.DELETE, days(400), mebibytes(1), "machine_id", Size.LARGE),
    HEALTH(Direction.OUT, Cleanup.DELETE, days(1), mebibytes(1), "machine_id", Size.LARGE),
    PARTS(Direction.OUT, Cleanup.DELETE, days(400), mebibytes(1), "machine_id", Size.LARGE),
    ALARM_PERFORMANCE(Direction.OUT, Cleanup.DELETE, days(90), mebibytes(1), "operating position", Size.LARGE),
    JOB_STATUS(Direction.OUT, Cleanup.COMPACT, Topic.FOR_EVER_MILLIS, mebibytes(1), "job", Size.SMALL),
    DEAD_LETTERS(Direction.OUT, Cleanup.DELETE, days(30), mebibytes(13), "as received", Size.LARGE),
    SIMULATOR_TRUTH(Direction.SIMULATOR, Cleanup.DELETE, days(7), mebibytes(1), "machine_id", Size.LARGE),
    SIMULATOR_COMMANDS(Direction.SIMULATOR, Cleanup.DELETE, days(7), mebibytes(1), "machine_id", Size.SMALL);

    /** Value of {@code retention.ms} for a topic that keeps its records for ever. */
    public static final long FOR_EVER_MILLIS = -1;

    /** Who writes a topic: the world outside, the job, or the simulator. The job reads only {@code IN}. */
    public enum Direction {
        IN,
        OUT,
        SIMULATOR
    }

    /** Kafka's clean-up policy: old records are deleted, or only the newest of each key is kept. */
    public enum Cleanup {
        DELETE,
        COMPACT;

        /** Value of {@code cleanup.policy}. */
        public String configValue() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Size {
        /** A record for each sample, machine or finding: partitioned. */
        LARGE,
        /** Few records that every reader reads whole: one partition, so that their order is one. */
        SMALL
    }

    private static final int PARTITIONS_OF_LARGE_TOPICS = 6;

    private final Direction direction;
    private final Cleanup cleanup;
    private final long retentionMillis;
    private final int maxMessageBytes;
    private final String key;
    private final Size size;

    Topic(Direction direction, Cleanup cleanup, long retentionMillis, int maxMessageBytes, String key, Size size) {
        this.direction = direction;
        this.cleanup = cleanup;
        this.retentionMillis = retentionMillis;
        this.maxMessageBytes = maxMessageBytes;
        this.key = key;
        this.size = size;
    }

    /** Name without prefix, for example {@code process-models}. */
    public String topicName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Direction direction() {
        return direction;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    /** How long a record is kept, in milliseconds, or {@link #FOR_EVER_MILLIS}. */
    public long retentionMillis() {
        return retentionMillis;
    }

    /** Largest record batch that the broker accepts, in bytes. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** What the record key holds, in words. */
    public String key() {
        return key;
    }

    /** Whether the topic has many partitions, and their number may be chosen; otherwise it has one. */
    public boolean isPartitioned() {
        return size == Size.LARGE;
    }

    /** Number of partitions where nothing else is asked for. */
    public int defaultPartitions() {
        return isPartitioned() ? PARTITIONS_OF_LARGE_TOPICS : 1;
    }

    private static long days(int days) {
        return days * 86_400_000L;
    }

    private static int mebibytes(int mebibytes) {
        return mebibytes * 1024 * 1024;
    }
}
