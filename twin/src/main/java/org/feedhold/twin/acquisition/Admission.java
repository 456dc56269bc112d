package org.feedhold.twin.acquisition;

/** What becomes of a record, as far as its time says. */
public enum Admission {
    /** It takes its place among the machine's records. */
    TIMELY,
    /** It came before. */
    DUPLICATE,
    /** Its time is over. */
    LATE,
    /** It shows that the machine's clock was set back: after {@link RecordOrder#startAnew} it is the first of the new clock. */
    CLOCK_SET_BACK
}
