package org.feedhold.simulator;

import java.util.List;
import org.feedhold.simulator.Phase.Cut;
import org.feedhold.simulator.Phase.Nominal;

/** A kind of machine: its operation, signals, phases and the part that it makes. */
public final class MachineType {

    /** Wear in percent beyond which a tool is worn; the truth {@code worn_tool} begins there. */
    public static final double WEAR_LIMIT_PCT = 32;

    /** Milling machine, operation {@code adaptive_cnc_milling}: the reference process. */
    public static final MachineType MILL = new MachineType(
            "cnc_mill",
            "adaptive_cnc_milling",
            "SEAS-CNC-",
            new Part("BRACKET-", 6305, "bore_diameter", 42),
            new Signals("feed_rate_mm_min", 1, "pressure_bar", false),
            List.of(
                    new Phase("warmup", 28, Nominal.of(28, 2), new Nominal(28, 0, 0.12), 4500, 340, 0.18, Cut.NONE),
                    new Phase("roughing", 72, Nominal.of(62, 4.5), Nominal.of(43, 1.2), 7800, 820, 0.42, Cut.of(0.25)),
                    new Phase("finishing", 56, Nominal.of(43, 2.5), Nominal.of(38, 0.8), 9200, 520, 0.28, Cut.of(1)),
                    new Phase("inspection", 24, Nominal.of(18, 1), Nominal.of(32, 0.4), 2500, 140, 0.12, Cut.NONE)));

    /** Lathe under constant surface speed, operation {@code od_turning}; feed in mm per revolution. */
    public static final MachineType LATHE = new MachineType(
            "cnc_lathe",
            "od_turning",
            "SEAS-LATHE-",
            new Part("SHAFT-", 2201, "outer_diameter", 42),
            new Signals("feed_mm_rev", 4, "coolant_pressure_bar", true),
            List.of(
                    turning("facing", 20, 24, 30, 180, 0.20, 0.15, new Cut(true, true, 0.1, 60, 20)),
                    turning("rough_turning", 60, 55, 41, 220, 0.30, 0.38, new Cut(true, true, 0.25, 60, 44)),
                    turning("finish_turning", 40, 32, 36, 260, 0.12, 0.22, new Cut(true, true, 1, 44, 42))));

    private final String kind;
    private final String operation;
    private final String idPrefix;
    private final Part part;
    private final Signals signals;
    private final List<Phase> phases;

    private MachineType(
            String kind, String operation, String idPrefix, Part part, Signals signals, List<Phase> phases) {
        this.kind = kind;
        this.operation = operation;
        this.idPrefix = idPrefix;
        this.part = part;
        this.signals = signals;
        this.phases = phases;
    }

    /** Kind in the register of machines, for example {@code cnc_mill}. */
    public String kind() {
        return kind;
    }

    /** Operation in telemetry. */
    public String operation() {
        return operation;
    }

    /** What the ids of machines of this type begin with unless other ids are given. */
    public String idPrefix() {
        return idPrefix;
    }

    /** Usual lengths of the phases in samples, in order. */
    public List<Integer> phaseLengths() {
        return phases.stream().map(Phase::samples).toList();
    }

    /** Names of the phases, in order. */
    public List<String> phaseNames() {
        return phases.stream().map(Phase::name).toList();
    }

    Part part() {
        return part;
    }

    Signals signals() {
        return signals;
    }

    List<Phase> phases() {
        return phases;
    }

    private static Phase turning(
            String name,
            int samples,
            double load,
            double temperature,
            double surfaceSpeed,
            double feed,
            double vibration,
            Cut cut) {
        return new Phase(
                name, samples, Nominal.of(load, 0), Nominal.of(temperature, 0), surfaceSpeed, feed, vibration, cut);
    }

    /**
     * The part that is made.
     *
     * @param idPrefix what its ids begin with
     * @param firstNumber number of the first part
     * @param characteristic what is measured on it
     * @param nominalMillimetres nominal size of that in mm
     */
    record Part(String idPrefix, int firstNumber, String characteristic, double nominalMillimetres) {}

    /**
     * Names and digits of the signals that differ between types.
     *
     * @param feed name of the feed
     * @param feedDecimals digits of the feed after the point
     * @param pressure name of the coolant pressure
     * @param constantSurfaceSpeed whether the spindle speed follows from surface speed and diameter
     */
    record Signals(String feed, int feedDecimals, String pressure, boolean constantSurfaceSpeed) {}
}
