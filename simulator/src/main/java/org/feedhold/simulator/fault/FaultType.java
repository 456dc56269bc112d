package org.feedhold.simulator.fault;

/**
 * A kind of fault and the way in which it shows.
 *
 * @param kind kind
 * @param variant variant; {@link FaultVariant#NONE} for all kinds but {@link FaultKind#SENSOR_DROPOUT}
 */
public record FaultType(FaultKind kind, FaultVariant variant) {

    /** Refuses a variant that the kind does not have. */
    public FaultType {
        if ((kind == FaultKind.SENSOR_DROPOUT) == (variant == FaultVariant.NONE)) {
            throw new IllegalArgumentException(
                    kind.code() + " does not come as " + variant + "; only sensor_dropout has variants, and needs one");
        }
    }

    /**
     * Reads {@code kind} or {@code kind:variant}, for example {@code sensor_dropout:stuck}.
     *
     * @throws IllegalArgumentException if there is no such kind or variant
     */
    public static FaultType parse(String text) {
        int colon = text.indexOf(':');
        FaultKind kind = FaultKind.of(colon < 0 ? text : text.substring(0, colon));
        return new FaultType(kind, FaultVariant.of(kind, colon < 0 ? "" : text.substring(colon + 1)));
    }

    /** {@code kind} or {@code kind:variant}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return variant == FaultVariant.NONE ? kind.code() : kind.code() + ":" + variant.code();
    }
}
