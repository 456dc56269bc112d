package org.feedhold.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.operators.advisory.AdvisorFunction;
import org.feedhold.operators.detection.PatternFunction;
import org.feedhold.operators.detection.TwinFunction;
import org.feedhold.operators.detection.TwinSettings;
import org.feedhold.simulator.Profile;
import org.feedhold.simulator.SimulatedRuns;
import org.feedhold.simulator.SimulatedRuns.SimulatedRun;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one machine costs: its keyed state in every operator, as a checkpoint writes it. */
class StateSizeTest {

    private static final int MOST_BYTES = 2_048;
    private static final int FAULTS_AN_HOUR = 60;
    /** Enough for more open checks than are kept. */
    private static final int SAMPLES = 3_000;

    private KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> twin;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> limits;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> dropouts;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> advisor;
    private final List<MachineRecord> records = new ArrayList<>();
    private final TelemetryScanner scanner = new TelemetryScanner(Long.MAX_VALUE / 2);

    @BeforeEach
    void open() throws Exception {
        ProcessModel milling = ShippedProcessModels.load("adaptive_cnc_milling");
        List<ControlRecord> control = List.of(new ControlRecord(
                ControlRecord.Kind.PROCESS_MODEL, milling.key(), ProcessModelCodec.toJson(milling), 0, "c", 0, 0));
        TwinFunction function = new TwinFunction(
                new TwinSettings(10_000, 5_000, "telemetry"),
                new TelemetryDecoder(),
                consumer -> control.forEach(consumer),
                new ProcessModelCodec());
        twin = new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(function, List.of(TwinFunction.CONTROL)),
                MachineRecord::machineId,
                Types.STRING,
                1,
                1,
                0);
        twin.open();
        twin.processBroadcastWatermark(Long.MAX_VALUE);
        limits = harness(PatternFunction.ofLimits());
        dropouts = harness(PatternFunction.ofDropouts());
        advisor = harness(new AdvisorFunction());
    }

    private static <T> KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, T> harness(
            KeyedProcessFunction<String, SustainedEvidence, T> function) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, T> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(function),
                        sustained -> sustained.evidence().machineId(),
                        Types.STRING,
                        1,
                        1,
                        0);
        harness.open();
        return harness;
    }

    @AfterEach
    void close() throws Exception {
        for (AbstractStreamOperatorTestHarness<?> harness : List.of(twin, limits, dropouts, advisor)) {
            harness.close();
        }
    }

    @Test
    void aMachineNeverCostsMoreThanTwoKibibytes() throws Exception {
        SimulatedRun run = SimulatedRuns.generate(
                        SimulationSettings.builder()
                                .profile(Profile.HARD)
                                .faults(new FaultPlan.AtRate(FAULTS_AN_HOUR, everyFault()))
                                .seed(4)
                                .build(),
                        SAMPLES)
                .get(0);
        long[] withoutMachine = sizes();
        long most = 0;
        for (SimulatedSample sample : run.samples()) {
            twin.processWatermark(sample.timestampMillis() - 1);
            forward();
            if (sample.telemetry() != null) {
                send(sample, run.machineId());
            }
            long[] now = sizes();
            long bytes = 0;
            for (int i = 0; i < now.length; i++) {
                now[i] -= withoutMachine[i];
                bytes += now[i];
            }
            if (bytes > most) {
                most = bytes;
                System.out.println(java.util.Arrays.toString(now) + " = " + most);
            }
        }

        assertThat(most).isLessThanOrEqualTo(MOST_BYTES);
    }

    private static List<FaultType> everyFault() {
        List<FaultType> every = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (kind == FaultKind.SENSOR_DROPOUT) {
                every.add(new FaultType(kind, FaultVariant.NULL_VALUE));
                every.add(new FaultType(kind, FaultVariant.SILENT_MACHINE));
            } else {
                every.add(new FaultType(kind, FaultVariant.NONE));
            }
        }
        return every;
    }

    private long[] sizes() throws Exception {
        return new long[] {size(twin), size(limits), size(dropouts), size(advisor)};
    }

    private void send(SimulatedSample sample, String machineId) throws Exception {
        byte[] key = machineId.getBytes(StandardCharsets.UTF_8);
        RawRecord raw = new RawRecord("telemetry", 0, 0, sample.timestampMillis(), key, sample.telemetry());
        scanner.scan(raw, records::add, letter -> records.clear());
        MachineRecord record = records.remove(0);
        twin.processElement(record, record.arrival());
        forward();
    }

    private void forward() throws Exception {
        for (SustainedEvidence evidence : take(twin)) {
            limits.processElement(evidence, 0);
        }
        for (SustainedEvidence evidence : take(limits)) {
            dropouts.processElement(evidence, 0);
        }
        for (SustainedEvidence evidence : take(dropouts)) {
            advisor.processElement(evidence, 0);
        }
        advisor.getOutput().clear();
    }

    private static <T> List<T> take(AbstractStreamOperatorTestHarness<T> harness) {
        List<T> out = harness.extractOutputValues();
        harness.getOutput().clear();
        return out;
    }

    private static long size(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(0, 0);
        long size = 0;
        for (KeyedStateHandle handle : snapshot.getManagedKeyedState()) {
            size += handle.getStateSize();
        }
        return size;
    }
}
