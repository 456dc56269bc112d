package org.feedhold.twin.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A hand-off that releases a part to a machine, or says why not.
 *
 * @param machineId machine it is for
 * @param partId part it is for
 * @param operation operation it is for; null for any
 * @param decision what engineering decided
 * @param approvedBy who approved a part that needed review; null while nobody has
 * @param reason why, in that person's words
 * @param watch signals that become required
 */
public record Release(
        String machineId,
        String partId,
        @Nullable String operation,
        ReleaseDecision decision,
        @Nullable String approvedBy,
        @Nullable String reason,
        List<String> watch) {}
