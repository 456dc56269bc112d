package org.feedhold.simulator.scoring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts of one kind of fault while runs are scored. */
final class FaultTally {

    int windows;
    int alreadyActive;
    int samples;
    int promisedSamples;
    int exactSamples;
    int fell;
    int fallJudged;
    int fallSkipped;
    int back;
    int backJudged;
    int backSkipped;

    private final List<Double> delays = new ArrayList<>();

    void found(double delaySeconds) {
        delays.add(delaySeconds);
    }

    FaultScore toScore(FaultKind kind) {
        Collections.sort(delays);
        return new FaultScore(
                kind,
                kind.code(),
                kind.promised(),
                windows,
                delays.size(),
                alreadyActive,
                median(),
                delays.isEmpty() ? null : delays.get(delays.size() - 1),
                samples,
                promisedSamples,
                exactSamples,
                new HealthResponse(fell, fallJudged, fallSkipped, back, backJudged, backSkipped));
    }

    private @Nullable Double median() {
        if (delays.isEmpty()) {
            return null;
        }
        int middle = delays.size() / 2;
        return delays.size() % 2 == 1 ? delays.get(middle) : (delays.get(middle - 1) + delays.get(middle)) / 2;
    }
}
