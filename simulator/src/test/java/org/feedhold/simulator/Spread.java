package org.feedhold.simulator;

/** Mean and standard deviation of what was added. */
final class Spread {

    private int count;
    private double sum;
    private double squares;

    void add(double value) {
        count++;
        sum += value;
        squares += value * value;
    }

    int count() {
        return count;
    }

    double mean() {
        return sum / count;
    }

    double deviation() {
        return Math.sqrt(squares / count - mean() * mean());
    }
}
