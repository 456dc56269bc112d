package org.feedhold.simulator.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.feedhold.simulator.TruthWindow;
import org.feedhold.simulator.scoring.MachineRun.RunSample;

/** The samples of one machine by position, and what was injected into each. */
final class Timeline {

    /** Samples after a fault that are not yet normal. */
    private static final int RECOVERY_SAMPLES = 5;

    /**
     * Something injected.
     *
     * @param kind what
     * @param truth when
     * @param first position of the first sample at or after its start
     * @param last position of the last sample at or before its end; {@code first - 1} if the machine sent nothing
     */
    record Window(FaultKind kind, TruthWindow truth, int first, int last) {

        boolean hasSamples() {
            return last >= first;
        }
    }

    private final long[] times;
    private final int[] lastPhaseChange;
    private final long intervalMillis;
    private final List<Window> windows;
    private int faultsNotCovered;
    /** By kind, the samples into which it is injected, and the {@link #RECOVERY_SAMPLES} after each. */
    private final Map<FaultKind, BitSet> inReach = new EnumMap<>(FaultKind.class);

    Timeline(List<RunSample> samples, List<TruthWindow> truth) {
        times = samples.stream().mapToLong(RunSample::timestampMillis).toArray();
        lastPhaseChange = phaseChanges(samples);
        intervalMillis = medianStep(times);
        for (FaultKind kind : FaultKind.values()) {
            inReach.put(kind, new BitSet(times.length));
        }
        windows = new ArrayList<>(truth.size());
        for (TruthWindow one : truth) {
            Window window = new Window(FaultKind.of(one), one, ceiling(one.startMillis()), floor(one.endMillis()));
            if (window.kind().isFault() && !covers(one)) {
                faultsNotCovered++;
            }
            if (times.length == 0 || one.endMillis() < start()) {
                continue;
            }
            windows.add(window);
            inReach.get(window.kind()).set(window.first(), window.last() + RECOVERY_SAMPLES + 1);
        }
    }

    int size() {
        return times.length;
    }

    long time(int position) {
        return times[position];
    }

    /** Time of the sample at a position, or of the last one if there are not so many. */
    long timeAtMost(int position) {
        return times[Math.min(position, times.length - 1)];
    }

    long start() {
        return times[0];
    }

    long end() {
        return times[times.length - 1];
    }

    /** Usual time between two samples; 0 if there is but one. */
    long intervalMillis() {
        return intervalMillis;
    }

    List<Window> windows() {
        return windows;
    }

    /** The faults that lie wholly between the first and the last sample. */
    List<Window> coveredFaults() {
        return windows.stream()
                .filter(window -> window.kind().isFault() && covers(window.truth()))
                .toList();
    }

    /** Number of faults that do not. */
    int faultsNotCovered() {
        return faultsNotCovered;
    }

    /** Whether no fault is injected at this sample or at the five before it. */
    boolean isNormal(int position) {
        for (Map.Entry<FaultKind, BitSet> one : inReach.entrySet()) {
            if (one.getKey().isFault() && one.getValue().get(position)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the tool neither is over its wear limit nor was at one of the five samples before. */
    boolean hasSharpTool(int position) {
        return !inReach.get(FaultKind.WORN_TOOL).get(position);
    }

    /** Whether something injected into this sample, or into one of the five before it, explains a finding. */
    boolean explains(String code, int position) {
        for (Map.Entry<FaultKind, BitSet> one : inReach.entrySet()) {
            if (one.getKey().explains(code) && one.getValue().get(position)) {
                return true;
            }
        }
        return false;
    }

    /** The same for any time: from the start of a window to the fifth sample after it. */
    boolean explainsAt(String code, long timeMillis) {
        for (Window window : windows) {
            if (window.kind().explains(code)
                    && window.truth().startMillis() <= timeMillis
                    && timeMillis
                            <= Math.max(window.truth().endMillis(), timeAtMost(window.last() + RECOVERY_SAMPLES))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a time lies at a change of phase or up to {@code samples} samples after one. */
    boolean isAtPhaseChange(long timeMillis, int samples) {
        int position = floor(timeMillis);
        if (position < 0 || lastPhaseChange[position] < 0) {
            return false;
        }
        int since = position - lastPhaseChange[position];
        return since < samples || (since == samples && timeMillis == times[position]);
    }

    /** Position of the last sample at or before a time, or -1. */
    int floor(long timeMillis) {
        int found = Arrays.binarySearch(times, timeMillis);
        return found >= 0 ? found : -found - 2;
    }

    private boolean covers(TruthWindow window) {
        return times.length > 0 && window.startMillis() >= start() && window.endMillis() <= end();
    }

    private int ceiling(long timeMillis) {
        int found = Arrays.binarySearch(times, timeMillis);
        return found >= 0 ? found : -found - 1;
    }

    /** For each sample the position at which its phase began; -1 in the first phase of the run. */
    private static int[] phaseChanges(List<RunSample> samples) {
        int[] changes = new int[samples.size()];
        int last = -1;
        for (int i = 0; i < changes.length; i++) {
            if (i > 0
                    && !Objects.equals(
                            samples.get(i).processPhase(), samples.get(i - 1).processPhase())) {
                last = i;
            }
            changes[i] = last;
        }
        return changes;
    }

    private static long medianStep(long[] times) {
        if (times.length < 2) {
            return 0;
        }
        long[] steps = new long[times.length - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = times[i + 1] - times[i];
        }
        Arrays.sort(steps);
        return steps[steps.length / 2];
    }
}
