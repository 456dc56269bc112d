package org.feedhold.simulator;

import java.util.SplittableRandom;

/**
 * What the cut did to the part, collected sample by sample from what physically happened, whether a sensor showed it or
 * not.
 *
 * <p>Each sample counts with the weight of its phase in the finished surface (milling: finishing 1, roughing 0.25,
 * others 0). With means by that weight over the whole part, the deviation in µm is
 *
 * <pre>
 *   220 · vibration above nominal + 0.1 g
 * +  18 · temperature above nominal + 5 °C
 * + 200 · feed above nominal, as a share of it, beyond 0.05
 * + 1.2 · wear above 32 %, an injected rise included
 * +   3 · load above expected + 10 points
 * + 400 · share cut with a broken tool
 * + normal noise of the process and the measurement, standard deviation 3 µm
 * </pre>
 *
 * <p>So ten samples of chatter in finishing cost a part about 28 µm, the same in roughing about 7 µm.
 */
final class CutOutcome {

    static final double TOLERANCE_UM = 25;

    private double weight;
    private double deviation;

    void add(Readings readings, Phase phase) {
        double share = phase.cut().weight();
        if (share == 0) {
            return;
        }
        weight += share;
        deviation += share
                * (220 * excess(readings.vibration, readings.nominalVibration + 0.1)
                        + 18 * excess(readings.temperature, readings.expectedTemperature + 5)
                        + 200 * excess(readings.feed / readings.nominalFeed, 1.05)
                        + 1.2 * excess(readings.wear, MachineType.WEAR_LIMIT_PCT)
                        + 3 * excess(readings.load, readings.expectedLoad + 10)
                        + (readings.broken ? 400 : 0));
    }

    /** Deviation in µm, to a tenth, of the part just finished; starts the next one. */
    double finish(SplittableRandom random) {
        double mean = weight == 0 ? 0 : deviation / weight;
        weight = 0;
        deviation = 0;
        return Math.round(10 * (mean + 3 * random.nextGaussian())) / 10.0;
    }

    private static double excess(double value, double limit) {
        return Math.max(0, value - limit);
    }
}
