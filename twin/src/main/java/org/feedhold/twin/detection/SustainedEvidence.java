package org.feedhold.twin.detection;

import java.util.List;

/**
 * Evidence after the patterns have seen its edges.
 *
 * @param evidence the evidence
 * @param starts checks whose breach turned out to be sustained with this evidence
 */
public record SustainedEvidence(Evidence evidence, List<EpisodeStart> starts) {}
