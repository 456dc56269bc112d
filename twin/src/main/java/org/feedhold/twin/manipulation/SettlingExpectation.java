package org.feedhold.twin.manipulation;

/**
 * What a slow signal, such as a temperature, may be while it settles after a change of phase.
 *
 * <p>The settled value is known, and a first-order lag says how slowly the signal may get there; but some machines follow
 * at once. So until it has settled, anything between the lagged and the settled value is as expected. It has settled as
 * soon as the measured value is nearer to the settled value than to the lagged one.
 */
public final class SettlingExpectation {

    private SettlingExpectation() {}

    /** The lagged value after {@code elapsedMillis} more of a first-order approach to {@code settled}. */
    public static double approach(double lagged, double settled, long elapsedMillis, long timeConstantMillis) {
        return settled + (lagged - settled) * Math.exp(-(double) elapsedMillis / timeConstantMillis);
    }

    /** Whether a measured value shows that the signal has settled. */
    public static boolean hasSettled(double measured, double lagged, double settled) {
        return Math.abs(measured - settled) <= Math.abs(measured - lagged);
    }

    /** The value nearest to {@code measured} that is as expected: itself if it lies between lagged and settled. */
    public static double nearest(double measured, double lagged, double settled) {
        double low = Math.min(lagged, settled);
        double high = Math.max(lagged, settled);
        return Math.max(low, Math.min(high, measured));
    }
}
