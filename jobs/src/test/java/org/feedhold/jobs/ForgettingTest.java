package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.Monitoring;
import org.feedhold.twin.advisory.Recommendation;
import org.junit.jupiter.api.Test;

/** A machine that has gone for good is forgotten after a week, by its own records and the clock of the log alone. */
class ForgettingTest {

    private static final long START = 1_783_317_600_000L;
    private static final long INTERVAL = 2_000;
    private static final int SAMPLES = 20;
    private static final long LAST = START + (SAMPLES - 1) * INTERVAL;
    private static final long WEEK = Duration.ofDays(7).toMillis();

    private static final String GONE = "GONE";
    private static final String STAYING = "STAYING";

    @Test
    void whatWasOpenClosesAndTheMachineIsOfflineUntilItIsBackAsANewOne() {
        Outcome outcome = cutting()
                .record(GONE, LAST + 2 * WEEK, sample(GONE, LAST + 2 * WEEK))
                .run();

        assertThat(episodes(outcome))
                .filteredOn(event -> event.end() != null)
                .extracting(EpisodeEvent::closedBy, EpisodeEvent::end)
                .containsExactly(tuple(ClosedBy.FORGOTTEN, Instant.ofEpochMilli(LAST + WEEK)));
        List<Recommendation> said = outcome.recommendations(GONE);
        Recommendation forgotten = said.get(said.size() - 2);
        assertThat(forgotten.timestamp()).isEqualTo(Instant.ofEpochMilli(LAST + WEEK));
        assertThat(forgotten.monitoring()).isEqualTo(Monitoring.OFFLINE);
        assertThat(forgotten.decision()).isNull();
        assertThat(forgotten.findings()).isEmpty();
        assertThat(forgotten.rationale()).contains("forgotten");
        assertThat(said.get(said.size() - 1).previousDecision()).isNull();
    }

    @Test
    void whetherAnotherMachineMovesTheClockOnOrItComesBackItselfIsAllTheSame() {
        Outcome movedOn = cutting()
                .record(STAYING, LAST + WEEK + 1, sample(STAYING, LAST + WEEK + 1))
                .record(GONE, LAST + 2 * WEEK, sample(GONE, LAST + 2 * WEEK))
                .run();
        Outcome alone = cutting()
                .record(GONE, LAST + 2 * WEEK, sample(GONE, LAST + 2 * WEEK))
                .run();

        assertThat(alone.recommendations(GONE)).isEqualTo(movedOn.recommendations(GONE));
        assertThat(episodes(alone)).isEqualTo(episodes(movedOn));
        assertThat(alone.recommendations(GONE))
                .extracting(Recommendation::monitoring)
                .endsWith(Monitoring.SILENT, Monitoring.OFFLINE, Monitoring.MONITORED);
    }

    @Test
    void aMachineThatIsBackWithinTheWeekIsTheSameMachine() {
        Outcome outcome = cutting()
                .record(GONE, LAST + WEEK - 1, sample(GONE, LAST + WEEK - 1))
                .run();

        assertThat(episodes(outcome)).extracting(EpisodeEvent::closedBy).doesNotContain(ClosedBy.FORGOTTEN);
    }

    private static List<EpisodeEvent> episodes(Outcome outcome) {
        return outcome.result().episodes().stream()
                .filter(event -> event.machineId().equals(GONE))
                .toList();
    }

    private static Trial cutting() {
        Trial trial = Trial.withShippedModels();
        for (int n = 0; n < SAMPLES; n++) {
            trial.record(GONE, START + n * INTERVAL, sample(GONE, START + n * INTERVAL));
            trial.record(STAYING, START + n * INTERVAL, sample(STAYING, START + n * INTERVAL));
        }
        return trial;
    }

    private static byte[] sample(String machineId, long timestamp) {
        double wave = 0.1 * Math.sin((double) timestamp);
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("machine_id", machineId);
        sample.put("timestamp", timestamp);
        sample.put("operation", "adaptive_cnc_milling");
        sample.put("process_phase", "roughing");
        sample.put("spindle_load_pct", 62 + wave);
        sample.put("vibration_rms", 0.42 + 0.1 * wave);
        sample.put("temperature_c", 43 + wave);
        sample.put("feed_rate_mm_min", 820 + wave);
        return Trial.json(sample);
    }
}
