package org.feedhold.twin.manipulation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Rolling window of residuals with their mean and standard deviation in O(1) a sample.
 *
 * <p>Residuals are quantised to 1/64 of the rule's floor on insertion and summed as integers: so the statistics are exact,
 * never drift, and are the same after a restore as before it. Values beyond ±512 floors are clamped.
 */
public final class Baseline {

    private static final int STEPS_PER_FLOOR = 64;

    private final short[] ring;
    private final double step;
    private int next;
    private int count;
    private long sum;
    private long sumOfSquares;

    /**
     * An empty window.
     *
     * @param window samples it holds
     * @param floor least standard deviation, in the signal's unit
     */
    public Baseline(int window, double floor) {
        this.ring = new short[window];
        this.step = floor / STEPS_PER_FLOOR;
    }

    /** Adds a residual, in the signal's unit, in place of the oldest if the window is full. */
    public void add(double residual) {
        short quantised = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(residual / step)));
        if (count == ring.length) {
            long oldest = ring[next];
            sum -= oldest;
            sumOfSquares -= oldest * oldest;
        } else {
            count++;
        }
        ring[next] = quantised;
        next = next + 1 == ring.length ? 0 : next + 1;
        sum += quantised;
        sumOfSquares += (long) quantised * quantised;
    }

    /** Samples in the window. */
    public int count() {
        return count;
    }

    /** Mean residual, in the signal's unit; 0 while the window is empty. */
    public double mean() {
        return count == 0 ? 0 : sum * step / count;
    }

    /**
     * How many standard deviations (n - 1 in the divisor) a residual lies above the mean. The deviation is at least the floor
     * and {@code variation} together, that is the root of the sum of their squares; both in the signal's unit.
     */
    public double zScore(double residual, double variation) {
        // Not Math.hypot, whose guard against overflow is not needed here, and costs much more than a root.
        double steps = variation / step;
        double floor = Math.sqrt((double) STEPS_PER_FLOOR * STEPS_PER_FLOOR + steps * steps);
        double variance = count < 2 ? 0 : (sumOfSquares - (double) sum * sum / count) / (count - 1);
        double deviation = Math.max(floor, Math.sqrt(Math.max(0, variance)));
        return (residual / step - (count == 0 ? 0 : (double) sum / count)) / deviation;
    }

    /** Empties the window. */
    public void clear() {
        next = 0;
        count = 0;
        sum = 0;
        sumOfSquares = 0;
    }

    /** Writes the samples, oldest first. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            out.writeShort(ring[(next - count + i + ring.length) % ring.length]);
        }
    }

    /** Reads what {@link #write} wrote, into an empty window of any size; the newest samples stay. */
    public void read(DataInput in) throws IOException {
        clear();
        int stored = in.readUnsignedByte();
        for (int i = 0; i < stored; i++) {
            add(in.readShort() * step);
        }
    }

    /** Samples that it can hold. */
    public int window() {
        return ring.length;
    }

    /** Least standard deviation, in the signal's unit. */
    public double floor() {
        return step * STEPS_PER_FLOOR;
    }
}
