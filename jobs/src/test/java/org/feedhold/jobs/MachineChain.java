package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.operators.advisory.AdvisorFunction;
import org.feedhold.operators.detection.PatternFunction;
import org.feedhold.operators.detection.TwinFunction;
import org.feedhold.operators.detection.TwinSettings;
import org.feedhold.simulator.SimulatedSample;
import org.feedhold.simulator.fault.FaultKind;
import org.feedhold.simulator.fault.FaultType;
import org.feedhold.simulator.fault.FaultVariant;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.detection.SustainedEvidence;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;

/** The keyed operators of the job one behind the other, with the shipped milling model, so that their state can be measured. */
final class MachineChain {

    private KeyedBroadcastOperatorTestHarness<String, MachineRecord, ControlRecord, SustainedEvidence> twin;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> limits;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, SustainedEvidence> dropouts;
    private KeyedOneInputStreamOperatorTestHarness<String, SustainedEvidence, Recommendation> advisor;
    private final List<MachineRecord> records = new ArrayList<>();
    private final TelemetryScanner scanner = new TelemetryScanner(Long.MAX_VALUE / 2);

    private long[] withoutMachine = new long[4];

    void open() throws Exception {
        ProcessModel milling = ShippedProcessModels.load("adaptive_cnc_milling");
        List<ControlRecord> control = List.of(new ControlRecord(
                ControlRecord.Kind.PROCESS_MODEL, milling.key(), ProcessModelCodec.toJson(milling), 0, "c", 0, 0));
        TwinFunction function = new TwinFunction(
                new TwinSettings(10_000, 5_000, 7 * 86_400_000L, "telemetry"),
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
        withoutMachine = stored();
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

    void close() throws Exception {
        for (AbstractStreamOperatorTestHarness<?> harness : List.of(twin, limits, dropouts, advisor)) {
            harness.close();
        }
    }

    /** Moves the arrival clock on. */
    void clock(long arrival) throws Exception {
        twin.processWatermark(arrival);
        forward();
    }

    /** Bytes of all machines in the checkpoint of each operator: twin, limit and dropout patterns, advisor. */
    long[] bytes() throws Exception {
        long[] bytes = stored();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] -= withoutMachine[i];
        }
        return bytes;
    }

    /** Timers of all machines. */
    int timers() {
        return twin.numEventTimeTimers();
    }

    /** Entries of the patterns' state: none where no run of breaches is under way. */
    int patternEntries() {
        return limits.numKeyedStateEntries() + dropouts.numKeyedStateEntries();
    }

    /** Every kind of fault but silence, after which records wait for order. */
    static List<FaultType> everyFault() {
        List<FaultType> every = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (kind == FaultKind.SENSOR_DROPOUT) {
                every.add(new FaultType(kind, FaultVariant.NULL_VALUE));
            } else {
                every.add(new FaultType(kind, FaultVariant.NONE));
            }
        }
        return every;
    }

    private long[] stored() throws Exception {
        return new long[] {size(twin), size(limits), size(dropouts), size(advisor)};
    }

    /** Lets the operators judge what a machine sent, if it sent anything. */
    void send(SimulatedSample sample) throws Exception {
        if (sample.telemetry() == null) {
            return;
        }
        byte[] key = sample.machineId().getBytes(StandardCharsets.UTF_8);
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
        forget(AdvisorFunction.EPISODES);
        forget(AdvisorFunction.HEALTH);
    }

    /** What the harness collected would be taken for growing state. */
    private void forget(OutputTag<?> tag) {
        Queue<?> written = advisor.getSideOutput(tag);
        if (written != null) {
            written.clear();
        }
    }

    private static <T> List<T> take(AbstractStreamOperatorTestHarness<T> harness) {
        List<T> out = harness.extractOutputValues();
        harness.getOutput().clear();
        return out;
    }

    private static long size(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
        long size = 0;
        for (KeyedStateHandle handle : harness.snapshot(0, 0).getManagedKeyedState()) {
            size += handle.getStateSize();
        }
        return size;
    }
}
