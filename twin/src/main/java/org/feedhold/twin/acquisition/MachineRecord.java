package org.feedhold.twin.acquisition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One telemetry record as it travels to its machine's twin: the few fields that decide where and when it counts, and the
 * raw bytes, which are parsed only there, under the machine's own catalogue.
 *
 * @param machineId machine, 1 to 128 bytes of UTF-8
 * @param timestamp event time in epoch milliseconds
 * @param sequence the source's own number of the sample, or {@link #NO_SEQUENCE}
 * @param arrival arrival time in epoch milliseconds: the time that the log, not the machine, gave to the record
 * @param clock what the arrival clock read then: the arrival, or the beginning of the outage of Kafka in which it arrived
 * @param partition partition of the log
 * @param offset offset in the partition
 * @param key key as received; null if there was none
 * @param value value as received
 */
public record MachineRecord(
        String machineId,
        long timestamp,
        long sequence,
        long arrival,
        long clock,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte[] value) {

    /** The source numbers its samples not at all. */
    public static final long NO_SEQUENCE = Long.MIN_VALUE;

    /** A record that arrived while Kafka answered. */
    public MachineRecord(
            String machineId,
            long timestamp,
            long sequence,
            long arrival,
            int partition,
            long offset,
            byte @Nullable [] key,
            byte[] value) {
        this(machineId, timestamp, sequence, arrival, arrival, partition, offset, key, value);
    }

    /** Whether its key is its machine's id, so that all such records of the machine lie in one partition. */
    public boolean isKeyedByMachine() {
        byte[] given = key;
        if (given == null) {
            return false;
        }
        for (int i = 0; i < given.length; i++) {
            if (given[i] < 0) {
                return Arrays.equals(given, machineId.getBytes(StandardCharsets.UTF_8));
            }
            if (i >= machineId.length() || given[i] != machineId.charAt(i)) {
                return false;
            }
        }
        return given.length == machineId.length();
    }
}
