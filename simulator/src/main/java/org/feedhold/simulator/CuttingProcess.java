package org.feedhold.simulator;

import java.util.SplittableRandom;

/** What a sound machine does: parts, phases, nominal values, its own differences from textbook, and noise. */
final class CuttingProcess {

    private static final double THERMAL_LAG_MILLIS = 60_000;
    private static final double IDLE_COOLING_C = -4;
    private static final int ENGAGEMENT_SAMPLES = 2;

    private final SimulationSettings settings;
    private final Phase[] phases;
    private final ToolRack tools;
    private final Noise noise;
    private final double loadOffset;
    private final double temperatureOffset;
    private final double vibrationOffset;
    private final double lagDecay;

    private long sample;
    private int phase;
    private int position;
    private long part;
    private double lag;
    private double lastNominalTemperature;

    CuttingProcess(SimulationSettings settings, Phase[] phases, SplittableRandom random) {
        this.settings = settings;
        this.phases = phases;
        this.tools = new ToolRack(settings, random.split());
        double offsets = settings.profile().offsets();
        this.loadOffset = offsets * 2.0 * random.nextGaussian();
        this.temperatureOffset = offsets * 0.8 * random.nextGaussian();
        this.vibrationOffset = offsets * 0.02 * random.nextGaussian();
        this.noise = new Noise(random.split(), settings.profile().autocorrelation());
        this.lastNominalTemperature = phases[0].temperature().at(0, 0);
        this.lagDecay = Math.exp(-settings.intervalMillis() / THERMAL_LAG_MILLIS);
    }

    /** Phase of the current sample. */
    Phase phase() {
        return phases[phase];
    }

    /** Number of the current part of this machine, from 0. */
    long part() {
        return part;
    }

    /** Whether the current sample is the last one of its part. */
    boolean endsPart() {
        return phase == phases.length - 1 && position == phase().samples() - 1;
    }

    String toolId() {
        return tools.toolId();
    }

    double wearPct() {
        return tools.wearPct();
    }

    /** Puts the physical values of the current sample into {@code readings}. */
    void cut(Readings readings) {
        Phase now = phase();
        double w = Math.sin(sample / 11.0);
        boolean hard = settings.profile() == Profile.HARD;
        boolean engaging = hard && now.cut().engaging() && position < ENGAGEMENT_SAMPLES;
        readings.expectedLoad = now.load().at(sample, w);
        readings.expectedTemperature = now.temperature().at(sample, w);
        followTemperature(hard, readings.expectedTemperature);
        readings.load = readings.expectedLoad + loadOffset + (engaging ? 5 : 0);
        readings.temperature = readings.expectedTemperature + temperatureOffset + lag;
        readings.vibration = now.vibration() + vibrationOffset + (engaging ? 0.1 : 0);
        readings.nominalVibration = now.vibration();
        readings.feed = now.feed();
        readings.nominalFeed = now.feed();
        readings.wear = tools.wearPct();
        readings.pressure = 6;
        readings.loadNoise = 1;
        readings.broken = false;
        setSpeeds(readings, now);
    }

    /** Puts the physical values of a machine that stands still between two samples into {@code readings}. */
    void rest(Readings readings) {
        lag = IDLE_COOLING_C + (lag - IDLE_COOLING_C) * lagDecay;
        readings.load = 1;
        readings.temperature = lastNominalTemperature + temperatureOffset + lag;
        readings.vibration = 0.03;
        readings.feed = 0;
        readings.spindleSpeed = 0;
        readings.surfaceSpeed = 0;
        readings.wear = tools.wearPct();
        readings.pressure = 0.5;
        readings.loadNoise = 0.1;
    }

    /** Turns physical values into measured ones. */
    void measure(Readings readings) {
        noise.advance();
        double speed = 1 + 0.005 * noise.controlled(Noise.SPEED);
        readings.load = Math.max(0, readings.load + 2.2 * readings.loadNoise * noise.of(Noise.LOAD));
        readings.vibration = Math.max(0.01, readings.vibration + 0.04 * noise.of(Noise.VIBRATION));
        readings.temperature += 0.75 * noise.of(Noise.TEMPERATURE);
        readings.wear = Math.max(0, Math.min(98, readings.wear + 0.45 * noise.of(Noise.WEAR)));
        readings.spindleSpeed *= speed;
        readings.surfaceSpeed *= speed;
        readings.feed *= 1 + 0.01 * noise.controlled(Noise.FEED);
        readings.pressure = Math.max(0, readings.pressure + 0.08 * noise.of(Noise.PRESSURE));
    }

    /** Goes on to the next sample. */
    void advance() {
        tools.use(phase());
        sample++;
        position++;
        if (position < phase().samples()) {
            return;
        }
        position = 0;
        phase = (phase + 1) % phases.length;
        if (phase == 0) {
            part++;
        }
        tools.beginPhase(phase, part);
    }

    private void followTemperature(boolean lagging, double nominal) {
        if (lagging && position == 0 && sample > 0) {
            lag += lastNominalTemperature - nominal;
        }
        lag *= lagDecay;
        lastNominalTemperature = nominal;
    }

    private void setSpeeds(Readings readings, Phase now) {
        if (settings.type().signals().constantSurfaceSpeed()) {
            double diameter = now.cut().diameterAt((double) position / now.samples());
            readings.surfaceSpeed = now.speed();
            readings.spindleSpeed = now.speed() * 1000 / (Math.PI * diameter);
        } else {
            readings.spindleSpeed = now.speed();
        }
    }
}
