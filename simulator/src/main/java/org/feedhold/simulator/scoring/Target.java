package org.feedhold.simulator.scoring;

import java.util.List;

/**
 * What a figure has to reach.
 *
 * @param measure name of a {@link Measure}
 * @param bound which side is good
 * @param limit the limit, itself still good; shares from 0 to 1
 */
public record Target(String measure, Bound bound, double limit) {

    /** Which side of a limit is good. */
    public enum Bound {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    static Target atLeast(String measure, double limit) {
        return new Target(measure, Bound.AT_LEAST, limit);
    }

    static Target atMost(String measure, double limit) {
        return new Target(measure, Bound.AT_MOST, limit);
    }

    /**
     * Whether the figure in a score reaches this. A figure that had nothing to judge does not.
     *
     * @throws IllegalArgumentException if no score has such a figure
     */
    public boolean isMetBy(Score score) {
        return isMetBy(figureIn(score));
    }

    Measure figureIn(Score score) {
        for (Measure one : score.measures()) {
            if (one.name().equals(measure)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no figure of a score is called '" + measure + "'; there are "
                + score.measures().stream().map(Measure::name).toList());
    }

    boolean isMetBy(Measure figure) {
        Double value = figure.value();
        if (value == null) {
            return false;
        }
        return bound == Bound.AT_LEAST ? value >= limit : value <= limit;
    }

    /** Those targets that a score misses. */
    public static List<Target> missed(Score score, List<Target> targets) {
        return targets.stream().filter(target -> !target.isMetBy(score)).toList();
    }

    /** The limit for people. */
    String shown(boolean share) {
        return bound.sign + ' ' + (share ? Measure.number(limit * 100) + " %" : Measure.number(limit));
    }
}
