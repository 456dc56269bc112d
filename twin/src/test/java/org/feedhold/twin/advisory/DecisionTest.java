package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.feedhold.twin.advisory.Decision.DO_NOT_PROCEED;
import static org.feedhold.twin.advisory.Decision.HUMAN_REVIEW;
import static org.feedhold.twin.advisory.Decision.PROCEED;
import static org.feedhold.twin.advisory.Decision.SCHEDULE_INTERVENTION;
import static org.feedhold.twin.advisory.Decision.WATCH;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {

    @Test
    void ranksByHowSoonAPersonMustRespond() {
        assertThat(Decision.values())
                .containsExactly(PROCEED, WATCH, SCHEDULE_INTERVENTION, HUMAN_REVIEW, DO_NOT_PROCEED)
                .isSorted();
    }

    @Test
    void theHigherRankedOfTwoDecidesWhicheverComesFirst() {
        Decision[] ascending = Decision.values();
        for (int high = 0; high < ascending.length; high++) {
            for (int low = 0; low <= high; low++) {
                assertThat(Decision.max(ascending[low], ascending[high])).isSameAs(ascending[high]);
                assertThat(Decision.max(ascending[high], ascending[low])).isSameAs(ascending[high]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PROCEED, NORMAL",
        "WATCH, WATCH",
        "SCHEDULE_INTERVENTION, WARNING",
        "HUMAN_REVIEW, WARNING",
        "DO_NOT_PROCEED, CRITICAL"
    })
    void hasOneSeverityOnTheCommonScale(Decision decision, Severity severity) {
        assertThat(decision.severity()).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({
        "PROCEED, false, ",
        "WATCH, false, ",
        "SCHEDULE_INTERVENTION, true, LOW",
        "HUMAN_REVIEW, true, MEDIUM",
        "DO_NOT_PROCEED, true, HIGH"
    })
    void isAnAlarmWithAPriorityOnlyAboveWatch(Decision decision, boolean alarm, Priority priority) {
        assertThat(decision.isAlarm()).isEqualTo(alarm);
        assertThat(Priority.of(decision)).isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource({
        "MONITORED, true",
        "SILENT, true",
        "LEARNING, false",
        "UNMODELLED, false",
        "IDLE, false",
        "OFFLINE, false"
    })
    void isGivenForMonitoredAndSilentMachinesOnly(Monitoring monitoring, boolean decision) {
        assertThat(monitoring.hasDecision()).isEqualTo(decision);
    }
}
