package org.feedhold.benchmarks.system.idiomatic;

import java.util.List;
import java.util.Map;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.feedhold.benchmarks.finding.Finding;

/**
 * An episode from its first breach to its return, as one pattern over all samples of a machine: a run of breaches begins, is
 * not broken, and lasts; the value returns, does not go out again, and has been back for the off-delay. One that is open at
 * the end of the log has not matched; a second pattern would tell of it when it opens, and cost as much again.
 */
final class EpisodePattern {

    private static final String FIRST = "first";
    private static final String BACK = "back";

    private EpisodePattern() {}

    static Pattern<Reading, ?> of(LimitRule rule) {
        int bit = rule.bit();
        return Pattern.<Reading>begin(FIRST, AfterMatchSkipStrategy.skipPastLastEvent())
                .where(SimpleCondition.of(reading -> (reading.runBegins & bit) != 0))
                .notFollowedBy("broken")
                .where(SimpleCondition.of(reading -> (reading.runBroken & bit) != 0))
                .followedBy("sustained")
                .where(new LongAfter(FIRST, LimitRule.AT_LEAST_MILLIS, bit, true))
                .followedByAny(BACK)
                .where(SimpleCondition.of(reading -> (reading.returns & bit) != 0))
                .notFollowedBy("out")
                .where(SimpleCondition.of(reading -> (reading.inside & bit) == 0))
                .followedBy("over")
                .where(new LongAfter(BACK, LimitRule.OFF_DELAY_MILLIS, bit, false));
    }

    static Finding finding(LimitRule rule, Map<String, List<Reading>> match) {
        Reading first = match.get(FIRST).get(0);
        return new Finding(
                rule.code, first.machineId, first.timestamp, match.get(BACK).get(0).timestamp);
    }

    /** Breached, or inside, so long after another sample of the match. */
    private static final class LongAfter extends IterativeCondition<Reading> {

        private static final long serialVersionUID = 1L;

        private final String other;
        private final long millis;
        private final int bit;
        private final boolean breached;

        LongAfter(String other, long millis, int bit, boolean breached) {
            this.other = other;
            this.millis = millis;
            this.bit = bit;
            this.breached = breached;
        }

        @Override
        public boolean filter(Reading reading, Context<Reading> match) throws Exception {
            if (((breached ? reading.breached : reading.inside) & bit) == 0) {
                return false;
            }
            for (Reading each : match.getEventsForPattern(other)) {
                return reading.timestamp - each.timestamp >= millis;
            }
            return false;
        }
    }
}
