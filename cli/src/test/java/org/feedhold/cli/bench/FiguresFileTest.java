package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.feedhold.cli.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresFileTest {

    @TempDir
    private Path folder;

    @Test
    void whatTheBenchmarkPrintsIsWhatSizeReads() throws Exception {
        FleetFigures figures = Figures.ofAThousandMachines();
        Path file = Files.writeString(folder.resolve("measured.json"), FiguresFile.write(figures));

        assertThat(FiguresFile.read(file)).isEqualTo(figures);
        assertThat(file)
                .content()
                .contains("\"measured_at\" : \"2026-07-06T06:00:00Z\"", "\"job_seconds_per_thousand_samples\" : 0.05");
    }

    @Test
    void theShippedFiguresSayWhereTheyAreFrom() {
        FleetFigures figures = FiguresFile.shipped();

        assertThat(figures.schema()).isEqualTo(FleetFigures.SCHEMA);
        assertThat(figures.command()).startsWith("feedhold bench fleet --machines");
        assertThat(figures.computer().processors()).isPositive();
        assertThat(figures.topics()).containsKeys("telemetry", "health", "recommendations", "twin-state", "anomalies");
        assertThat(figures.cpu().jobSecondsPerThousandSamples()).isPositive();
    }

    @Test
    void refusesWhatNoBenchmarkPrinted() throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "machines: 5");
        Path older = Files.writeString(
                folder.resolve("older.json"),
                FiguresFile.write(Figures.ofAThousandMachines()).replace("fleet_figures/1", "fleet_figures/0"));

        assertThatThrownBy(() -> FiguresFile.read(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(text + " does not hold figures of a fleet")
                .hasMessageContaining("feedhold bench fleet --json");
        assertThatThrownBy(() -> FiguresFile.read(older)).hasMessageContaining("is not of schema");
        assertThatThrownBy(() -> FiguresFile.read(folder.resolve("none")))
                .hasMessageContaining("can't be read")
                .hasMessageContaining("--measured");
    }
}
