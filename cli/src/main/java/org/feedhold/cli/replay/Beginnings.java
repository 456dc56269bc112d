package org.feedhold.cli.replay;

import org.feedhold.connectors.LogSpan;

/** What the beginning of a span means for the equality of its results, in words. */
final class Beginnings {

    private Beginnings() {}

    static String words(LogSpan.Beginning beginning) {
        return switch (beginning) {
            case FIRST_RECORD ->
                "It began with the first record of every machine: the results are those of the live job.";
            case OLDEST_KEPT ->
                "It began with the oldest record that is kept; older ones have been removed by retention: what a twin"
                        + " knew from them is missing, and the first results may differ.";
            case WITHIN ->
                "It began within the log: what a twin knew from before the warm-up is missing, and results may differ"
                        + " where that counts (an episode or check that was open, a learnt baseline).";
        };
    }
}
