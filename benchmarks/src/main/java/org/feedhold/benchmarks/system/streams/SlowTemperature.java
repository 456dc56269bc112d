package org.feedhold.benchmarks.system.streams;

import java.nio.ByteBuffer;

/**
 * What temperature is expected. It follows a change of phase slowly, within a minute by 63 %: until it has settled, anything
 * between the slow and the settled value is as expected.
 */
final class SlowTemperature {

    private static final double TIME_CONSTANT_MILLIS = 60_000;

    private double settled = Double.NaN;
    /** NaN while the temperature has settled. */
    private double slow = Double.NaN;

    private long newest;

    /** A new phase expects another temperature; but what is too warm already may not hide behind that. */
    void enterPhase(boolean tooWarm) {
        if (tooWarm) {
            slow = Double.NaN;
        } else if (Double.isNaN(slow)) {
            slow = settled;
        }
    }

    /**
     * What is expected now, in °C.
     *
     * @param measured NaN if it is not known
     * @param stated what the phase expects
     */
    double at(long timestamp, double measured, double stated) {
        long elapsed = timestamp - newest;
        newest = timestamp;
        settled = stated;
        if (Double.isNaN(slow)) {
            return stated;
        }
        slow = stated + (slow - stated) * Math.exp(-elapsed / TIME_CONSTANT_MILLIS);
        if (Double.isNaN(measured)) {
            return stated;
        }
        if (Math.abs(measured - stated) <= Math.abs(measured - slow)) {
            slow = Double.NaN;
            return stated;
        }
        return Math.max(Math.min(slow, stated), Math.min(Math.max(slow, stated), measured));
    }

    void write(ByteBuffer out) {
        out.putDouble(settled).putDouble(slow).putLong(newest);
    }

    static SlowTemperature read(ByteBuffer in) {
        SlowTemperature temperature = new SlowTemperature();
        temperature.settled = in.getDouble();
        temperature.slow = in.getDouble();
        temperature.newest = in.getLong();
        return temperature;
    }
}
