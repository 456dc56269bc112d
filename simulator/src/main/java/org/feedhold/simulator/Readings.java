package org.feedhold.simulator;

/** The values of one sample while it is made: first what physically happens, then what is measured. */
final class Readings {

    double expectedLoad;
    double expectedTemperature;
    double load;
    double vibration;
    double temperature;
    double spindleSpeed;
    double surfaceSpeed;
    double feed;
    double nominalFeed;
    double nominalVibration;
    double wear;
    double pressure;
    /** Factor on the noise of the load: a tool that does not cut makes little of it. */
    double loadNoise;
    /** Whether the tool is broken. */
    boolean broken;
}
