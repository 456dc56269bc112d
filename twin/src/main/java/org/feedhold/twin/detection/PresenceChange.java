package org.feedhold.twin.detection;

/**
 * Whether a machine is heard through its gateway has changed. A machine that is heard all the time says nothing after it has
 * joined.
 *
 * @param gatewayId gateway, as the machine's records name it
 * @param machineId machine
 * @param presence what it is now
 * @param at when, on the arrival clock, in epoch milliseconds
 * @param timestamp event time in epoch milliseconds: of the record, or of the end of the time-out
 * @param silenceAfterMillis the machine's silence time-out
 * @param simulated whether the data come from a simulator
 */
public record PresenceChange(
        String gatewayId,
        String machineId,
        Presence presence,
        long at,
        long timestamp,
        long silenceAfterMillis,
        boolean simulated) {}
