package org.feedhold.connectors;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.feedhold.twin.acquisition.RawRecord;

/**
 * Passes records on, with their arrival as Flink's timestamp and the outages that they came after, and notes them in the arrival clock. Only that clock tells the
 * time, so watermarks and idleness from elsewhere end here.
 */
final class ClockedOutput implements ReaderOutput<RawRecord> {

    private final ReaderOutput<RawRecord> output;
    private final ArrivalClock clock;

    ClockedOutput(ReaderOutput<RawRecord> output, ArrivalClock clock) {
        this.output = output;
        this.clock = clock;
    }

    @Override
    public SourceOutput<RawRecord> createOutputForSplit(String splitId) {
        return new PartitionOutput(output.createOutputForSplit(splitId), clock, clock.partition(splitId));
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        output.releaseOutputForSplit(splitId);
    }

    @Override
    public void collect(RawRecord raw) {
        throw new UnsupportedOperationException("a record must come from a partition: " + raw);
    }

    @Override
    public void collect(RawRecord raw, long timestamp) {
        collect(raw);
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    private record PartitionOutput(SourceOutput<RawRecord> output, ArrivalClock clock, PartitionClock partition)
            implements SourceOutput<RawRecord> {

        @Override
        public void collect(RawRecord raw) {
            collect(raw, raw.arrival());
        }

        @Override
        public void collect(RawRecord raw, long appended) {
            output.collect(partition.stamp(raw), raw.arrival());
            clock.read(partition, raw.offset(), raw.arrival(), appended);
        }

        @Override
        public void emitWatermark(Watermark watermark) {}

        @Override
        public void markIdle() {}

        @Override
        public void markActive() {}
    }
}
