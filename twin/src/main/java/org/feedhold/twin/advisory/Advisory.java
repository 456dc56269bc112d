package org.feedhold.twin.advisory;

import java.util.List;
import org.feedhold.twin.health.Health;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor has to say about one instant of one machine.
 *
 * @param episodes episodes that opened, escalated or closed, in order
 * @param recommendation a recommendation, if what it would say has changed
 * @param health a health record, if one is due
 * @param answer what became of an operator action, if the evidence was one
 */
public record Advisory(
        List<EpisodeEvent> episodes,
        @Nullable Recommendation recommendation,
        @Nullable Health health,
        @Nullable ControlEvent answer) {}
