package org.feedhold.jobs.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.jobs.replay.Explanation.OfFinding;
import org.feedhold.jobs.replay.Explanation.Outcome;
import org.feedhold.jobs.replay.Explanation.Step;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.advisory.Finding;
import org.feedhold.twin.detection.CheckCard;
import org.feedhold.twin.detection.Edge;
import org.feedhold.twin.detection.EdgeKind;
import org.feedhold.twin.detection.EpisodeStart;
import org.feedhold.twin.detection.Evidence;
import org.feedhold.twin.detection.Measurement;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.health.SignalReading;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ProcessModels;
import org.feedhold.twin.process.RuleSpec;
import org.jspecify.annotations.Nullable;

/** Follows one finding through the evidence of its machine. */
final class FindingTrace {

    /** Rules that are no rules of a model, but settings of it. */
    private static final String SILENCE = "silence_after";

    private static final String RELEASE = "release_policy";

    private final Finding finding;
    private final String ruleName;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable Instant sustained;

    private FindingTrace(Finding finding) {
        this.finding = finding;
        this.ruleName = finding.rule().substring(0, Math.max(0, finding.rule().indexOf('@')));
    }

    /**
     * How a finding came about.
     *
     * @param evidence all that its machine's samples meant, in order
     * @param until event time of the recommendation that speaks of it
     */
    static OfFinding explain(Finding finding, List<SustainedEvidence> evidence, Instant until, ProcessModels models) {
        FindingTrace trace = new FindingTrace(finding);
        for (SustainedEvidence each : evidence) {
            Instant timestamp = Instant.ofEpochMilli(each.evidence().timestamp());
            if (!timestamp.isBefore(finding.since()) && !timestamp.isAfter(until)) {
                trace.take(each, timestamp);
            }
        }
        return new OfFinding(finding, trace.ruleText(models), trace.sustained, List.copyOf(trace.steps));
    }

    private void take(SustainedEvidence sustainedEvidence, Instant timestamp) {
        Evidence evidence = sustainedEvidence.evidence();
        boolean touched = false;
        for (Edge edge : evidence.edges()) {
            Outcome outcome = outcome(edge, sustainedEvidence);
            if (outcome != null) {
                steps.add(step(evidence, edge, timestamp, outcome));
                touched = true;
                boolean opens =
                        outcome == Outcome.SUSTAINED || outcome == Outcome.SILENT || outcome == Outcome.RELEASE_CHANGED;
                if (opens && sustained == null) {
                    sustained = timestamp;
                }
            }
        }
        SignalReading reading = reading(evidence, finding.signal());
        if (!touched && reading != null) {
            steps.add(inside(reading, timestamp));
        }
    }

    private @Nullable Outcome outcome(Edge edge, SustainedEvidence evidence) {
        return switch (edge.kind()) {
            case SILENT -> ruleName.equals(SILENCE) ? Outcome.SILENT : null;
            case RELEASE_CHANGED -> ruleName.equals(RELEASE) ? Outcome.RELEASE_CHANGED : null;
            case BREACH ->
                !isOfRule(edge, evidence) ? null : opens(edge, evidence) ? Outcome.SUSTAINED : Outcome.BREACH;
            case BROKEN -> isOfRule(edge, evidence) ? Outcome.BROKEN : null;
            case CLEARED -> isOfRule(edge, evidence) ? Outcome.CLEARED : null;
            case BEGAN, SILENCE_ENDED, TOOL_CHANGED, CONTEXT_LEFT, CLOCK_SET_BACK -> null;
        };
    }

    private boolean isOfRule(Edge edge, SustainedEvidence evidence) {
        for (CheckCard card : evidence.evidence().cards()) {
            if (card.check().equals(edge.check())) {
                return card.rule().equals(finding.rule());
            }
        }
        return false;
    }

    private static boolean opens(Edge edge, SustainedEvidence evidence) {
        for (EpisodeStart start : evidence.starts()) {
            if (start.check().equals(edge.check())) {
                return true;
            }
        }
        return false;
    }

    private static Step step(Evidence evidence, Edge edge, Instant timestamp, Outcome outcome) {
        Measurement measurement = edge.measurement();
        SignalReading reading = measurement == null ? null : reading(evidence, measurement.signal());
        return new Step(
                timestamp,
                edge.check().substring(edge.check().indexOf('/') + 1),
                outcome,
                measurement == null ? null : measurement.signal(),
                reading == null ? null : reading.quality(),
                measurement == null ? null : measurement.value(),
                measurement == null ? null : measurement.unit(),
                measurement == null ? null : measurement.expected(),
                measurement == null ? null : measurement.limit(),
                measurement == null ? null : measurement.zScore(),
                edge.hits(),
                edge.hitsNeeded(),
                edge.breaches(),
                edge.kind() == EdgeKind.BREACH ? edge.timestamp() - edge.since() : 0,
                edge.atLeastMillis());
    }

    private static Step inside(SignalReading reading, Instant timestamp) {
        return new Step(
                timestamp,
                "",
                Outcome.INSIDE,
                reading.name(),
                reading.quality(),
                reading.value(),
                reading.unit(),
                reading.expected(),
                null,
                reading.zScore(),
                0,
                0,
                0,
                0,
                0);
    }

    private static @Nullable SignalReading reading(Evidence evidence, @Nullable String signal) {
        for (SignalReading reading : evidence.signals()) {
            if (reading.name().equals(signal)) {
                return reading;
            }
        }
        return null;
    }

    private @Nullable String ruleText(ProcessModels models) {
        ProcessModel model = models.get(finding.rule().substring(finding.rule().indexOf('@') + 1));
        if (model == null) {
            return null;
        }
        if (ruleName.equals(SILENCE)) {
            return SILENCE + ": " + model.silenceAfterMillis() + " ms";
        }
        if (ruleName.equals(RELEASE)) {
            return RELEASE + ": " + model.releasePolicy().name().toLowerCase(java.util.Locale.ROOT);
        }
        for (RuleSpec rule : model.rules()) {
            if (rule.name().equals(ruleName)) {
                return ruleName + ": " + ProcessModelCodec.toText(rule);
            }
        }
        return null;
    }
}
