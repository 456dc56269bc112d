package org.feedhold.cli.run;

import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.jspecify.annotations.Nullable;

/** Where a job keeps what it knows of its machines. Results are the same, and a savepoint of one is read by the other. */
public enum StateBackend {
    /** Objects on the heap of the JVM: fast, and all of it must fit; every checkpoint writes all of it. */
    HEAP("hashmap"),
    /** RocksDB, beside the heap and on disk: more processor time; a checkpoint writes what has changed. */
    ROCKSDB("rocksdb");

    private final String flinkName;

    StateBackend(String flinkName) {
        this.flinkName = flinkName;
    }

    /**
     * The one with a name: {@code heap} or {@code rocksdb}, or Flink's own {@code hashmap}.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static StateBackend of(String name) {
        for (StateBackend each : values()) {
            if (each.toString().equals(name) || each.flinkName.equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("--state-backend must be heap or rocksdb, but is '" + name + "'");
    }

    /** The one that a running job tells by the name that Flink has for it; null if it tells none. */
    public static @Nullable StateBackend told(@Nullable String name) {
        return name == null ? null : of(name);
    }

    /** The value of Flink's key {@code state.backend.type}. */
    public String flinkName() {
        return flinkName;
    }

    /** Sets what Flink's configuration needs for it. */
    public void configure(Configuration flink) {
        flink.set(StateBackendOptions.STATE_BACKEND, flinkName);
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, isIncremental());
    }

    /** Whether a checkpoint writes what has changed since the last one, and not everything. */
    public boolean isIncremental() {
        return this == ROCKSDB;
    }

    /** The name that {@link #of} takes. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
