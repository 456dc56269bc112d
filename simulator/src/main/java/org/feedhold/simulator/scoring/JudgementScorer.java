package org.feedhold.simulator.scoring;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.simulator.scoring.MachineRun.ActiveFinding;
import org.feedhold.simulator.scoring.MachineRun.Judgement;
import org.feedhold.simulator.scoring.Timeline.Window;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Severity;
import org.jspecify.annotations.Nullable;

/** Scores the decisions, findings and episodes of one run. */
final class JudgementScorer {

    /** A finding may come this many samples after the end of its fault. */
    private static final int FOUND_AFTER_SAMPLES = 3;

    /** Samples after a change of phase at which a finding is blamed on the change. */
    private static final int PHASE_CHANGE_SAMPLES = 3;

    /** Bad samples that the job may wait for before it says that a sensor is not good. */
    private static final int DROPOUT_ON_DELAY_SAMPLES = 2;

    private static final double MILLIS_PER_SECOND = 1000;

    /** A finding and the time at which a recommendation listed it first. */
    private record Listing(String code, long sinceMillis, long fromMillis) {}

    private final MachineRun run;
    private final Timeline timeline;
    private final ScoringSettings settings;
    private final Tally tally;
    private final List<Judgement> judgements;
    /** The judgement in force at each sample; null before the first. */
    private final @Nullable Judgement[] inForce;

    private final Map<String, Listing> listings = new LinkedHashMap<>();

    JudgementScorer(MachineRun run, Timeline timeline, ScoringSettings settings, Tally tally) {
        this.run = run;
        this.timeline = timeline;
        this.settings = settings;
        this.tally = tally;
        this.judgements = run.judgements();
        this.inForce = new Judgement[timeline.size()];
    }

    void score() {
        putInForce();
        listFindings();
        tally.runs++;
        tally.samples += timeline.size();
        timeline.coveredFaults().forEach(this::scoreFault);
        scoreNormalSamples();
        scoreFalseFindings();
        tally.machineAlarms.accept(machineAlarms());
        tally.episodes.accept(episodes());
    }

    private void putInForce() {
        int next = 0;
        Judgement current = null;
        for (int i = 0; i < inForce.length; i++) {
            while (next < judgements.size() && judgements.get(next).timestampMillis() <= timeline.time(i)) {
                current = judgements.get(next);
                next++;
            }
            inForce[i] = current;
        }
    }

    private void listFindings() {
        for (Judgement judgement : judgements) {
            for (ActiveFinding finding : judgement.findings()) {
                listings.putIfAbsent(
                        finding.episodeId(),
                        new Listing(finding.code(), finding.sinceMillis(), judgement.timestampMillis()));
            }
        }
    }

    private void scoreFault(Window window) {
        FaultTally fault = tally.of(window.kind());
        fault.windows++;
        long start = window.truth().startMillis();
        if (wasAlreadyActive(window)) {
            fault.alreadyActive++;
            fault.found(0);
        } else {
            Long found = firstListed(window);
            if (found != null) {
                fault.found((found - start) / MILLIS_PER_SECOND);
            }
        }
        scoreFaultySamples(window, fault);
        if (window.kind() == FaultKind.SENSOR_DROPOUT) {
            tally.proceedOnBadData += proceedOnBadData(window);
        }
    }

    /** Whether the finding stood when the fault began, because of something else injected. */
    boolean wasAlreadyActive(Window window) {
        long justBefore = window.truth().startMillis() - 1;
        int position = timeline.floor(justBefore);
        Judgement judgement = position < 0 ? null : inForce[position];
        return judgement != null
                && judgement.lists(window.kind())
                && timeline.explainsAt(window.kind().code(), justBefore);
    }

    private @Nullable Long firstListed(Window window) {
        long start = window.truth().startMillis();
        long deadline = Math.max(window.truth().endMillis(), timeline.timeAtMost(window.last() + FOUND_AFTER_SAMPLES));
        Long first = null;
        for (Listing listing : listings.values()) {
            long from = listing.fromMillis();
            if (window.kind().isAnsweredBy(listing.code())
                    && from >= start
                    && from <= deadline
                    && (first == null || from < first)) {
                first = from;
            }
        }
        return first;
    }

