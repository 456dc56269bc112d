package org.feedhold.benchmarks.system;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.feedhold.benchmarks.finding.Finding;
import org.feedhold.benchmarks.finding.Findings;
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
    FEEDHOLD_ROCKSDB(true),
    /** What a good engineer would write for Flink in a day, state on the heap. */
    IDIOMATIC_FLINK(true),
    /** The same, state in RocksDB. */
    IDIOMATIC_FLINK_ROCKSDB(true),
    /** The same rules with the Processor API of Kafka Streams, state in memory. */
    KAFKA_STREAMS(false);

    private static final Set<String> LIMITS = Set.of("chatter_risk", "feed_mismatch", "load_low");
    private static final List<String> FLINK =
            List.of("flink-", "frocksdbjni", "feedhold-jobs", "feedhold-operators", "feedhold-connectors");
    /** Its RocksDB has the class names of Flink's. */
    private static final List<String> STREAMS = List.of("kafka-streams", "rocksdbjni");

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

    /** Whether it looks for such episodes, so that it has to find those that the job finds. */
    public boolean covers(Finding finding) {
        return switch (this) {
            case FLOOR_JAVA, FLOOR_FLINK -> false;
            case IDIOMATIC_FLINK, IDIOMATIC_FLINK_ROCKSDB ->
                LIMITS.contains(finding.code()) && finding.endedAt() != null;
            case FEEDHOLD, FEEDHOLD_ROCKSDB, KAFKA_STREAMS -> true;
        };
    }

    /**
     * What the next run of it finds.
     *
     * @throws ExecutionException if the broker does not make the topic that it writes to
     */
    public Optional<Findings> findings(DrainSettings settings) throws ExecutionException, InterruptedException {
        return switch (this) {
            case FLOOR_JAVA, FLOOR_FLINK -> Optional.empty();
            case FEEDHOLD, FEEDHOLD_ROCKSDB -> Optional.of(Findings.ofJob(settings));
            case IDIOMATIC_FLINK, IDIOMATIC_FLINK_ROCKSDB, KAFKA_STREAMS -> Optional.of(Findings.ofPeer(settings));
        };
    }

    /** What its process may load. */
    public ClassPath classPath(ClassPath all) {
        ClassPath seen = this == KAFKA_STREAMS ? all : all.without(STREAMS);
        return onFlink ? seen : seen.without(FLINK);
    }
}
