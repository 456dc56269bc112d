package org.feedhold.connectors;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.process.ControlRecord;

/** The least function that depends on arrival time: tells of each record, and once of a machine that falls silent. */
final class SilenceFunction extends KeyedBroadcastProcessFunction<String, RawRecord, ControlRecord, WireRecord> {

    static final MapStateDescriptor<String, String> CONTROL =
            new MapStateDescriptor<>("control", Types.STRING, Types.STRING);

    private static final long serialVersionUID = 1L;

    private final String results;
    private final long timeOut;

    private transient ValueState<Long> arrival;

    SilenceFunction(String results, Duration timeOut) {
        this.results = results;
        this.timeOut = timeOut.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        arrival = getRuntimeContext().getState(new ValueStateDescriptor<>("arrival", Types.LONG));
    }

    @Override
    public void processElement(RawRecord raw, ReadOnlyContext context, Collector<WireRecord> out) throws Exception {
        if (arrival.value() == null) {
            context.timerService().registerEventTimeTimer(raw.arrival() + timeOut);
        }
        arrival.update(raw.arrival());
        out.collect(result(context.getCurrentKey(), "read " + raw.partition() + "/" + raw.offset()));
    }

    @Override
    public void processBroadcastElement(ControlRecord control, Context context, Collector<WireRecord> out) {
        out.collect(result("control", control.kind() + " " + control.key()));
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<WireRecord> out) throws Exception {
        if (arrival.value() + timeOut > time) {
            context.timerService().registerEventTimeTimer(arrival.value() + timeOut);
            return;
        }
        out.collect(result(
                context.getCurrentKey(),
                "silent since " + arrival.value() + " at "
                        + context.timerService().currentWatermark()));
        arrival.clear();
    }

    private WireRecord result(String key, String text) {
        return WireRecord.of(results, key.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
