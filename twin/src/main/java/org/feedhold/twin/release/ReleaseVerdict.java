package org.feedhold.twin.release;

import java.util.List;
import org.feedhold.twin.advisory.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What the releases say of the part that a machine is cutting.
 *
 * @param decision decision of the finding {@code not_released}; null if nothing speaks against the cut
 * @param reason why, in words; empty if nothing speaks against it
 * @param watch signals that the release makes required
 */
public record ReleaseVerdict(@Nullable Decision decision, String reason, List<String> watch) {

    /** Nothing speaks against the cut. */
    public static final ReleaseVerdict RELEASED = new ReleaseVerdict(null, "", List.of());
}
