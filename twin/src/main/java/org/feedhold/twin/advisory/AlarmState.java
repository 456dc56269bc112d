package org.feedhold.twin.advisory;

/** Alarm states of an episode, as ISA-18.2 and IEC 62682 name them. */
public enum AlarmState {
    NORMAL,
    UNACKNOWLEDGED,
    ACKNOWLEDGED,
    RETURNED_UNACKNOWLEDGED,
    SHELVED,
    SUPPRESSED,
    OUT_OF_SERVICE
}
