package org.feedhold.operators.acquisition;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.feedhold.twin.acquisition.DeadLetter;

/** Counts the dead letters of one operator by their reason: the metric {@code acquisition.reason.REASON.dead_letters}. */
public final class DeadLetterCounters {

    private final MetricGroup metrics;
    private final Map<String, Counter> byReason = new HashMap<>();

    /** Counters in the group of an operator. */
    public DeadLetterCounters(MetricGroup operator) {
        this.metrics = operator.addGroup("acquisition");
    }

    /** Counts one. Reasons are few: they are words of this program. */
    public void count(DeadLetter letter) {
        byReason.computeIfAbsent(
                        letter.reason(),
                        reason -> metrics.addGroup("reason", reason).counter("dead_letters"))
                .inc();
    }
}
