package org.feedhold.benchmarks.system.idiomatic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.feedhold.benchmarks.workload.WorkloadLog;
import org.feedhold.twin.process.PhaseSpec;
import org.jspecify.annotations.Nullable;

/** Keeps a machine's two newest samples in list state, and says of the next one what it means beside them. */
final class RecentSamples extends KeyedProcessFunction<String, Telemetry, Reading> {

    private static final long serialVersionUID = 1L;

    private static final int KEPT = 2;

    private transient ListState<Telemetry> recent;
    private transient Map<String, PhaseSpec> phases;

    @Override
    public void open(OpenContext context) {
        recent = getRuntimeContext().getListState(new ListStateDescriptor<>("recent", Telemetry.class));
        phases = WorkloadLog.model().phases();
    }

    @Override
    public void processElement(Telemetry sample, Context context, Collector<Reading> out) throws Exception {
        List<Telemetry> before = new ArrayList<>();
        recent.get().forEach(before::add);
        out.collect(reading(sample, newest(before, 1), newest(before, KEPT)));
        before.add(sample);
        recent.update(before.size() > KEPT ? before.subList(before.size() - KEPT, before.size()) : before);
    }

    private static @Nullable Telemetry newest(List<Telemetry> samples, int back) {
        return samples.size() < back ? null : samples.get(samples.size() - back);
    }

    private Reading reading(Telemetry sample, @Nullable Telemetry last, @Nullable Telemetry lastButOne) {
        Reading reading = new Reading();
        reading.machineId = sample.machineId;
        reading.timestamp = sample.timestamp.toEpochMilli();
        for (LimitRule rule : LimitRule.values()) {
            boolean breached = isBreached(rule, sample);
            boolean inside = isInside(rule, sample);
            boolean lastBreached = isBreached(rule, last);
            reading.breached |= breached ? rule.bit() : 0;
            reading.runBegins |= breached && !lastBreached && !isBreached(rule, lastButOne) ? rule.bit() : 0;
            reading.runBroken |= !breached && !lastBreached ? rule.bit() : 0;
            reading.inside |= inside ? rule.bit() : 0;
            reading.returns |= inside && !isInside(rule, last) ? rule.bit() : 0;
        }
        return reading;
    }

    private boolean isBreached(LimitRule rule, @Nullable Telemetry sample) {
        PhaseSpec phase = phase(sample);
        return sample != null && phase != null && rule.isBreached(sample, phase);
    }

    private boolean isInside(LimitRule rule, @Nullable Telemetry sample) {
        PhaseSpec phase = phase(sample);
        return sample != null && phase != null && rule.isInside(sample, phase);
    }

    private @Nullable PhaseSpec phase(@Nullable Telemetry sample) {
        return sample == null || sample.processPhase == null ? null : phases.get(sample.processPhase);
    }
}
