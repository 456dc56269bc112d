package org.feedhold.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What can be broken on purpose. The effects named here are those at strength 1; {@code k} counts samples from the
 * beginning of the fault, from 0.
 */
public enum FaultKind {
    /** Vibration +0.75 to 1.35 g and load +4 to 8 points, drawn anew for each sample. */
    CHATTER,
    /** Load +10 + 0.15 k points, vibration +0.12 + 0.005 k g, reported wear +18 points. */
    TOOL_WEAR,
    /** Temperature +9 + 0.25 k °C, load +3 points. */
    THERMAL_DRIFT,
    /** Feed 2.35 times the programmed one, vibration +0.28 g, load +8 points. */
    FEED_MISMATCH,
    /** Load, vibration, temperature and feed cannot be used; {@link FaultVariant} says why. */
    SENSOR_DROPOUT,
    /** Load falls to a fifth of the expected one. */
    BROKEN_TOOL,
    /** Load +30 points. */
    OVERLOAD,
    /** Load +6.5 points: less than the limit of a single sample, seen only by statistics. */
    LOAD_SHIFT;

    /** The kind's name in truth, commands and scripts, for example {@code thermal_drift}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static FaultKind of(String code) {
        for (FaultKind kind : values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown fault \"" + code + "\"; use one of "
                + Arrays.stream(values()).map(FaultKind::code).collect(Collectors.joining(", ")));
    }
}
