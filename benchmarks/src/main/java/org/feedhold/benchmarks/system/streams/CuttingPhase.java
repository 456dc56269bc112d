package org.feedhold.benchmarks.system.streams;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The phases of the milling operation, with the limits that differ from phase to phase. */
enum CuttingPhase {
    WARMUP(0.42, 240, 460),
    ROUGHING(0.82, 650, 980),
    FINISHING(0.58, 410, 660),
    INSPECTION(0.32, 90, 220);

    private static final Map<String, CuttingPhase> BY_NAME =
            Map.of("warmup", WARMUP, "roughing", ROUGHING, "finishing", FINISHING, "inspection", INSPECTION);

    /** Most vibration in g RMS. */
    final double vibration;
    /** Least feed in mm/min. */
    final double leastFeed;
    /** Most feed in mm/min. */
    final double mostFeed;

    CuttingPhase(double vibration, double leastFeed, double mostFeed) {
        this.vibration = vibration;
        this.leastFeed = leastFeed;
        this.mostFeed = mostFeed;
    }

    /** The phase of a name; null if there is none. */
    static @Nullable CuttingPhase of(@Nullable String name) {
        return name == null ? null : BY_NAME.get(name);
    }
}
