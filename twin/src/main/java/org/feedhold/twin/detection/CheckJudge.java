package org.feedhold.twin.detection;

import java.util.ArrayList;
import java.util.List;
import org.feedhold.twin.acquisition.SignalQuality;
import org.feedhold.twin.process.Feature;
import org.jspecify.annotations.Nullable;

/**
 * Says for each check of a process model what a sample means: a run of breaches begins, goes on, is broken or becomes
 * sustained, or the off-delay has passed.
 */
final class CheckJudge {

    private final Comparison comparison;
    private final EdgeBuffer edges;
    private final boolean tellAll;
    private final List<Check> ended = new ArrayList<>();

    /**
     * Makes a judge.
     *
     * @param tellAll whether each run is told of from its first breach on, because each sample has its evidence
     */
    CheckJudge(Comparison comparison, EdgeBuffer edges, boolean tellAll) {
        this.comparison = comparison;
        this.edges = edges;
        this.tellAll = tellAll;
    }

    /** Judges the sample that has been compared. */
    void judge(TwinState state, long timestamp, CompiledModel model) {
        Check[] checks = model.checks();
        boolean suspect = false;
        ended.clear();
        for (int c = 0; c < checks.length; c++) {
            if (Double.isNaN(model.limit(comparison.phase(), c))) {
                if (state.armed[c]) {
                    clear(state, checks[c], c, timestamp, timestamp);
                }
                continue;
            }
            judge(state, timestamp, model, checks[c], c);
            suspect |= state.sustained[c] || recentBreaches(state, checks[c], c) >= checks[c].suspicious();
        }
        for (Check check : ended) {
            endRunsOfEpisode(state, timestamp, checks, check);
        }
        if (!suspect) {
            comparison.learn(state, model);
        }
    }

    /** Ends the checks of a code: a new tool has not worn. */
    void end(TwinState state, long timestamp, CompiledModel model, String code) {
        Check[] checks = model.checks();
        for (int c = 0; c < checks.length; c++) {
            if (checks[c].rule().code().equals(code)) {
                breakRun(state, timestamp, checks[c], c);
                disarm(state, c);
            }
        }
    }

    /** Ends every check without a word of each: what they were about is over. */
    static void endAll(TwinState state) {
        for (int c = 0; c < state.armed.length; c++) {
            disarm(state, c);
        }
    }

    /** What goes on after an episode has closed, without having been sustained in it, begins anew: it is another episode. */
    private void endRunsOfEpisode(TwinState state, long timestamp, Check[] checks, Check closed) {
        for (int c = 0; c < checks.length; c++) {
            if (state.sustained[c] && closed.isOfSameEpisodeAs(checks[c])) {
                return;
            }
        }
        for (int c = 0; c < checks.length; c++) {
            if (closed.isOfSameEpisodeAs(checks[c])) {
                breakRun(state, timestamp, checks[c], c);
            }
        }
    }

    private void judge(TwinState state, long timestamp, CompiledModel model, Check check, int c) {
        if (check.feature() == Feature.QUALITY) {
            int bad = state.firstBadSignal(model);
            step(state, timestamp, check, c, bad >= 0, bad < 0, bad < 0 ? null : Comparison.missing(model, bad));
            return;
        }
        double limit = comparison.limit(model, check, c);
        double feature = comparison.feature(state, model, check, c);
        if (Double.isNaN(feature)) {
            // A bad signal holds what is known; a phase in which there is nothing to compare with ends it.
            boolean incomparable =
                    check.feature() != Feature.RIPPLE && state.quality(check.signal()) == SignalQuality.GOOD;
            if (incomparable && state.armed[c]) {
                clear(state, check, c, timestamp, timestamp);
            }
            return;
        }
        boolean breached = check.breached(feature, limit);
        boolean inside = check.inside(feature, limit);
        if (!breached && !state.armed[c]) {
            return;
        }
        step(
                state,
                timestamp,
                check,
                c,
                breached,
                inside,
                breached ? comparison.measured(model, check, feature, limit) : null);
    }

