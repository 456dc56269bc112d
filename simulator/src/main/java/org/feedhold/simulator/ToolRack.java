package org.feedhold.simulator;

import java.util.SplittableRandom;

/**
 * The tools of a machine and their wear. A machine has one tool whose wear follows from the number of samples, or, in
 * profile {@link Profile#FLEET}, one for each phase, whose lives are drawn one by one.
 */
final class ToolRack {

    private static final double MAX_WEAR_PCT = 98;
    private static final double CHANGE_AT_SHARE_OF_LIFE = 0.9;
    private static final double MIN_LIFE_MILLIS = 30 * 60_000.0;
    private static final double MAX_LIFE_MILLIS = 120 * 60_000.0;

    private final SimulationSettings.Wear wear;
    private final SplittableRandom lives;
    private final long intervalMillis;
    private final boolean toolForEachPhase;
    private final Tool[] tools;
    private Tool inSpindle;

    ToolRack(SimulationSettings settings, SplittableRandom lives) {
        this.wear = settings.wear();
        this.lives = lives;
        this.intervalMillis = settings.intervalMillis();
        this.toolForEachPhase = settings.profile() == Profile.FLEET;
        this.tools = new Tool[toolForEachPhase ? settings.phaseLengths().size() : 1];
        for (int position = 0; position < tools.length; position++) {
            tools[position] = new Tool(position + 1, 1, wearPerSample());
        }
        this.inSpindle = tools[0];
    }

    /** Loads the tool for a phase, after the planned tool change if one is due. */
    void beginPhase(int phase, long part) {
        int position = toolForEachPhase ? phase : 0;
        if (toolForEachPhase ? nearEndOfLife(tools[position]) : changeDue(phase, part)) {
            tools[position] = new Tool(position + 1, tools[position].instance + 1, wearPerSample());
        }
        inSpindle = tools[position];
    }

    /** Lets the tool in the spindle wear by one sample. */
    void use(Phase phase) {
        if (!toolForEachPhase || phase.cut().wearing()) {
            inSpindle.samples++;
        }
    }

    String toolId() {
        return inSpindle.id;
    }

    /** True wear of the tool in the spindle in percent. */
    double wearPct() {
        return wearOf(inSpindle);
    }

    private double wearOf(Tool tool) {
        return Math.min(MAX_WEAR_PCT, wear.initialPct() + tool.wearPerSample * tool.samples);
    }

    private boolean changeDue(int phase, long part) {
        return wear.changeEveryParts() > 0 && phase == 0 && part > 0 && part % wear.changeEveryParts() == 0;
    }

    private boolean nearEndOfLife(Tool tool) {
        double usable = MachineType.WEAR_LIMIT_PCT - wear.initialPct();
        return wearOf(tool) >= wear.initialPct() + CHANGE_AT_SHARE_OF_LIFE * usable;
    }

    private double wearPerSample() {
        if (!toolForEachPhase) {
            return wear.perSamplePct();
        }
        double life = lives.nextDouble(MIN_LIFE_MILLIS, MAX_LIFE_MILLIS);
        return (MachineType.WEAR_LIMIT_PCT - wear.initialPct()) * intervalMillis / life;
    }

    private static final class Tool {

        final String id;
        final int instance;
        final double wearPerSample;
        long samples;

        Tool(int number, int instance, double wearPerSample) {
            this.id = (number < 10 ? "T0" : "T") + number + "-" + instance;
            this.instance = instance;
            this.wearPerSample = wearPerSample;
        }
    }
}
