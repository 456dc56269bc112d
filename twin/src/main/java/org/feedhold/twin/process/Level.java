package org.feedhold.twin.process;

/** The four limits of OPC UA's limit alarms, from the lowest to the highest. */
public enum Level {
    LOW_LOW,
    LOW,
    HIGH,
    HIGH_HIGH;

    /** True for the two limits that are breached from above to below. */
    public boolean isLow() {
        return this == LOW_LOW || this == LOW;
    }
}
