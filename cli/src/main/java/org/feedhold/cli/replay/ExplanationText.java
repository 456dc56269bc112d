package org.feedhold.cli.replay;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.feedhold.jobs.replay.Explanation;
import org.feedhold.jobs.replay.Explanation.OfFinding;
import org.feedhold.jobs.replay.Explanation.Outcome;
import org.feedhold.jobs.replay.Explanation.Step;
import org.feedhold.kafka.Json;
import org.feedhold.twin.advisory.Decision;
import org.feedhold.twin.advisory.Recommendation;
import org.jspecify.annotations.Nullable;

/** An explanation as a person reads it. */
final class ExplanationText {

    /** Samples that are shown of a long episode: the first ones, in which it was found, and the last ones. */
    private static final int FIRST = 20;

    private static final int LAST = 5;

    private final PrintWriter out;

    private ExplanationText(PrintWriter out) {
        this.out = out;
    }

    static void write(Explanation explanation, PrintWriter out) {
        new ExplanationText(out).write(explanation);
        out.flush();
    }

    private void write(Explanation explanation) {
        Recommendation recommendation = explanation.recommendation();
        out.printf(
                "%s: %s for %s at %s%s%n",
                recommendation.id(),
                words(recommendation.decision()),
                recommendation.machineId(),
                Json.format(recommendation.timestamp()),
                recommendation.simulated() ? " (simulated data)" : "");
        out.println(recommendation.rationale());
        out.printf(
                "part %s, operation %s, phase %s, process model %s%n",
                orNone(recommendation.partId()),
                orNone(recommendation.operation()),
                orNone(recommendation.processPhase()),
                orNone(recommendation.processModel()));
        writePrevious(explanation.previous());
        explanation.findings().forEach(this::writeFinding);
        writeGate(explanation);
        writeConfirmation(explanation);
    }

    private void writePrevious(@Nullable Recommendation previous) {
        if (previous == null) {
            out.println("before: nothing; it is the machine's first recommendation");
        } else {
            out.printf(
                    "before: %s, since %s (%s)%n",
                    words(previous.decision()), Json.format(previous.timestamp()), previous.id());
        }
    }

    private void writeFinding(OfFinding of) {
        out.println();
        out.printf(
                "%s on %s since %s, %d samples%s%n",
                of.finding().code(),
                of.finding().signal() == null ? "the machine" : of.finding().signal(),
                Json.format(of.finding().since()),
                of.finding().samples(),
                of.finding().causedBy() == null
                        ? ""
                        : "; it follows from episode " + of.finding().causedBy());
        out.println(
                "  rule  " + (of.rule() == null ? of.finding().rule() + " (its model is not in the log)" : of.rule()));
        List<Step> steps = of.steps();
        if (!steps.isEmpty()) {
            out.printf(
                    "  %-13s %-22s %12s %12s %12s %8s  %s%n",
                    "time (UTC)", "signal", "value", "expected", "limit", "z-score", "what it meant");
        }
        for (int i = 0; i < steps.size(); i++) {
            if (i == FIRST && steps.size() > FIRST + LAST) {
                out.printf("  … %d more, see them with --json%n", steps.size() - FIRST - LAST);
                i = steps.size() - LAST;
            }
            writeStep(steps.get(i));
        }
        Instant sustained = of.sustained();
        out.println(
                sustained == null
                        ? "  it became sustained before the samples that were read"
                        : "  it was found at " + Json.format(sustained) + ", "
                                + seconds(Duration.between(of.finding().since(), sustained)
                                        .toMillis()) + " after it began");
    }

    private void writeStep(Step step) {
        out.printf(
                "  %-13s %-22s %12s %12s %12s %8s  %s%n",
                Json.format(step.timestamp()).substring(11, 23),
                step.signal() == null ? "" : step.signal(),
                number(step.value(), step.unit()),
                number(step.expected(), ""),
                number(step.limit(), step.unit()),
                number(step.zScore(), ""),
                meaning(step));
    }

    private static String meaning(Step step) {
        return switch (step.outcome()) {
            case INSIDE -> step.value() == null && step.quality() != null ? lower(step.quality()) : "no breach";
            case BREACH, SUSTAINED ->
                String.format(
                        Locale.ROOT,
                        "%s%s: %d of %d needed, for %s of %s%s",
                        step.value() == null && step.quality() != null ? lower(step.quality()) + ", " : "",
                        step.check(),
                        step.hits(),
                        step.hitsNeeded(),
                        seconds(step.forMillis()),
                        seconds(step.neededMillis()),
                        step.outcome() == Outcome.SUSTAINED ? ": SUSTAINED" : "");
            case BROKEN -> step.check() + ": the run broke off";
            case CLEARED -> step.check() + ": inside for the off-delay";
            case SILENT -> "no data for the silence time-out";
            case RELEASE_CHANGED -> "the release of the part changed";
        };
    }

    private void writeGate(Explanation explanation) {
        out.println();
        out.printf(
                "gate: data are %s, a change of a process parameter is %s%n",
                explanation.gate().dataTrusted() ? "trusted" : "NOT trusted",
                explanation.gate().parameterChangeAllowed() ? "allowed" : "NOT allowed");
        explanation.gate().reasons().forEach(reason -> out.println("  because " + reason));
    }

    private void writeConfirmation(Explanation explanation) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%,d records of %s were judged again. ",
                explanation.records(),
                explanation.recommendation().machineId());
        Recommendation again = explanation.again();
        if (explanation.isSame()) {
            out.println("They give the same recommendation.");
        } else if (explanation.isConfirmed()) {
            out.println("They give a recommendation with the same id; some of its content differs.");
        } else if (again != null) {
            out.printf(
                    "They give ANOTHER recommendation at this instant: %s (%s).%n",
                    words(again.decision()), again.id());
        } else {
            out.println("They give NO recommendation at this instant.");
        }
        out.println(Beginnings.words(explanation.beginning()));
    }

    private static String words(@Nullable Decision decision) {
        return decision == null ? "no decision" : lower(decision);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String orNone(@Nullable String text) {
        return text == null ? "none" : text;
    }

    private static String number(@Nullable Double value, @Nullable String unit) {
        return value == null
                ? "-"
                : String.format(Locale.ROOT, "%.4g", value) + (unit == null || unit.isEmpty() ? "" : " " + unit);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
}
