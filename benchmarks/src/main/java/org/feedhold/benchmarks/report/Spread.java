package org.feedhold.benchmarks.report;

import java.util.Arrays;

/**
 * Median and range of a few values.
 *
 * @param least least value
 * @param median the middle one; of an even number, the mean of the two in the middle
 * @param most greatest value
 */
public record Spread(double least, double median, double most) {

    /**
     * Of one value at least.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no median of nothing; measure one round at least");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }
}
