package org.feedhold.benchmarks.system.streams;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Tells the good values of one signal from what can't be one. */
final class Sensor {

    /** Bytes that it takes in a store. */
    static final int BYTES = 3 * Double.BYTES + Long.BYTES + 2;

    private static final int VALUES_TO_BE_STUCK = 3;
    private static final int VALUES_TO_BE_BELIEVED = 3;

    private double newest = Double.NaN;
    private long sameSince;
    private int same;
    private double accepted = Double.NaN;
    private double candidate;
    private int candidates;

    /** The value, or NaN if it is not good. */
    double good(Signal signal, @Nullable Double reported, long timestamp, boolean cutting) {
        if (reported == null) {
            return Double.NaN;
        }
        double value = reported;
        // Also what is no number at all.
        if (!(value >= signal.least && value <= signal.most) || (value == 0 && !signal.zeroValid)) {
            return Double.NaN;
        }
        if (isStuck(signal, value, timestamp, cutting) || isJump(signal, value)) {
            return Double.NaN;
        }
        accepted = value;
        candidates = 0;
        return value;
    }

    private boolean isStuck(Signal signal, double value, long timestamp, boolean cutting) {
        if (signal.stuckAfterMillis == 0 || !cutting || value != newest) {
            newest = value;
            sameSince = timestamp;
            same = 1;
            return false;
        }
        same = Math.min(VALUES_TO_BE_STUCK, same + 1);
        return same == VALUES_TO_BE_STUCK && timestamp - sameSince > signal.stuckAfterMillis;
    }

    /** A value that can't follow the one before is believed when the next two agree with it. */
    private boolean isJump(Signal signal, double value) {
        if (Double.isNaN(accepted) || Math.abs(value - accepted) <= signal.mostStep) {
            return false;
        }
        boolean agrees = candidates > 0 && Math.abs(value - candidate) <= signal.mostStep;
        candidates = agrees ? candidates + 1 : 1;
        candidate = value;
        return candidates < VALUES_TO_BE_BELIEVED;
    }

    void write(ByteBuffer out) {
        out.putDouble(newest).putLong(sameSince).put((byte) same);
        out.putDouble(accepted).putDouble(candidate).put((byte) candidates);
    }

    static Sensor read(ByteBuffer in) {
        Sensor sensor = new Sensor();
        sensor.newest = in.getDouble();
        sensor.sameSince = in.getLong();
        sensor.same = in.get();
        sensor.accepted = in.getDouble();
        sensor.candidate = in.getDouble();
        sensor.candidates = in.get();
        return sensor;
    }
}
