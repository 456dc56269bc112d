package org.feedhold.twin.detection;

/**
 * What became known of a gateway, or of a machine of it.
 *
 * @param kind what
 * @param machineId machine; of a verdict on the gateway, the one that led to it
 * @param timestamp event time in epoch milliseconds: where the silence of a gateway or machine begins, or where it ends
 * @param cause why the gateway is not silent any more, or the machine is judged for itself
 */
public record GatewayVerdict(Kind kind, String machineId, long timestamp, Presence cause) {

    /** What became known. */
    public enum Kind {
        /** The gateway is silent: its machines are not heard, one of them was cutting, and they fell silent together. */
        GATEWAY_SILENT,
        /** The gateway is not silent any more. */
        GATEWAY_BACK,
        /** The machine is silent because its gateway is. */
        SILENT_WITH_GATEWAY,
        /** The machine is silent for itself. */
        SILENT_ALONE,
        /** The machine was silent with its gateway, and is no more. */
        BACK
    }
}
