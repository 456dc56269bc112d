package org.feedhold.simulator;

/**
 * Measured outcome of a finished part; the message of the topic {@code inspections}. The deviation follows from what
 * happened in the cut: vibration, thermal error, feed, wear, load and broken tools above what the process allows, each
 * averaged over finishing and, with a quarter of the weight, roughing; plus noise of standard deviation 3 µm.
 *
 * @param partId part
 * @param machineId machine that made it
 * @param workOrder work order
 * @param timestampMillis event time of the part's last sample in epoch milliseconds
 * @param characteristic what was measured
 * @param nominalMillimetres nominal size in mm
 * @param deviationMicrometres deviation from it in µm
 * @param toleranceMicrometres greatest deviation allowed either way in µm
 */
public record Inspection(
        String partId,
        String machineId,
        String workOrder,
        long timestampMillis,
        String characteristic,
        double nominalMillimetres,
        double deviationMicrometres,
        double toleranceMicrometres) {

    /** Whether the deviation is within the tolerance. */
    public boolean inTolerance() {
        return Math.abs(deviationMicrometres) <= toleranceMicrometres;
    }
}
