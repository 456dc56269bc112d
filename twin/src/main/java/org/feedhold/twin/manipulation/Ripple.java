package org.feedhold.twin.manipulation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** RMS of first differences over the newest samples: how restless a signal is, whatever its level. */
public final class Ripple {

    private final float[] squares;
    private double last = Double.NaN;
    private int next;
    private int count;

    /** An empty window of {@code window} differences. */
    public Ripple(int window) {
        this.squares = new float[window];
    }

    /** Adds a value. */
    public void add(double value) {
        if (!Double.isNaN(last)) {
            double difference = value - last;
            squares[next] = (float) (difference * difference);
            next = next + 1 == squares.length ? 0 : next + 1;
            count = Math.min(count + 1, squares.length);
        }
        last = value;
    }

    /** The ripple in the signal's unit, or NaN until the window is full. */
    public double value() {
        if (count < squares.length) {
            return Double.NaN;
        }
        // Oldest first, as it is written and read: so a restored window gives the same to the last bit.
        double sum = 0;
        for (int i = next; i < count; i++) {
            sum += squares[i];
        }
        for (int i = 0; i < next; i++) {
            sum += squares[i];
        }
        return Math.sqrt(sum / count);
    }

    /** Empties the window: after a gap, or where another phase begins, a difference says nothing. */
    public void clear() {
        last = Double.NaN;
        next = 0;
        count = 0;
    }

    /** Writes the window. */
    public void write(DataOutput out) throws IOException {
        out.writeDouble(last);
        out.writeByte(count);
        for (int i = 0; i < count; i++) {
            out.writeFloat(squares[(next - count + i + squares.length) % squares.length]);
        }
    }

    /** Reads what {@link #write} wrote, into a window of the same size. */
    public void read(DataInput in) throws IOException {
        clear();
        last = in.readDouble();
        count = in.readUnsignedByte();
        for (int i = 0; i < count; i++) {
            squares[i] = in.readFloat();
        }
        next = count == squares.length ? 0 : count;
    }

    /** Length of the window in differences. */
    public int window() {
        return squares.length;
    }
}
