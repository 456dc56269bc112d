package org.feedhold.simulator;

/**
 * One phase of a machine's cycle and the values that belong to it. Nominal values may swing with {@code w = sin(n/11)},
 * where n is the number of the sample.
 *
 * @param name name in telemetry
 * @param samples length in samples, at least 1
 * @param load nominal spindle load in percent
 * @param temperature nominal temperature in °C
 * @param speed spindle speed in rpm, or under constant surface speed that speed in m/min
 * @param feed nominal feed in the machine's unit
 * @param vibration nominal vibration in g RMS
 * @param cut what the tool does to the part
 */
record Phase(
        String name,
        int samples,
        Nominal load,
        Nominal temperature,
        double speed,
        double feed,
        double vibration,
        Cut cut) {

    /**
     * A nominal value.
     *
     * @param level constant part
     * @param swing factor on w
     * @param ramp rise per sample over each 20 samples
     */
    record Nominal(double level, double swing, double ramp) {

        static Nominal of(double level, double swing) {
            return new Nominal(level, swing, 0);
        }

        double at(long sample, double w) {
            return level + swing * w + ramp * (sample % 20);
        }
    }

    /**
     * What the tool does to the part.
     *
     * @param wearing whether the tool wears where tools are followed one by one
     * @param engaging whether the tool enters the material at the beginning
     * @param weight share of a sample in the part's finished surface
     * @param diameterFrom workpiece diameter at the beginning in mm, for constant surface speed
     * @param diameterTo workpiece diameter at the end in mm
     */
    record Cut(boolean wearing, boolean engaging, double weight, double diameterFrom, double diameterTo) {

        static final Cut NONE = new Cut(false, false, 0, 0, 0);

        static Cut of(double weight) {
            return new Cut(true, true, weight, 0, 0);
        }

        double diameterAt(double share) {
            return diameterFrom + (diameterTo - diameterFrom) * share;
        }
    }

    Phase lasting(int otherSamples) {
        return new Phase(name, otherSamples, load, temperature, speed, feed, vibration, cut);
    }
}
