package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that {@code flink run} takes. */
final class JobJarIT {

    private static JarFile jar;
    private static List<String> classes;

    @BeforeAll
    static void open() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            jar = new JarFile(files.filter(file -> file.getFileName().toString().matches("feedhold-job-.*\\.jar"))
                    .findAny()
                    .orElseThrow()
                    .toFile());
        }
        classes = jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.endsWith(".class"))
                .toList();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void holdsTheConnectorAndNothingElseOfFlink() {
        assertThat(classes)
                .filteredOn(name -> name.startsWith("org/apache/flink/"))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("org/apache/flink/connector/kafka/")
                        || name.startsWith("org/apache/flink/streaming/connectors/kafka/")
                        // A class of the connector, in spite of its package.
                        || name.endsWith("/JSONKeyValueDeserializationSchema.class"));
    }

    @Test
    void leavesLoggingToFlink() {
        assertThat(classes).noneMatch(name -> name.startsWith("org/slf4j/") || name.startsWith("org/apache/logging/"));
    }

    @Test
    void holdsNeitherTheBrokerNorTheSimulator() {
        assertThat(classes)
                .noneMatch(name -> name.startsWith("org/feedhold/broker/")
                        || name.startsWith("org/feedhold/simulator/")
                        || name.startsWith("kafka/")
                        || name.startsWith("scala/"));
    }

    @Test
    void holdsEveryClassOnceAndNamesItsMain() throws IOException {
        assertThat(classes).doesNotHaveDuplicates().contains("org/feedhold/jobs/MonitoringJob.class");
        assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
                .isEqualTo(MonitoringJob.class.getName());
    }
}