    private void scoreFaultySamples(Window window, FaultTally fault) {
        Decision promised = window.kind().promised();
        for (int i = window.first(); i <= window.last(); i++) {
            fault.samples++;
            Judgement judgement = inForce[i];
            if (judgement == null || judgement.decision() == null || !judgement.lists(window.kind())) {
                continue;
            }
            if (judgement.decision().compareTo(promised) >= 0) {
                fault.promisedSamples++;
            }
            if (judgement.decision() == promised) {
                fault.exactSamples++;
            }
        }
    }

    private int proceedOnBadData(Window window) {
        int first = window.first() + DROPOUT_ON_DELAY_SAMPLES;
        long known = timeline.timeAtMost(first)
                + settings.unknowableMillis(window.truth().variant());
        int count = 0;
        for (int i = first; i <= window.last(); i++) {
            Judgement judgement = inForce[i];
            if (timeline.time(i) >= known && judgement != null && judgement.decision() == Decision.PROCEED) {
                count++;
            }
        }
        return count;
    }

    private void scoreNormalSamples() {
        Set<String> watchFindings = new HashSet<>();
        for (int i = 0; i < inForce.length; i++) {
            if (!timeline.isNormal(i)) {
                continue;
            }
            tally.normalSamples++;
            Judgement judgement = inForce[i];
            if (judgement == null) {
                continue;
            }
            if (isFalseReview(judgement, i)) {
                tally.reviewSamples++;
            }
            if (addFalseWatch(judgement, i, watchFindings)) {
                tally.watchSamples++;
            }
        }
        tally.watchFindings += watchFindings.size();
    }

    /** Whether a decision of human review or worse rests on a finding that nothing explains, or on none. */
    private boolean isFalseReview(Judgement judgement, int position) {
        Decision decision = judgement.decision();
        if (decision == null || decision.compareTo(Decision.HUMAN_REVIEW) < 0) {
            return false;
        }
        boolean founded = false;
        for (ActiveFinding finding : judgement.findings()) {
            if (finding.severity() == decision.severity()) {
                if (!timeline.explains(finding.code(), position)) {
                    return true;
                }
                founded = true;
            }
        }
        return !founded;
    }

    private boolean addFalseWatch(Judgement judgement, int position, Set<String> watchFindings) {
        boolean any = false;
        for (ActiveFinding finding : judgement.findings()) {
            if (finding.severity() == Severity.WATCH && !timeline.explains(finding.code(), position)) {
                watchFindings.add(finding.episodeId());
                any = true;
            }
        }
        return any;
    }

    private void scoreFalseFindings() {
        boolean chatter = false;
        for (Listing listing : listings.values()) {
            if (!isInRun(listing.fromMillis())
                    || timeline.explainsAt(listing.code(), listing.sinceMillis())
                    || timeline.explainsAt(listing.code(), listing.fromMillis())) {
                continue;
            }
            chatter |= listing.code().equals(FaultKind.CHATTER.code());
            if (listing.code().equals(FaultKind.THERMAL_DRIFT.code())) {
                tally.thermalDriftFindings++;
            }
            if (timeline.isAtPhaseChange(listing.sinceMillis(), PHASE_CHANGE_SAMPLES)) {
                tally.phaseChangeFindings++;
            }
        }
        tally.chatterRuns += chatter ? 1 : 0;
    }

    private int machineAlarms() {
        int alarms = 0;
        boolean standing = false;
        for (Judgement judgement : judgements) {
            boolean alarm = judgement.decision() != null && judgement.decision().isAlarm();
            if (alarm && !standing && isInRun(judgement.timestampMillis())) {
                alarms++;
            }
            standing = alarm;
        }
        return alarms;
    }

    private int episodes() {
        int episodes = 0;
        for (long opened : run.openings()) {
            episodes += isInRun(opened) ? 1 : 0;
        }
        return episodes;
    }

    private boolean isInRun(long timeMillis) {
        return timeMillis >= timeline.start() && timeMillis <= timeline.end();
    }
}
