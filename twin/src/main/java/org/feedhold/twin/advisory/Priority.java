package org.feedhold.twin.advisory;

import org.jspecify.annotations.Nullable;

/** Alarm priority (ISA-18.2). */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH;

    /** Priority of an alarm with this decision; null for a decision that is no alarm. */
    public static @Nullable Priority of(Decision decision) {
        return switch (decision) {
            case PROCEED, WATCH -> null;
            case SCHEDULE_INTERVENTION -> LOW;
            case HUMAN_REVIEW -> MEDIUM;
            case DO_NOT_PROCEED -> HIGH;
        };
    }
}
