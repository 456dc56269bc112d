package org.feedhold.twin.detection;

/**
 * Through which gateway a machine is heard.
 *
 * @param gatewayId gateway
 * @param changedAt when the newest {@link PresenceChange} of the machine was, on the arrival clock, in epoch milliseconds
 */
public record GatewayLink(String gatewayId, long changedAt) {}
