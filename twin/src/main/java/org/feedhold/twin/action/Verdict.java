package org.feedhold.twin.action;

/** What an operator says of an alarm. */
public enum Verdict {
    TRUE_ALARM,
    FALSE_ALARM
}
