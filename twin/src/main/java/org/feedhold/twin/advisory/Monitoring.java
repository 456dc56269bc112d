package org.feedhold.twin.advisory;

/** Whether, and if not why not, a machine is being judged. */
public enum Monitoring {
    /** Judged against its process model. */
    MONITORED,
    /** No model yet says what to expect; data is being gathered. */
    LEARNING,
    /** No process model for its operation, or its model knows no such phase. */
    UNMODELLED,
    /** Not in an execution state in which it is judged. */
    IDLE,
    /** Silent after it was idle, or it said goodbye. */
    OFFLINE,
    /** No data though its last known state was cutting. */
    SILENT;

    /** Whether a decision is given in this state. */
    public boolean hasDecision() {
        return this == MONITORED || this == SILENT;
    }
}