    /** Counts one sample for a check, and says what follows. */
    private void step(
            TwinState state,
            long timestamp,
            Check check,
            int c,
            boolean breached,
            boolean inside,
            @Nullable Measurement measurement) {
        if (!breached && !state.armed[c]) {
            return;
        }
        long within = check.rule().withinMillis();
        boolean running = state.mask[c] != 0;
        state.mask[c] = state.mask[c] << 1 | (breached ? 1 : 0);
        if (breached) {
            boolean apart = within > 0 && timestamp - state.lastBreach[c] > within;
            boolean forgotten = !state.sustained[c] && timestamp - state.runStart[c] >= MachineTwin.LONGEST_RUN_MILLIS;
            if (running && (apart || forgotten)) {
                breakRun(state, timestamp, check, c);
                state.mask[c] = 1;
                running = false;
            }
            if (!running) {
                state.runStart[c] = timestamp;
                state.untold[c] = measurement;
            }
            state.armed[c] = true;
            state.lastBreach[c] = timestamp;
            tell(state, timestamp, check, c, measurement);
        } else if (running && (state.mask[c] & newest(check.of() - check.hits() + 1)) == 0) {
            breakRun(state, timestamp, check, c);
        }
        countOffDelay(state, timestamp, check, c, breached, inside);
    }

    /**
     * Most runs are over before they mean anything: nobody is told of one before its next breach may open an episode.
     */
    private void tell(TwinState state, long timestamp, Check check, int c, @Nullable Measurement measurement) {
        int hits = recentBreaches(state, check, c);
        Measurement first = state.untold[c];
        if (first != null) {
            if (hits < check.hits() - 1 && !state.sustained[c] && !tellAll) {
                return;
            }
            edges.add(EdgeKind.BEGAN, check, c, state, timestamp, state.runStart[c], hits, first);
            state.untold[c] = null;
        }
        Edge breach = edges.add(EdgeKind.BREACH, check, c, state, timestamp, state.runStart[c], hits, measurement);
        state.sustained[c] |= breach.isSustained();
    }

    /** The off-delay begins anew when the feature is outside so often that another episode might begin, not at one spike. */
    private void countOffDelay(TwinState state, long timestamp, Check check, int c, boolean breached, boolean inside) {
        if (!inside) {
            int outside = recentBreaches(state, check, c) + (breached ? 0 : 1);
            if (outside >= check.suspicious()) {
                state.insideSince[c] = TwinState.NEVER;
            }
            return;
        }
        if (state.insideSince[c] == TwinState.NEVER) {
            state.insideSince[c] = timestamp;
        }
        // A run that has opened nothing ends by being broken: an off-delay shorter than `of` samples must not cut it
        // short.
        boolean mayEnd = state.sustained[c] || state.mask[c] == 0;
        if (mayEnd && timestamp - state.insideSince[c] >= check.rule().offDelayMillis()) {
            clear(state, check, c, timestamp, state.insideSince[c]);
        }
    }

    private static int recentBreaches(TwinState state, Check check, int c) {
        return Long.bitCount(state.mask[c] & newest(check.of()));
    }

    private void clear(TwinState state, Check check, int c, long timestamp, long since) {
        breakRun(state, timestamp, check, c);
        if (state.sustained[c]) {
            ended.add(check);
            edges.add(EdgeKind.CLEARED, check, c, state, timestamp, since, 0, null);
        }
        disarm(state, c);
    }

    private void breakRun(TwinState state, long timestamp, Check check, int c) {
        if (state.mask[c] != 0 && state.untold[c] == null) {
            edges.addBroken(check, c, state, timestamp);
        }
        state.mask[c] = 0;
        state.untold[c] = null;
    }

    private static void disarm(TwinState state, int check) {
        state.armed[check] = false;
        state.sustained[check] = false;
        state.mask[check] = 0;
        state.untold[check] = null;
        state.insideSince[check] = TwinState.NEVER;
    }

    private static long newest(int samples) {
        return samples >= Long.SIZE ? -1L : (1L << samples) - 1;
    }
}
