package org.feedhold.simulator.scoring;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;

/** Counts over all runs while they are scored. */
final class Tally {

    int runs;
    long samples;
    long normalSamples;
    int windowsLeftOut;
    int reviewSamples;
    int watchFindings;
    int watchSamples;
    int chatterRuns;
    int thermalDriftFindings;
    int phaseChangeFindings;
    int proceedOnBadData;
    long sharpSamples;
    long sharpSamplesWithoutHealth;
    long healthySharpSamples;
    final IntSummaryStatistics episodes = new IntSummaryStatistics();
    final IntSummaryStatistics machineAlarms = new IntSummaryStatistics();

    private final Map<FaultKind, FaultTally> faults = new EnumMap<>(FaultKind.class);

    FaultTally of(FaultKind kind) {
        return faults.computeIfAbsent(kind, absent -> new FaultTally());
    }

    Score toScore() {
        List<FaultScore> faultScores = Arrays.stream(FaultKind.values())
                .filter(FaultKind::isFault)
                .map(kind -> of(kind).toScore(kind))
                .toList();
        return new Score(
                runs,
                samples,
                normalSamples,
                windowsLeftOut,
                faultScores,
                new FalseAlarms(
                        reviewSamples,
                        watchFindings,
                        watchSamples,
                        chatterRuns,
                        thermalDriftFindings,
                        phaseChangeFindings),
                perRun(episodes),
                perRun(machineAlarms),
                proceedOnBadData,
                sharpSamples,
                sharpSamplesWithoutHealth,
                healthySharpSamples);
    }

    private static Score.PerRun perRun(IntSummaryStatistics counts) {
        return new Score.PerRun(counts.getSum(), counts.getAverage(), counts.getCount() == 0 ? 0 : counts.getMax());
    }
}
