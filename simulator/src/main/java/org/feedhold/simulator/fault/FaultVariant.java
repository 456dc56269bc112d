package org.feedhold.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which way a {@link FaultKind#SENSOR_DROPOUT} shows; every other kind has {@link #NONE}. */
public enum FaultVariant {
    /** The kind has one way only. */
    NONE,
    /** The signals are null. */
    NULL_VALUE,
    /** The signals are not in the record. */
    ABSENT,
    /** The signals are the text {@code "NaN"}. */
    NAN,
    /** The signals are exactly 0. */
    ZERO,
    /** The signals repeat their last values to the bit. */
    STUCK,
    /** Vibration comes with another unit than the catalogue's; the other signals are unharmed. */
    WRONG_UNIT,
    /** The machine sends nothing. */
    SILENT_MACHINE,
    /** All machines of the gateway send nothing. */
    SILENT_GATEWAY;

    /** The variant's name in truth, commands and scripts; empty for {@link #NONE}. */
    public String code() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether no record is sent at all. */
    public boolean silent() {
        return this == SILENT_MACHINE || this == SILENT_GATEWAY;
    }

    /**
     * The variant of a kind by its {@link #code()}; empty for the kind's usual one.
     *
     * @throws IllegalArgumentException if the kind has no such variant; the message lists all
     */
    public static FaultVariant of(FaultKind kind, String code) {
        if (code.isEmpty()) {
            return kind == FaultKind.SENSOR_DROPOUT ? NULL_VALUE : NONE;
        }
        if (kind != FaultKind.SENSOR_DROPOUT) {
            throw new IllegalArgumentException(
                    kind.code() + " has no variants, but \"" + code + "\" was given; leave it out");
        }
        for (FaultVariant variant : values()) {
            if (variant.code().equals(code)) {
                return variant;
            }
        }
        throw new IllegalArgumentException("unknown variant \"" + code + "\" of " + kind.code() + "; use one of "
                + Arrays.stream(values())
                        .filter(variant -> variant != NONE)
                        .map(FaultVariant::code)
                        .collect(Collectors.joining(", ")));
    }
}
