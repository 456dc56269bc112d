package org.feedhold.simulator.scoring;

/**
 * What was found or decided though nothing injected explains it.
 *
 * @param reviewSamples normal samples with a decision of human review or worse
 * @param watchFindings findings of severity watch that were active on a normal sample, each counted once
 * @param watchSamples normal samples with such a finding
 * @param chatterRuns runs with a false finding {@code chatter_risk}
 * @param thermalDriftFindings false findings {@code thermal_drift}
 * @param phaseChangeFindings false findings that began at a change of phase or up to 3 samples after it
 */
public record FalseAlarms(
        int reviewSamples,
        int watchFindings,
        int watchSamples,
        int chatterRuns,
        int thermalDriftFindings,
        int phaseChangeFindings) {}
