package org.feedhold.benchmarks.system;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.feedhold.benchmarks.process.ClassPath;

/** A system that is compared, and what it must not see. */
public enum BenchmarkedSystem {
    /** Plain consumers that parse and update a map: no framework. */
    FLOOR_JAVA(false),
    /** The same source, parse, {@code keyBy} and sink as the job, with one access to state. */
    FLOOR_FLINK(true),
    /** The whole job, all outputs and checkpoints on, state on the heap. */
    FEEDHOLD(true),
    /** The same, state in RocksDB. */
    FEEDHOLD_ROCKSDB(true);

    private static final List<String> FLINK =
            List.of("flink-", "feedhold-jobs", "feedhold-operators", "feedhold-connectors");

    private final boolean onFlink;

    BenchmarkedSystem(boolean onFlink) {
        this.onFlink = onFlink;
    }

    /** Name in options and reports, for example {@code floor-java}. */
    public String systemName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The system of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static BenchmarkedSystem of(String systemName) {
        return Arrays.stream(values())
                .filter(each -> each.systemName().equals(systemName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no system " + systemName + "; choose among "
                        + Arrays.stream(values())
                                .map(BenchmarkedSystem::systemName)
                                .toList()));
    }

    /** What its process may load. */
    public ClassPath classPath(ClassPath all) {
        return onFlink ? all : all.without(FLINK);
    }
}
