package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.kafka.clients.admin.Admin;
import org.feedhold.kafka.Json;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that do not come to their end as they were called: the user changes their mind, or the disk is full. */
@Tag("long")
final class ClusterInterruptionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] START = {"start", "--taskmanagers", "1", "--kafka-port", "0", "--web-port", "0"};

    @TempDir
    private Path folder;

    @Test
    void ctrlCAtAnyPointOfAStartLeavesNothingBehindAndTheNextStartWorks() throws Exception {
        Path home = folder.resolve("cluster");
        try (TestCluster cluster = new TestCluster(home)) {
            interruptedStart(
                    cluster, "the configuration is written", () -> Files.exists(home.resolve("conf/config.yaml")));
            interruptedStart(cluster, "the first process is there", () -> Files.exists(home.resolve("pids/kafka.pid")));
            interruptedStart(
                    cluster, "the last process is there", () -> Files.exists(home.resolve("pids/taskmanager-1.pid")));

            assertThat(start(cluster).succeeded().output())
                    .contains("kafka          running", "taskmanager-1  running");
            ctrlCOfASubmitLeavesOneJobAtMost(cluster);
            ctrlCOfAnUpgradeComesTooLateToLeaveTheMachinesWithoutAJob(cluster);
            assertThat(cluster.cluster("stop").succeeded().output())
                    .isEqualTo("Stopped taskmanager-1, jobmanager, kafka.\n");
        }
        assertThat(processesThatName(home)).isEmpty();
    }

    private void interruptedStart(TestCluster cluster, String what, Callable<Boolean> point) throws Exception {
        assertThat(interrupted(cluster, cluster.clusterCommand(START), what, point)
                        .status())
                .as(what)
                .isNotZero();
        assertThat(cluster.folder().resolve("pids")).as(what).isEmptyDirectory();
        assertThat(processesThatName(cluster.folder())).as(what).isEmpty();
    }

    private void ctrlCOfASubmitLeavesOneJobAtMost(TestCluster cluster) throws Exception {
        List<String> submit = cluster.jobCommand("submit");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            interrupted(
                    cluster,
                    submit,
                    "the first topic is there",
                    () -> !admin.listTopics().names().get().isEmpty());
        }
        assertThat(runningJobs(cluster)).isEmpty();

        interrupted(
                cluster, submit, "the job is there", () -> !runningJobs(cluster).isEmpty());
        assertThat(runningJobs(cluster)).hasSize(1);
        assertThat(cluster.submit().output()).contains("does the work of group feedhold already");
    }

    private void ctrlCOfAnUpgradeComesTooLateToLeaveTheMachinesWithoutAJob(TestCluster cluster) throws Exception {
        List<String> before = runningJobs(cluster);

        TestCluster.Said said = interrupted(
                cluster,
                cluster.jobCommand("upgrade"),
                "the job is being stopped",
                () -> Files.readString(output()).contains("Stopping job "));

        assertThat(said.succeeded().output())
                .contains("this command ends when that is done", "goes on from it, with parallelism 1.");
        assertThat(runningJobs(cluster)).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    /** Ids of the jobs that have not ended, from Flink itself: it is asked often. */
    private static List<String> runningJobs(TestCluster cluster) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + cluster.jobManager() + "/jobs"))
                .build();
        JsonNode jobs = Json.json()
                .readTree(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("jobs");
        List<String> running = new ArrayList<>();
        for (JsonNode job : jobs) {
            if (!JobStatus.valueOf(job.get("status").asText()).isGloballyTerminalState()) {
                running.add(job.get("id").asText());
            }
        }
        return running;
    }

    private TestCluster.Said interrupted(
            TestCluster cluster, List<String> command, String what, Callable<Boolean> point) throws Exception {
        Process process = cluster.begin(output(), command);

        Await.until(what, PATIENCE, point);
        // SIGTERM ends the same way as Ctrl-C; a JVM can't send the latter to a single process.
        process.toHandle().destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(what)
                .isTrue();
        return new TestCluster.Said(process.exitValue(), Files.readString(output()));
    }

    private Path output() {
        return folder.resolve("said.txt");
    }

    private static TestCluster.Said start(TestCluster cluster) throws Exception {
        return cluster.cluster(START);
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
