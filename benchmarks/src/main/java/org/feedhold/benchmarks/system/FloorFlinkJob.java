package org.feedhold.benchmarks.system;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.feedhold.connectors.OutputSink;
import org.feedhold.connectors.StartingOffsets;
import org.feedhold.connectors.TelemetrySource;
import org.feedhold.connectors.WireRecord;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.jobs.StrictEnvironment;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.operators.acquisition.ScanFunction;
import org.feedhold.twin.acquisition.MachineRecord;
import org.jspecify.annotations.Nullable;

/** What any Flink job on this log has to pay: the same source, parse, {@code keyBy}, sink, and one access to state. */
final class FloorFlinkJob {

    static final String OPERATOR = "newest-sample";

    private static final long CHECKPOINT_MILLIS = 10_000;

    private FloorFlinkJob() {}

    static void define(StreamExecutionEnvironment environment, MonitoringJobConfig config) {
        StrictEnvironment.strict(environment);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        environment
                .fromSource(
                        new TelemetrySource(
                                config.kafka(),
                                config.topics().name(Topic.TELEMETRY),
                                config.groupId(),
                                StartingOffsets.committedElseEarliest()),
                        WatermarkStrategy.noWatermarks(),
                        "telemetry")
                .uid("telemetry")
                .process(new ScanFunction(new TelemetryScanner()))
                .name("scan")
                .uid("scan")
                .keyBy(MachineRecord::machineId)
                .process(new NewestSampleFunction(config.topics().name(Topic.HEALTH)))
                .name(OPERATOR)
                .uid(OPERATOR)
                .sinkTo(OutputSink.atLeastOnce(config.kafka()))
                .name("sink")
                .uid("sink");
    }

    /** Keeps a machine's newest sample, and writes as many records, as long, as the job writes of health. */
    private static final class NewestSampleFunction extends KeyedProcessFunction<String, MachineRecord, WireRecord> {

        private static final long serialVersionUID = 1L;

        private static final int SAMPLES_FOR_RECORD = 100;
        private static final int RECORD_BYTES = 1_500;
        private static final ValueStateDescriptor<NewestSample> NEWEST =
                new ValueStateDescriptor<>("newest", NewestSample.class);

        private final String topic;

        private transient ValueState<NewestSample> newest;
        private transient ParsedSample parsed;

        NewestSampleFunction(String topic) {
            this.topic = topic;
        }

        @Override
        public void open(OpenContext context) {
            newest = getRuntimeContext().getState(NEWEST);
            parsed = new ParsedSample();
        }

        @Override
        public void processElement(MachineRecord record, Context context, Collector<WireRecord> out) throws Exception {
            @Nullable NewestSample known = newest.value();
            NewestSample state = known == null ? new NewestSample() : known;
            state.take(parsed.of(record));
            newest.update(state);
            if (state.samples % SAMPLES_FOR_RECORD == 1) {
                out.collect(WireRecord.of(
                        topic,
                        record.machineId().getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(record.value(), RECORD_BYTES)));
            }
        }
    }
}
