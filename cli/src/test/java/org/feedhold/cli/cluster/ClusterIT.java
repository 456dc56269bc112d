package org.feedhold.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.feedhold.cli.cluster.DeliveryTrial.Figures;
import org.feedhold.testing.Await;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local cluster as a user meets it, with a TaskManager killed under way. */
@Tag("long")
final class ClusterIT {

    private static final int SAMPLES = 1_200;

    @TempDir
    private Path folder;

    @Test
    void runsTheJobAndLosesNothingWhenATaskManagerIsKilled() throws Exception {
        try (DeliveryTrial trial = new DeliveryTrial(
                folder.resolve("cluster"), new ClusterSettings(1, 4, 0, 0, null), "exactly-once", 1)) {
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

            Figures figures = trial.finish();
            figures.print("one TaskManager killed", 1);
            assertThat(figures.delivered().recommendations().byId())
                    .isNotEmpty()
                    .containsExactlyInAnyOrderEntriesOf(
                            figures.expected().recommendations().byId());
            assertThat(cluster.cluster("logs", "jobmanager").succeeded().output())
                    .contains("INFO");
            assertThat(cluster.cluster("stop").succeeded().output())
                    .isEqualTo("Stopped taskmanager-1, jobmanager, kafka.\n");
            assertThat(cluster.cluster("status"))
                    .isEqualTo(new TestCluster.Said(
                            1,
                            "No cluster runs in " + cluster.folder() + "; start it with: feedhold cluster start.\n"));
        }
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
