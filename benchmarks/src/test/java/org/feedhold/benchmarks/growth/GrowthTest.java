package org.feedhold.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.feedhold.benchmarks.system.Measurement;
import org.feedhold.benchmarks.workload.Workload;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class GrowthTest {

    private static final GrowthSettings SETTINGS =
            new GrowthSettings(Path.of("bench"), 4_000_000, 20_000_000, 1_000_000, "3g");

    @Test
    void ofMoreMachinesThanTheLogHasRoomForEachHasAHundredSamplesBeforeItCounts() {
        List<Workload> workloads = Series.MACHINES.workloads(SETTINGS);

        assertThat(workloads).extracting(Workload::machines).containsExactly(100, 1_000, 10_000, 100_000, 1_000_000);
        assertThat(workloads)
                .extracting(Workload::samples)
                .containsExactly(4_000_000L, 4_000_000L, 4_000_000L, 15_000_000L, 150_000_000L);
        assertThat(workloads.get(4).warmUpSamples()).isEqualTo(100_000_000);
    }

    @Test
    void followsGrowthAsFarAsItIsAskedTo() {
        GrowthSettings less = new GrowthSettings(Path.of("bench"), 1_000_000, 5_000_000, 1_000, "3g");

        assertThat(Series.EVENTS.workloads(less))
                .extracting(Workload::samples)
                .containsExactly(1_000_000L, 2_000_000L, 5_000_000L);
        assertThat(Series.MACHINES.workloads(less)).hasSize(2);
        assertThat(Series.FAULTS.workloads(less))
                .extracting(Workload::faultyShare)
                .containsExactly(0.0, 0.01, 0.02, 0.05);
    }

    @Test
    void fitsAPowerWhereThingsGrowByFactors() {
        List<GrowthPoint> points = List.of(
                point(Series.MACHINES, 100, 4),
                point(Series.MACHINES, 10_000, 8),
                point(Series.MACHINES, 1_000_000, 16));

        // A hundred times as many cost twice as much.
        assertThat(Fit.of(points).slope()).isCloseTo(Math.log(2) / Math.log(100), within(1e-9));
        assertThat(GrowthTable.of(points))
                .contains("Slope: +0.151; twice the machines cost a sample 1.110 times as much.")
                .contains("| 10,000 | 4,000,000 | 1,000,000 | 8.00 | 2.00 | 2.00 |");
    }

    @Test
    void fitsALineWhereTheyGrowByPercent() {
        List<GrowthPoint> points =
                List.of(point(Series.FAULTS, 0, 8), point(Series.FAULTS, 1, 8.5), point(Series.FAULTS, 5, 10.5));

        assertThat(GrowthTable.of(points))
                .contains("each percent of machines in fault adds 0.50 CPU s / million to 8.00.");
    }

    @Test
    void refusesTheSlopeOfOnePoint() {
        assertThatThrownBy(() -> Fit.of(List.of(point(Series.FAULTS, 1, 8)))).hasMessageContaining("two points");
    }

    @Test
    void drawsEachPointAsFarUpAsItCosts() throws Exception {
        Document picture = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(GrowthCurve.svg(List.of(
                        point(Series.EVENTS, 1_000_000, 10),
                        point(Series.EVENTS, 2_000_000, 5),
                        point(Series.EVENTS, 4_000_000, 10))))));

        // 270 is the line of no cost, 30 that of a tenth above the greatest; twice as many are equally far to the
        // right.
        assertThat(centre(picture, 0, "cy")).isCloseTo(270 - 240 / 1.1, within(0.1));
        assertThat(centre(picture, 1, "cy")).isCloseTo(270 - 120 / 1.1, within(0.1));
        assertThat(centre(picture, 1, "cx") - centre(picture, 0, "cx"))
                .isCloseTo(centre(picture, 2, "cx") - centre(picture, 1, "cx"), within(0.2));
    }

    private static double centre(Document picture, int point, String coordinate) {
        Element circle = (Element) picture.getElementsByTagName("circle").item(point);
        return Double.parseDouble(circle.getAttribute(coordinate));
    }

    private static GrowthPoint point(Series series, double at, double cpuSecondsPerMillion) {
        return new GrowthPoint(
                series,
                at,
                new Workload(4_000_000, 1_000, 0.01, 1),
                new Measurement(1_000_000, 1, cpuSecondsPerMillion + 2, 2, 0, 0));
    }
}
