package org.feedhold.jobs.replay;

import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;
import org.feedhold.jobs.MonitoringOutputs;
import org.feedhold.jobs.MonitoringParts;
import org.feedhold.jobs.MonitoringTopology;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/** The monitoring job over telemetry that has an end: the same operators, and its control records from the log alone. */
public final class RecordedJob {

    private RecordedJob() {}

    /**
     * Defines the job in the environment of the telemetry and says where its outputs are.
     *
     * @param telemetry bounded, its watermark arrival time
     * @param parts what the job is put together from; its control log holds every control record there is
     */
    public static MonitoringOutputs define(DataStream<RawRecord> telemetry, MonitoringParts parts) {
        DataStream<ControlRecord> control = telemetry
                .getExecutionEnvironment()
                .fromData("whole")
                .setParallelism(1)
                .uid("control-log")
                .flatMap(new ControlLogReader(parts.controlLog()))
                .returns(TypeInformation.of(ControlRecord.class))
                .setParallelism(1)
                .name("control-topics")
                .uid("control-topics");
        return MonitoringTopology.define(telemetry, control, parts);
    }

    /** Reads a control log to its end, once. */
    private static final class ControlLogReader implements FlatMapFunction<String, ControlRecord> {

        private static final long serialVersionUID = 1L;

        private final ControlLog log;

        ControlLogReader(ControlLog log) {
            this.log = log;
        }

        @Override
        public void flatMap(String whole, Collector<ControlRecord> out) throws Exception {
            log.readToEnd(out::collect);
        }
    }
}
