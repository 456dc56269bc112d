package org.feedhold.twin.advisory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the job did with a control record; {@code type: applied} or {@code rejected} on the topic {@code anomalies}.
 *
 * @param applied false if it was refused
 * @param what {@code process_model}, {@code release}, …
 * @param key key of the control record
 * @param at time from which it counts, or its arrival if it was refused
 * @param reason why it was refused; null if it was applied
 */
public record ControlEvent(
        boolean applied,
        String what,
        String key,
        Instant at,
        @Nullable String reason) {}
