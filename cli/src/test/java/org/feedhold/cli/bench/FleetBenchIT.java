package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.feedhold.cli.cluster.TestCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user calls it, on the distribution that was just built. */
@Tag("long")
final class FleetBenchIT {

    private static final int MACHINES = 200;

    @TempDir
    private Path folder;

    @Test
    void measuresASmallFleetOnRocksDbAndFindsEverySampleProcessedAfterAKill() throws Exception {
        Path figuresFile = folder.resolve("figures.json");
        Path said = folder.resolve("said.txt");
        Process bench = new ProcessBuilder(TestCluster.justBuilt()
                        .command(
                                List.of(),
                                List.of(
                                        "bench",
                                        "fleet",
                                        "--machines",
                                        Integer.toString(MACHINES),
                                        "--interval",
                                        "500ms",
                                        "--warm-up",
                                        "5s",
                                        "--duration",
                                        "22s",
                                        "--state-backend",
                                        "rocksdb",
                                        "--taskmanager-memory",
                                        "1024m",
                                        "--folder",
                                        folder.resolve("bench").toString(),
                                        "--json")))
                .redirectOutput(figuresFile.toFile())
                .redirectError(said.toFile())
                .start();
        try {
            assertThat(bench.waitFor(4, TimeUnit.MINUTES)).isTrue();
        } finally {
            // As Ctrl-C: it stops what it started.
            bench.destroy();
        }
        assertThat(bench.exitValue()).as(Files.readString(said)).isZero();

        FleetFigures figures = FiguresFile.read(figuresFile);

        assertThat(figures.setUp().machines()).isEqualTo(MACHINES);
        assertThat(figures.setUp().stateBackend()).isEqualTo("rocksdb");
        assertThat(figures.command())
                .contains("--machines 200", "--state-backend rocksdb")
                .doesNotContain("--folder");
        assertThat(figures.samples().lost()).isZero();
        assertThat(figures.samples().processed())
                .isEqualTo(figures.samples().inKafka())
                .isEqualTo(figures.samples().sent())
                .isGreaterThan(MACHINES * 20);
        assertThat(figures.samples().inPerSecond()).isPositive();
        assertThat(figures.lagSeconds().median())
                .isBetween(0.0, figures.lagSeconds().p95());
        assertThat(figures.lagSeconds().p95())
                .isLessThanOrEqualTo(figures.lagSeconds().max());
        assertThat(figures.checkpoints().completed()).isPositive();
        assertThat(figures.stateBytesPerMachine()).isPositive();
        assertThat(figures.cpu().jobSeconds()).isPositive();
        assertThat(figures.cpu().simulatorSeconds()).isPositive();
        assertThat(figures.recovery()).isNotNull();
        assertThat(figures.recovery().firstOutputSeconds()).isPositive();
        assertThat(figures.recovery().inTimeSeconds()).isPositive();
        assertThat(figures.topics()).containsKeys("telemetry", "health");
        assertThat(folder.resolve("bench").resolve("cluster").resolve("pids"))
                .as("processes that were not stopped")
                .isEmptyDirectory();
    }
}
