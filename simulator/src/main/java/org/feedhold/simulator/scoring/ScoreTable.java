package org.feedhold.simulator.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A score as plain text for a terminal: measure, value, target, {@code ok} or {@code FAIL}. */
public final class ScoreTable {

    private static final int COLUMNS = 4;

    private ScoreTable() {}

    /**
     * Renders every figure of a score that has a value or a target.
     *
     * @throws IllegalArgumentException if a target names a figure that no score has
     */
    public static String render(Score score, List<Target> targets) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"measure", "value", "target", ""});
        for (Target target : targets) {
            target.figureIn(score);
        }
        for (Measure measure : score.measures()) {
            rows.addAll(rowsOf(measure, targets));
        }
        return heading(score) + layOut(rows);
    }

    private static List<String[]> rowsOf(Measure measure, List<Target> targets) {
        List<String[]> rows = new ArrayList<>(1);
        for (Target target : targets) {
            if (target.measure().equals(measure.name())) {
                rows.add(new String[] {
                    measure.label(),
                    measure.shown(),
                    target.shown(measure.share()),
                    target.isMetBy(measure) ? "ok" : "FAIL"
                });
            }
        }
        if (rows.isEmpty() && measure.value() != null) {
            rows.add(new String[] {measure.label(), measure.shown(), "", ""});
        }
        return rows;
    }

    private static String heading(Score score) {
        String leftOut = score.windowsLeftOut() == 0
                ? ""
                : "; " + score.windowsLeftOut() + " faults that the samples do not cover are left out";
        return String.format(
                Locale.ROOT,
                "SIMULATED: %d runs, %d samples, %d of them normal%s%n%n",
                score.runs(),
                score.samples(),
                score.normalSamples(),
                leftOut);
    }

    private static String layOut(List<String[]> rows) {
        int[] widths = new int[COLUMNS];
        for (String[] row : rows) {
            for (int i = 0; i < COLUMNS; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < COLUMNS; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return table.toString();
    }
}
