package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.feedhold.cli.cluster.DeliveryTrial.Figures;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local cluster as a user meets it: a thousand machines, and the job disturbed in every way that operators know. */
@Tag("long")
final class ClusterIT {

    private static final int MACHINES = 1_000;
    private static final Duration BEAT = Duration.ofSeconds(4);
    private static final int SAMPLES = 1_000;
    private static final String[] OPTIONS = DeliveryTrial.options("exactly-once");

    @TempDir
    private Path folder;

    @Test
    void runsTheJobAndLosesNothingWhenATaskManagerIsKilledOrTheJobIsUpgradedAndRescaled() throws Exception {
        try (DeliveryTrial trial = new DeliveryTrial(
                folder.resolve("cluster"),
                new ClusterSettings(1, 4, 0, 0, null, null, null, null),
                "exactly-once",
                MACHINES,
                BEAT,
                1)) {
            TestCluster cluster = trial.cluster();
            assertThat(cluster.cluster("start").succeeded().output())
                    .contains("runs already", "kafka", cluster.kafka(), "jobmanager", "taskmanager-1");
            assertThat(cluster.submit().output()).contains("does the work of group feedhold already");
            trial.awaitProgress();

            cluster.kill("taskmanager-1");
            assertThat(cluster.cluster("status").output()).contains("taskmanager-1  NOT RUNNING");
            assertThat(cluster.cluster("start").succeeded().output()).doesNotContain("NOT RUNNING");
            trial.feed(SAMPLES);

            submitsByFlinkRunToo(cluster);
            takesASavepoint(cluster);
            upgrades(cluster);
            trial.feed(SAMPLES / 2);
            goesBackFromAnUpgradeThatFails(cluster);
            trial.feed(SAMPLES / 2);
            rescales(cluster);
            trial.feed(SAMPLES / 2);

            Figures figures = trial.finish();
            figures.print("one TaskManager killed, upgraded, rescaled", 1);
            assertThat(figures.delivered().recommendations().byId())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderEntriesOf(
                            figures.expected().recommendations().byId());
            assertThat(cluster.cluster("logs", "jobmanager").succeeded().output())
                    .contains("INFO");
            assertThat(linesOnMachines(cluster))
                    .as("lines of the log that say what happened to which machine")
                    .isPositive()
                    .isLessThan(figures.samples() / 2);
            assertThat(cluster.cluster("stop").succeeded().output())
                    .isEqualTo("Stopped taskmanager-1, jobmanager, kafka.\n");
            assertThat(cluster.cluster("status"))
                    .isEqualTo(new TestCluster.Said(
                            1,
                            "No cluster runs in " + cluster.folder() + "; start it with: feedhold cluster start.\n"));
        }
    }

    private static long linesOnMachines(TestCluster cluster) throws IOException {
        long lines = 0;
        try (Stream<Path> logs = Files.list(cluster.folder().resolve("log"))) {
            for (Path log : logs.filter(each -> each.getFileName().toString().startsWith("taskmanager"))
                    .toList()) {
                lines += Files.readAllLines(log).stream()
                        .filter(line -> line.contains("MachineLog - machine "))
                        .count();
            }
        }
        return lines;
    }

    private static void takesASavepoint(TestCluster cluster) throws Exception {
        String jobs = cluster.feedhold(List.of("jobs", "--jobmanager", cluster.jobManager()))
                .succeeded()
                .output();
        String job = jobs.lines()
                .filter(line -> line.endsWith("  feedhold"))
                .findAny()
                .orElseThrow()
                .split(" ")[0];

        assertThat(cluster.feedhold(List.of("savepoint", job, "--jobmanager", cluster.jobManager()))
                        .succeeded()
                        .output())
                .contains("file:");
    }

    private static void upgrades(TestCluster cluster) throws Exception {
        assertThat(cluster.job("upgrade", OPTIONS).succeeded().output())
                .contains("with savepoint file:", "goes on from it, with parallelism 2.")
                .doesNotContain("changes");
    }

    /** Only the producers of the new job refuse their setting, so it fails when the old job is gone. */
    private static void goesBackFromAnUpgradeThatFails(TestCluster cluster) throws Exception {
        TestCluster.Said said =
                cluster.job("upgrade", DeliveryTrial.with(OPTIONS, "--kafka-property", "max.block.ms=unknown"));

        assertThat(said.status()).isEqualTo(1);
        Matcher savepoint = Pattern.compile("feedhold: .* max.block.ms.* --from-savepoint (file:\\S+)\n")
                .matcher(said.output());
        assertThat(savepoint.find()).as(said.output()).isTrue();
        cluster.submit(DeliveryTrial.with(OPTIONS, "--parallelism", "2", "--from-savepoint", savepoint.group(1)))
                .succeeded();
    }

    private static void rescales(TestCluster cluster) throws Exception {
        assertThat(cluster.job("rescale", "9"))
                .satisfies(said -> assertThat(said.status()).isEqualTo(1))
                .satisfies(said -> assertThat(said.output()).contains("start more TaskManagers"));
        assertThat(cluster.job("rescale", "3").succeeded().output()).contains("goes on from it, with parallelism 3.");
        assertThat(cluster.job("rescale", "3").succeeded().output()).contains("with parallelism 3 already");
        assertThat(cluster.job("submit", "--check-only", "--group-id", "third").output())
                .contains("MISSING  --parallelism 1 takes as many slots", "ok       topic feedhold.telemetry is there");
    }

    private static void submitsByFlinkRunToo(TestCluster cluster) throws Exception {
        List<String> kafka = List.of("--bootstrap-servers", cluster.kafka(), "--topic-prefix", "plain.");
        cluster.feedhold(Stream.concat(Stream.of("topics", "create"), kafka.stream())
                        .toList())
                .succeeded();
        List<String> options = new ArrayList<>(kafka);
        options.addAll(List.of("--group-id", "plain", "--delivery", "at-least-once"));

        assertThat(cluster.flinkRun(options).succeeded().output()).contains("Job has been submitted with JobID");

        Await.until(
                "both jobs run",
                Duration.ofSeconds(60),
                () -> cluster.feedhold(List.of("jobs", "--jobmanager", cluster.jobManager()))
                        .succeeded()
                        .output()
                        .lines()
                        .allMatch(line -> line.contains("RUNNING")));
    }
}
