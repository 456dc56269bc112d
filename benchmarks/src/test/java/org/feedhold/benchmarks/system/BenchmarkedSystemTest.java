package org.feedhold.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.feedhold.benchmarks.process.ClassPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkedSystemTest {

    private static final ClassPath ALL = new ClassPath(List.of(
            "lib/flink-runtime-2.2.1.jar",
            "lib/frocksdbjni-8.10.0.jar",
            "lib/kafka-streams-4.2.0.jar",
            "lib/rocksdbjni-10.1.3.jar",
            "lib/kafka-clients-4.2.0.jar"));

    /** Flink's and Kafka Streams' have the same class names. */
    @ParameterizedTest
    @EnumSource
    void seesNotMoreThanOneRocksDb(BenchmarkedSystem system) {
        ClassPath seen = system.classPath(ALL);

        assertThat(seen.entries()).contains("lib/kafka-clients-4.2.0.jar");
        assertThat(seen.holds("rocksdbjni") && seen.holds("frocksdbjni")).isFalse();
        assertThat(seen.holds("kafka-streams")).isEqualTo(system == BenchmarkedSystem.KAFKA_STREAMS);
    }
}
