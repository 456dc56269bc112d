package org.feedhold.twin.manipulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rolling window against exact arithmetic in two passes. */
class BaselineTest {

    private static final double FLOOR = 2.5;
    private static final double STEP = FLOOR / 64;

    @Test
    void anEmptyWindowHasAMeanOfZeroAndItsFloorAsDeviation() {
        Baseline baseline = new Baseline(24, FLOOR);

        assertThat(baseline.count()).isZero();
        assertThat(baseline.mean()).isZero();
        assertThat(baseline.zScore(5, 0)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void meanAndDeviationAreThoseOfTwoPassesHoweverLongItRunsAndWhateverComesIn(long seed) {
        Random random = new Random(seed);
        int window = 8 + random.nextInt(248);
        Baseline baseline = new Baseline(window, FLOOR);
        Deque<Long> steps = new ArrayDeque<>();
        for (int i = 0; i < 5_000; i++) {
            double residual = switch (random.nextInt(20)) {
                case 0 -> 1e9;
                case 1 -> -1e9;
                case 2 -> 0;
                default -> random.nextGaussian() * 20;
            };
            baseline.add(residual);
            steps.add(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(residual / STEP))));
            if (steps.size() > window) {
                steps.remove();
            }
            if (i % 97 == 0) {
                double probe = random.nextGaussian() * 50;
                assertThat(baseline.mean()).as("seed " + seed).isCloseTo(mean(steps) * STEP, within(1e-9));
                assertThat(baseline.zScore(probe, 0)).as("seed " + seed).isCloseTo(zScore(steps, probe), within(1e-9));
            }
        }
    }

    @Test
    void anOutlierThatHasLeftTheWindowLeavesNoTrace() {
        Baseline touched = new Baseline(24, FLOOR);
        Baseline clean = new Baseline(24, FLOOR);
        touched.add(1e9);
        touched.add(-1e9);
        for (int i = 0; i < 24; i++) {
            touched.add(Math.sin(i) * 4);
            clean.add(Math.sin(i) * 4);
        }

        assertThat(touched.mean()).isEqualTo(clean.mean());
        assertThat(touched.zScore(7, 0)).isEqualTo(clean.zScore(7, 0));
    }

    @Test
    void theDeviationIsNeverLessThanFloorAndVariationTogether() {
        Baseline baseline = new Baseline(24, 3);
        for (int i = 0; i < 24; i++) {
            baseline.add(0);
        }

        assertThat(baseline.zScore(10, 0)).isCloseTo(10 / 3.0, within(1e-12));
        assertThat(baseline.zScore(10, 4)).isCloseTo(2, within(1e-12));
    }

    @Test
    void aClearedWindowIsLikeANewOne() {
        Baseline baseline = new Baseline(8, FLOOR);
        for (int i = 0; i < 13; i++) {
            baseline.add(40);
        }

        baseline.clear();

        assertThat(baseline.count()).isZero();
        assertThat(baseline.zScore(5, 0)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 24, 25, 1_000})
    void whatWasWrittenIsReadAndGoesOnAlike(int samples) throws IOException {
        Random random = new Random(samples);
        Baseline baseline = new Baseline(24, FLOOR);
        for (int i = 0; i < samples; i++) {
            baseline.add(random.nextGaussian() * 30);
        }

        Baseline read = new Baseline(24, FLOOR);
        read.read(written(baseline));

        for (int i = 0; i < 50; i++) {
            assertThat(read.count()).isEqualTo(baseline.count());
            assertThat(read.mean()).isEqualTo(baseline.mean());
            assertThat(read.zScore(i, 1)).isEqualTo(baseline.zScore(i, 1));
            double residual = random.nextGaussian() * 30;
            baseline.add(residual);
            read.add(residual);
        }
    }

    @Test
    void theLongestWindowFitsIntoWhatIsWritten() throws IOException {
        Baseline baseline = new Baseline(255, FLOOR);
        for (int i = 0; i < 300; i++) {
            baseline.add(i);
        }

        Baseline read = new Baseline(255, FLOOR);
        read.read(written(baseline));

        assertThat(read.count()).isEqualTo(255);
        assertThat(read.mean()).isEqualTo(baseline.mean());
    }

    @Test
    void aShorterWindowReadsTheNewestSamples() throws IOException {
        Baseline baseline = new Baseline(24, FLOOR);
        for (int i = 0; i < 24; i++) {
            baseline.add(i < 16 ? 500 : 10);
        }

        Baseline read = new Baseline(8, FLOOR);
        read.read(written(baseline));

        assertThat(read.count()).isEqualTo(8);
        assertThat(read.mean()).isCloseTo(10, within(1e-9));
    }

    private static DataInputStream written(Baseline baseline) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        baseline.write(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static double mean(Deque<Long> steps) {
        return sum(steps)
                .divide(BigDecimal.valueOf(steps.size()), MathContext.DECIMAL64)
                .doubleValue();
    }

    private static BigDecimal sum(Deque<Long> steps) {
        return steps.stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static double zScore(Deque<Long> steps, double residual) {
        BigDecimal mean = sum(steps).divide(BigDecimal.valueOf(steps.size()), MathContext.DECIMAL128);
        BigDecimal squares = BigDecimal.ZERO;
        for (long step : steps) {
            squares = squares.add(BigDecimal.valueOf(step).subtract(mean).pow(2));
        }
        double variance = steps.size() < 2 ? 0 : squares.doubleValue() / (steps.size() - 1);
        return (residual / STEP - mean.doubleValue()) / Math.max(64, Math.sqrt(variance));
    }
}
