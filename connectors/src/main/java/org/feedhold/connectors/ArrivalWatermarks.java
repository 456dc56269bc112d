package org.feedhold.connectors;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.feedhold.twin.acquisition.RawRecord;

/**
 * The arrival clock of a recorded log, told by its records alone: what is found by it does not depend on how fast it is read.
 */
public final class ArrivalWatermarks implements WatermarkGenerator<RawRecord> {

    private long newest = Long.MIN_VALUE;

    private ArrivalWatermarks() {}

    /** Takes a record's arrival as Flink's timestamp, and what the arrival clock read at the newest one as the watermark. */
    public static WatermarkStrategy<RawRecord> strategy() {
        return WatermarkStrategy.<RawRecord>forGenerator(context -> new ArrivalWatermarks())
                .withTimestampAssigner((raw, before) -> raw.arrival());
    }

    /**
     * For what is read beside a recorded log: time is told by the log, and goes up to its end whichever of the two is read
     * first. Without it, what is due at the end would not be found where the log is read first.
     *
     * @param end what the arrival clock reads at the end of the log, in epoch milliseconds
     */
    public static <T> WatermarkStrategy<T> upTo(long end) {
        return WatermarkStrategy.forGenerator(context -> new UpTo<>(end));
    }

    private record UpTo<T>(long end) implements WatermarkGenerator<T> {

        @Override
        public void onEvent(T record, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(end));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            output.emitWatermark(new Watermark(end));
        }
    }

    @Override
    public void onEvent(RawRecord raw, long arrival, WatermarkOutput output) {
        if (raw.clock() > newest) {
            newest = raw.clock();
            // Another record may have arrived in the same millisecond.
            output.emitWatermark(new Watermark(newest - 1));
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        // Wall-clock time is no time of the log.
    }
}
