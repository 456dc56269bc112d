package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start of the cluster that does not come to its end: the user changes their mind, or the disk is full. */
@Tag("long")
final class ClusterInterruptionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] ON_FREE_PORTS = {"--taskmanagers", "1", "--kafka-port", "0", "--web-port", "0"};

    @TempDir
    private Path folder;

    @Test
    void ctrlCAtAnyPointOfAStartLeavesNothingBehindAndTheNextStartWorks() throws Exception {
        Path home = folder.resolve("cluster");
        try (TestCluster cluster = new TestCluster(home)) {
            interrupted(cluster, "the configuration is written", () -> Files.exists(home.resolve("conf/config.yaml")));
            interrupted(cluster, "the first process is there", () -> Files.exists(home.resolve("pids/kafka.pid")));
            interrupted(
                    cluster, "the last process is there", () -> Files.exists(home.resolve("pids/taskmanager-1.pid")));

            assertThat(start(cluster).succeeded().output())
                    .contains("kafka          running", "taskmanager-1  running");
            assertThat(cluster.cluster("stop").succeeded().output())
                    .isEqualTo("Stopped taskmanager-1, jobmanager, kafka.\n");
        }
        assertThat(processesThatName(home)).isEmpty();
    }

    private void interrupted(TestCluster cluster, String what, Callable<Boolean> point) throws Exception {
        Path said = folder.resolve("said.txt");
        Process start = cluster.beginStart(said, ON_FREE_PORTS);

        Await.until(what, PATIENCE, point);
        // SIGTERM ends the same way as Ctrl-C; a JVM can't send the latter to a single process.
        start.toHandle().destroy();

        assertThat(start.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(what)
                .isTrue();
        assertThat(start.exitValue()).as(what + ": " + Files.readString(said)).isNotZero();
        assertThat(cluster.folder().resolve("pids")).as(what).isEmptyDirectory();
        assertThat(processesThatName(cluster.folder())).as(what).isEmpty();
    }

    private static TestCluster.Said start(TestCluster cluster) throws Exception {
        return cluster.cluster(
                Stream.concat(Stream.of("start"), Stream.of(ON_FREE_PORTS)).toArray(String[]::new));
    }

    private static List<String> processesThatName(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(folder.toString()))
                .toList();
    }

    @Test
    void onAFullDiskNothingIsStarted() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                succeeds("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
                "SKIPPED: a small disk can be mounted by root alone");
        try (TestCluster cluster = new TestCluster(disk.resolve("cluster"))) {
            TestCluster.Said said = start(cluster);

            assertThat(said.status()).as(said.output()).isEqualTo(1);
            assertThat(said.output())
                    .isEqualTo("feedhold: The disk of the folder " + cluster.folder()
                            + " has no room: 2 MiB are free, and Kafka and Flink need at least 256; make room, or name a"
                            + " folder on another disk with --folder.\n");
            assertThat(cluster.folder()).isEmptyDirectory();
            assertThat(processesThatName(disk)).isEmpty();
        } finally {
            succeeds("umount", disk.toString());
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
