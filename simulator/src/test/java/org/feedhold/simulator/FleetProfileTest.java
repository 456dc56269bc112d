package org.feedhold.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.fault.FaultType;
import org.junit.jupiter.api.Test;

final class FleetProfileTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int INTERVAL = 10_000;
    private static final int SAMPLES_PER_DAY = 86_400_000 / INTERVAL;

    /** Eight days from Monday, 6 July 2026, 00:00 in Berlin. */
    private static final SimulatedRun WEEK = Records.run(fleet(), 8 * SAMPLES_PER_DAY);

    @Test
    void recordsComeOnWorkingDaysBetweenSixAndTwentyTwoLocalTimeOnly() {
        for (SimulatedSample sample : WEEK.samples()) {
            ZonedDateTime time = local(sample);
            boolean weekend = time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
            boolean shift = !weekend && time.getHour() >= 6 && time.getHour() < 22;

            assertThat(sample.telemetry() != null).as(time.toString()).isEqualTo(shift);
        }
    }

    @Test
    void everyTwoHoursTheMachineStandsReadyForAQuarterOfAnHour() {
        for (SimulatedSample sample : WEEK.samples()) {
            if (sample.telemetry() == null) {
                continue;
            }
            ZonedDateTime time = local(sample);
            JsonNode record = Records.telemetry(sample);
            boolean pausing = time.getHour() % 2 == 0 && time.getHour() > 6 && time.getMinute() < 15;
            boolean last = time.getHour() == 21 && time.getMinute() == 59 && time.getSecond() == 50;

            assertThat(record.path("execution").textValue())
                    .as(time.toString())
                    .isEqualTo(last ? "STOPPED" : pausing ? "READY" : "ACTIVE");
            if (pausing || last) {
                assertThat(record.path("spindle_speed_rpm").doubleValue()).isZero();
                assertThat(record.path("feed_rate_mm_min").doubleValue()).isZero();
                assertThat(record.path("spindle_load_pct").doubleValue()).isLessThan(3);
                assertThat(record.has("expected_load_pct")).isFalse();
            } else {
                assertThat(record.has("expected_load_pct")).isTrue();
            }
        }
    }

    @Test
    void temperatureNeverJumpsWithinAPhaseOrABreak() {
        SimulatedRun morning =
                Records.run(fleet().intervalMillis(2000).startMillis(at("2026-07-06T07:50:00+02:00")), 30 * 60);
        String phase = "";
        double last = Double.NaN;
        for (SimulatedSample sample : morning.samples()) {
            double temperature = Records.signal(sample, "temperature_c");
            if (sample.processPhase().equals(phase)) {
                assertThat(Math.abs(temperature - last)).isLessThan(7);
            }
            phase = sample.processPhase();
            last = temperature;
        }
    }

    @Test
    void theSequenceHasNoGapOverNightsAndTheCutGoesOnWhereItStopped() {
        long sequence = 0;
        for (SimulatedSample sample : WEEK.samples()) {
            if (sample.telemetry() != null) {
                sequence++;
                assertThat(Records.telemetry(sample).path("sequence").longValue())
                        .isEqualTo(sequence);
            }
        }
        Map<String, Integer> cuts = new HashMap<>();
        for (SimulatedSample sample : WEEK.samples()) {
            if (sample.telemetry() != null && Records.telemetry(sample).has("expected_load_pct")) {
                cuts.merge(Records.telemetry(sample).path("part_id").textValue(), 1, Integer::sum);
            }
        }
        assertThat(cuts.values().stream().filter(samples -> samples != 180)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void everyPhaseHasItsToolWhichIsChangedBeforeItIsWorn() {
        Map<String, Set<String>> tools = new HashMap<>();
        Map<String, Double> topWear = new HashMap<>();
        SimulatedRun day =
                Records.run(fleet().intervalMillis(2000).startMillis(at("2026-07-06T06:00:00+02:00")), 16 * 1800 - 1);
        for (SimulatedSample sample : day.samples()) {
            JsonNode record = Records.telemetry(sample);
            String tool = record.path("tool_id").textValue();
            tools.computeIfAbsent(sample.processPhase(), phase -> new HashSet<>())
                    .add(tool);
            topWear.merge(tool, record.path("tool_wear_pct").doubleValue(), Math::max);
        }

        assertThat(tools.get("warmup")).containsExactly("T01-1");
        assertThat(tools.get("inspection")).containsExactly("T04-1");
        assertThat(tools.get("roughing")).contains("T02-1", "T02-2").allMatch(tool -> tool.startsWith("T02-"));
        assertThat(tools.get("finishing")).contains("T03-1", "T03-2").allMatch(tool -> tool.startsWith("T03-"));
        assertThat(topWear.values()).allMatch(wear -> wear < 34);
        assertThat(topWear.get("T02-1")).isGreaterThan(27);
        assertThat(Records.truth(day, "worn_tool")).isEmpty();
    }

    @Test
    void toolsLiveBetweenHalfAnHourAndTwoHoursOfCutting() {
        List<Double> minutes = new ArrayList<>();
        for (SimulatedRun day : SimulatedRuns.generate(
                fleet().machines(6)
                        .machineIds(SimulationSettings.numberedIds("M", 6, 1))
                        .intervalMillis(2000)
                        .startMillis(at("2026-07-06T06:00:00+02:00"))
                        .build(),
                16 * 1800 - 1)) {
            Map<String, Integer> cutting = new HashMap<>();
            String last = "";
            for (SimulatedSample sample : day.samples()) {
                JsonNode record = Records.telemetry(sample);
                if (sample.processPhase().equals("roughing") && record.has("expected_load_pct")) {
                    last = record.path("tool_id").textValue();
                    cutting.merge(last, 1, Integer::sum);
                }
            }
            cutting.remove(last);
            cutting.values().forEach(samples -> minutes.add(samples * 2 / 60.0));
        }

        // Changed at nine tenths of the life, between two parts.
        assertThat(minutes).hasSizeGreaterThan(20).allMatch(life -> life >= 27 && life <= 108 + 2.4);
        assertThat(minutes.stream().mapToDouble(life -> life).max().orElseThrow())
                .isGreaterThan(70);
    }

    @Test
    void aFaultThatWouldBeginInABreakDoesNotTakePlaceAndOneThatRunsIntoItEndsThere() {
        // Sample 0 at 07:58:00, break from sample 60 at 08:00:00 to sample 510 at 08:15.
        SimulatedRun run = Records.run(
                fleet().intervalMillis(2000)
                        .startMillis(at("2026-07-06T07:58:00+02:00"))
                        .faults(Records.script("overload@50-70,chatter@100-120")),
                600);

        assertThat(run.truth()).hasSize(1);
        assertThat(run.truth().get(0).kind()).isEqualTo("overload");
        assertThat(run.truth().get(0).endMillis()).isEqualTo(at("2026-07-06T07:59:58+02:00"));
        assertThat(run.samples().get(50).began()).isEqualTo(run.truth());
    }

    @Test
    void aMachineAtRestCannotBeBroken() {
        SimulatedMachine machine = SimulatedMachine.all(fleet().build()).get(0);
        machine.next();

        assertThatThrownBy(() -> machine.inject(FaultType.parse("chatter"), 5, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not cutting");
    }

    private static SimulationSettings.Builder fleet() {
        return SimulationSettings.builder()
                .profile(Profile.FLEET)
                .zone(BERLIN)
                .seed(4)
                .intervalMillis(INTERVAL)
                .startMillis(at("2026-07-06T00:00:00+02:00"));
    }

    private static long at(String time) {
        return ZonedDateTime.parse(time).toInstant().toEpochMilli();
    }

    private static ZonedDateTime local(SimulatedSample sample) {
        return Instant.ofEpochMilli(sample.timestampMillis()).atZone(BERLIN);
    }
}
