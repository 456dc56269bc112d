package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One cut, with everything going wrong in turn, looked at from five times a minute to ten times a second. */
class SamplingRateTest {

    private static final long START = SimulationSettings.DEFAULT_START_MILLIS;
    private static final long END = 560_000;
    private static final long STALE_AFTER = 10_000;
    private static final long[] INTERVALS = {5_000, 2_000, 1_000, 100};
    private static final String ON_CHANGE = "on_change_milling";

    /** Time between two changes of a steady reading: what is stale is so from the last change on. */
    private static final long CHANGE_EVERY = 3_000;

    /** What goes wrong from when to when, in milliseconds of the cut; none of it on the grid of a sampling rate. */
    private enum Fault {
        CHATTER("chatter_risk", "vibration_rms", 1.3, 61_730, 101_420),
        WRONG_FEED("feed_mismatch", "feed_rate_mm_min", 1_190.0, 151_730, 191_420),
        HEAT("thermal_drift", "temperature_c", 56.0, 241_730, 281_420),
        LOST("sensor_dropout", "vibration_rms", null, 331_730, 371_420),
        WEAR("tool_wear", "tool_wear_pct", 40.0, 421_730, 461_420);

        private final String code;
        private final String signal;
        private final @Nullable Double value;
        private final long from;
        private final long to;

        Fault(String code, String signal, @Nullable Double value, long from, long to) {
            this.code = code;
            this.signal = signal;
            this.value = value;
            this.from = from;
            this.to = to;
        }

        private boolean isOn(long time) {
            return time >= from && time < to;
        }
    }

    private static Outcome outcome;

    @BeforeAll
    static void judgesTheCutAtEveryRate() {
        String yaml = ShippedProcessModels.yaml("adaptive_cnc_milling");
        Trial trial = new Trial()
                .model(yaml)
                .model(yaml.replace("adaptive_cnc_milling", ON_CHANGE).replace("mode: sample", "mode: on_change"));
        for (long interval : INTERVALS) {
            send(trial, "adaptive_cnc_milling", interval);
            send(trial, ON_CHANGE, interval);
        }
        outcome = trial.run();
    }

    private static void send(Trial trial, String operation, long interval) {
        boolean onChange = operation.equals(ON_CHANGE);
        Map<String, Object> known = new HashMap<>();
        long sequence = 0;
        for (long time = 0; time < END; time += interval) {
            Map<String, Object> sample = sampleAt(time, onChange);
            if (onChange) {
                known.keySet().retainAll(sample.keySet());
                Map<String, Object> all = new HashMap<>(sample);
                sample.entrySet().removeIf(field -> field.getValue().equals(known.get(field.getKey())));
                known.putAll(all);
            }
            sample.put("timestamp", START + time);
            sample.put("sequence", ++sequence);
            sample.put("operation", operation);
            sample.put("machine_id", operation + interval);
            trial.sample(operation + interval, START + time, sample);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5_000, 2_000, 1_000, 100})
    void theSameCutGivesTheSameEpisodesWithinOneInterval(long interval) {
        assertEpisodes("adaptive_cnc_milling" + interval, interval, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {5_000, 2_000, 1_000, 100})
    void aSourceThatReportsOnChangeLosesASignalWhenItIsStale(long interval) {
        assertEpisodes(ON_CHANGE + interval, interval, STALE_AFTER);
    }

    private static void assertEpisodes(String machineId, long interval, long lossIsKnownAfter) {
        Map<String, EpisodeEvent> closed = new TreeMap<>();
        for (EpisodeEvent event : outcome.result().episodes()) {
            boolean counts =
                    event.machineId().equals(machineId) && !event.code().equals("load_residual");
            if (counts && event.state() == EpisodeState.CLOSED) {
                assertThat(closed.put(event.code(), event))
                        .as("a second %s", event.code())
                        .isNull();
            }
        }
        assertThat(closed.keySet())
                .containsExactlyInAnyOrder(
                        Arrays.stream(Fault.values()).map(fault -> fault.code).toArray(String[]::new));
        for (Fault fault : Fault.values()) {
            long from = fault.from + (fault == Fault.LOST ? lossIsKnownAfter : 0);
            long early = fault == Fault.LOST && lossIsKnownAfter > 0 ? CHANGE_EVERY + interval : 0;
            assertThat(closed.get(fault.code).start().toEpochMilli() - START - from)
                    .as("start of %s", fault)
                    .isBetween(-early, interval);
            assertThat(closed.get(fault.code).end().toEpochMilli() - START - fault.to)
                    .as("end of %s", fault)
                    .isBetween(0L, interval);
        }
    }

    private static Map<String, Object> sampleAt(long time, boolean onChange) {
        long wobble = onChange ? time / CHANGE_EVERY % 3 : time / 100 % 7;
        Map<String, Object> sample = new HashMap<>(Map.of(
                "process_phase", "roughing",
                "part_id", "BRACKET-1",
                "spindle_load_pct", 62 + 0.1 * wobble,
                "vibration_rms", 0.42 + 0.001 * wobble,
                "temperature_c", 43 + 0.1 * wobble,
                "feed_rate_mm_min", 820 + 1.0 * wobble));
        sample.put("tool_wear_pct", 12 + 0.01 * wobble);
        for (Fault fault : Fault.values()) {
            if (!fault.isOn(time)) {
                continue;
            }
            if (fault.value == null) {
                sample.remove(fault.signal);
            } else {
                sample.put(fault.signal, fault.value + 0.001 * wobble);
            }
        }
        return sample;
    }
}
