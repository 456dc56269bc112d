package org.feedhold.connectors;

/**
 * One header of a record.
 *
 * @param name name
 * @param value value
 */
public record WireHeader(String name, byte[] value) {}
