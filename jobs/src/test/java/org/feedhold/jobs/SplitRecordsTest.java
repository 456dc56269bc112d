package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.feedhold.jobs.RecordedLog.Line;
import org.feedhold.jobs.Trial.Outcome;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultScript;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same cut as wide rows and as one tag a record, from sources that report by sample and on change. */
class SplitRecordsTest {

    private static final int SAMPLES = 170;

    private static final Set<String> SIGNALS = Set.of(
            "spindle_speed_rpm",
            "feed_rate_mm_min",
            "spindle_load_pct",
            "vibration_rms",
            "temperature_c",
            "pressure_bar",
            "tool_wear_pct",
            "expected_load_pct",
            "expected_temperature_c");

    private static final String[] CODES = {
        "chatter_risk", "feed_mismatch", "thermal_drift", "load_residual", "sensor_dropout"
    };

    private static final Set<String> OF_EACH_RECORD = Set.of("timestamp", "sequence", "machine_id", "units");

    private static final RecordedLog WIDE = RecordedLog.of(runs());

    private static Outcome wide;

    @BeforeAll
    static void judgesWideRows() {
        wide = WIDE.judged(Trial.withShippedModels());
        assertThat(wide.result().episodes()).extracting(EpisodeEvent::code).contains(CODES);
    }

    private static List<SimulatedRun> runs() {
        List<SimulatedRun> runs = new ArrayList<>();
        List<String> scripts = List.of(
                "chatter@30-50,sensor_dropout:null_value@70-80,thermal_drift@120-150",
                "feed_mismatch@40-60,sensor_dropout:absent@90-100,chatter@135-145",
                "overload@50-70,sensor_dropout:silent_machine@90-110,sensor_dropout:wrong_unit@140-150");
        for (int i = 0; i < scripts.size(); i++) {
            runs.addAll(SimulatedRuns.generate(
                    SimulationSettings.builder()
                            .machineIds(List.of("SPLIT-" + i))
                            .intervalMillis(i == 0 ? 500 : 2_000)
                            .seed(i)
                            .wear(new SimulationSettings.Wear(20, 0.1, 0))
                            .faults(new FaultPlan.Scripted(FaultScript.parse(scripts.get(i))))
                            .build(),
                    SAMPLES));
        }
        return runs;
    }

    /** How a source may cut its samples up. */
    private enum Cut {
        CONTEXT_IN_EACH_TAG,
        CONTEXT_BEFORE_THE_TAGS,
        IN_TWO_GROUPS
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void oneTagARecordGivesTheSameAsWideRows(Cut cut) {
        assertSame(split(WIDE, cut).judged(Trial.withShippedModels()), wide);
    }

    @Test
    void tagsOutOfOrderAndWithoutASequenceGiveTheSameAsWideRows() {
        RecordedLog tags = split(WIDE, Cut.CONTEXT_BEFORE_THE_TAGS);

        assertSame(tags.delayed(4_000, 1).judged(Trial.withShippedModels()), wide);
        assertSame(tags.withoutSequence().delayed(4_000, 2).judged(Trial.withShippedModels()), wide);
    }

    @Test
    void onChangeOneTagARecordGivesTheSameAsWideRows() {
        RecordedLog changes = changesOf(WIDE);
        Outcome wideChanges = changes.judged(onChange());
        assertThat(wideChanges.result().episodes())
                .extracting(EpisodeEvent::code)
                .contains(CODES);

        RecordedLog tags = split(changes, Cut.CONTEXT_BEFORE_THE_TAGS);
        assertSame(tags.judged(onChange()), wideChanges);
        assertSame(changesOfContext(tags).judged(onChange()), wideChanges);
    }

    private static Trial onChange() {
        return new Trial()
                .model(ShippedProcessModels.yaml("adaptive_cnc_milling").replace("mode: sample", "mode: on_change"));
    }

    private static void assertSame(Outcome outcome, Outcome expected) {
        assertThat(outcome.recommendationsByMachine()).isEqualTo(expected.recommendationsByMachine());
        for (int i = 0; i < 3; i++) {
            assertThat(episodes(outcome, "SPLIT-" + i)).isEqualTo(episodes(expected, "SPLIT-" + i));
        }
        assertThat(outcome.result().deadLetters()).isEmpty();
    }

    private static List<EpisodeEvent> episodes(Outcome outcome, String machineId) {
        return outcome.result().episodes().stream()
                .filter(event -> event.machineId().equals(machineId))
                .toList();
    }

    // ---- cutting ---------------------------------------------------------------------------------------------------

    /** The same in several records, numbered through. */
    private static RecordedLog split(RecordedLog log, Cut cut) {
        Map<String, Integer> sequences = new HashMap<>();
        List<Line> tags = new ArrayList<>();
        for (Line line : log.lines()) {
            for (ObjectNode part : parts(line.record(), cut)) {
                part.put("sequence", sequences.merge(line.machineId(), 1, Integer::sum));
                tags.add(line.with(whole -> part));
            }
        }
        return new RecordedLog(tags);
    }

    private static List<ObjectNode> parts(ObjectNode record, Cut cut) {
        List<ObjectNode> parts = new ArrayList<>();
        ObjectNode context = record.deepCopy();
        context.remove(SIGNALS);
        if (cut == Cut.IN_TWO_GROUPS) {
            ObjectNode process = record.deepCopy();
            process.remove(Set.of("tool_wear_pct", "pressure_bar"));
            ObjectNode condition = context.deepCopy();
            condition.set("tool_wear_pct", record.get("tool_wear_pct"));
            condition.set("pressure_bar", record.get("pressure_bar"));
            return List.of(process, condition);
        }
        if (cut == Cut.CONTEXT_BEFORE_THE_TAGS) {
            parts.add(context.deepCopy());
            context.retain(OF_EACH_RECORD);
        }
        for (String signal : SIGNALS) {
            JsonNode value = record.get(signal);
            if (value != null) {
                parts.add(context.deepCopy().set(signal, value));
            }
        }
        return parts;
    }

    /** A sample says only those signals that have changed, and nothing is sent if none has. */
    private static RecordedLog changesOf(RecordedLog log) {
        return changesOf(log, SIGNALS);
    }

    private static RecordedLog changesOfContext(RecordedLog log) {
        return changesOf(log, Set.of("part_id", "work_order", "operation", "process_phase", "tool_id", "execution"));
    }

    private static RecordedLog changesOf(RecordedLog log, Set<String> fields) {
        Map<String, Map<String, JsonNode>> newest = new HashMap<>();
        return log.each(line -> line.with(record -> {
            Map<String, JsonNode> known = newest.computeIfAbsent(line.machineId(), id -> new HashMap<>());
            for (String field : fields) {
                JsonNode value = record.get(field);
                if (value != null && value.equals(known.put(field, value))) {
                    record.remove(field);
                }
            }
            return record;
        }));
    }
}
