package org.feedhold.simulator.scoring;

import java.util.Arrays;
import java.util.Locale;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.twin.advisory.Decision;
import org.jspecify.annotations.Nullable;

/** What the simulator can inject, the answer that is promised to it, and the findings that it explains. */
public enum FaultKind {
    CHATTER("chatter_risk", Decision.HUMAN_REVIEW),
    TOOL_WEAR("tool_wear", Decision.SCHEDULE_INTERVENTION),
    THERMAL_DRIFT("thermal_drift", Decision.HUMAN_REVIEW),
    FEED_MISMATCH("feed_mismatch", Decision.DO_NOT_PROCEED),
    SENSOR_DROPOUT("sensor_dropout", Decision.DO_NOT_PROCEED),
    BROKEN_TOOL("load_low", Decision.HUMAN_REVIEW),
    OVERLOAD("load_residual", Decision.HUMAN_REVIEW),
    LOAD_SHIFT("load_residual", Decision.WATCH),
    /** One outlying sample. No fault: nothing may be found, and it explains nothing. */
    SPIKE(null, null),
    /** A tool that really is over its wear limit. No fault of its own, but it explains {@code tool_wear}. */
    WORN_TOOL(null, null);

    private final @Nullable String code;
    private final @Nullable Decision promised;

    FaultKind(@Nullable String code, @Nullable Decision promised) {
        this.code = code;
        this.promised = promised;
    }

    /**
     * Kind of a truth window.
     *
     * @throws IllegalArgumentException if the window has a kind that this version does not know
     */
    public static FaultKind of(TruthWindow window) {
        for (FaultKind kind : values()) {
            if (kind.text().equals(window.kind())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("the truth window of machine " + window.machineId() + " at "
                + window.startMillis() + " has the unknown kind '" + window.kind() + "'; known are "
                + Arrays.stream(values()).map(FaultKind::text).toList()
                + ": score with the version that simulated");
    }

    /** Whether it counts as a fault, that is, must be found and is not part of normal operation. */
    public boolean isFault() {
        return code != null;
    }

    /** Anomaly code that must be raised; only for faults. */
    public String code() {
        return required(code);
    }

    /** Decision that must be given; only for faults. */
    public Decision promised() {
        return required(promised);
    }

    /** Whether a finding with this code is what must be raised; a silent gateway answers for its machines. */
    public boolean isAnsweredBy(String findingCode) {
        return findingCode.equals(code) || (this == SENSOR_DROPOUT && findingCode.equals("gateway_silent"));
    }

    /** Whether a finding with this code follows from what was injected. */
    public boolean explains(String findingCode) {
        return switch (this) {
            case CHATTER, THERMAL_DRIFT, BROKEN_TOOL ->
                isAnsweredBy(findingCode) || findingCode.equals("load_residual");
            case TOOL_WEAR, FEED_MISMATCH ->
                isAnsweredBy(findingCode) || findingCode.equals("load_residual") || findingCode.equals("chatter_risk");
            case SENSOR_DROPOUT, OVERLOAD, LOAD_SHIFT -> isAnsweredBy(findingCode);
            case WORN_TOOL -> findingCode.equals("tool_wear");
            case SPIKE -> false;
        };
    }

    /** The kind as a truth window names it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(text() + " is no fault: nothing is promised for it");
        }
        return value;
    }
}
