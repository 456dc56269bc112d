package org.feedhold.twin.advisory;

/** Whom a recommendation restrains. */
public enum AppliesTo {
    /** The cut. */
    PROCESS,
    /** Programs that would act on the data; the running cut is left alone. */
    AUTOMATION
}
