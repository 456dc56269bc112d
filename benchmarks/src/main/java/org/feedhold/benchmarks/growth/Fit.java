package org.feedhold.benchmarks.growth;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A straight line through points, by least squares.
 *
 * @param intercept where it begins, at 0
 * @param slope how much it rises for each unit
 */
record Fit(double intercept, double slope) {

    /** Through the costs of a series, in seconds for a million samples: of their logarithms where it grows by factors. */
    static Fit of(List<GrowthPoint> points) {
        boolean logarithmic = points.get(0).series().isLogarithmic();
        DoubleUnaryOperator scale = logarithmic ? Math::log : DoubleUnaryOperator.identity();
        double sumX = 0;
        double sumY = 0;
        double sumXX = 0;
        double sumXY = 0;
        for (GrowthPoint point : points) {
            double x = scale.applyAsDouble(point.at());
            double y = scale.applyAsDouble(point.measured().cpuSecondsPerMillion());
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumXY += x * y;
        }
        int n = points.size();
        double spread = n * sumXX - sumX * sumX;
        if (spread == 0) {
            throw new IllegalArgumentException(
                    "a slope needs two points that differ, and there is one; let the series grow further");
        }
        double slope = (n * sumXY - sumX * sumY) / spread;
        return new Fit((sumY - slope * sumX) / n, slope);
    }
}
