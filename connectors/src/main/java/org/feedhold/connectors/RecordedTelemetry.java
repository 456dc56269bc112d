package org.feedhold.connectors;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.acquisition.RawRecord;

/**
 * Telemetry that arrived within a span of time, each partition in log order, and then the end. Use with
 * {@link ArrivalWatermarks#strategy()}.
 *
 * <p>Its watermark is arrival time, as with {@link TelemetrySource}, but told by the records alone: it goes up to the end of
 * the span, so that every silence that was over-due by then is found, whenever and however fast the log is read. It
 * commits no offsets.
 */
public final class RecordedTelemetry
        implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<RawRecord> {

    private static final long serialVersionUID = 1L;

    private static final String GROUP = "feedhold-recorded";

    private final KafkaSource<RawRecord> kafka;
    private final long end;

    /**
     * @param client Kafka consumer settings by Kafka's names, with {@code bootstrap.servers}. {@code isolation.level} is
     *     {@code read_committed} unless said otherwise
     * @param span what to read; not empty
     * @param outages what is known of Kafka's outages, by partition
     */
    public RecordedTelemetry(Map<String, String> client, LogSpan span, Map<Integer, Outages> outages) {
        if (span.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to read in " + span);
        }
        Properties properties = ClientProperties.forSource(client, GROUP);
        properties.put(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");
        // The clock of a partition in an outage stands still; the end is that of all of them.
        this.end = span.partitions().stream()
                .mapToLong(partition -> outages.getOrDefault(partition.partition(), Outages.NONE)
                        .clock(span.until() - 1))
                .min()
                .orElseThrow();
        this.kafka = KafkaSource.<RawRecord>builder()
                .setProperties(properties)
                .setPartitions(new HashSet<>(span.partitions()))
                .setStartingOffsets(OffsetsInitializer.offsets(offsets(span, span.begins())))
                .setBounded(OffsetsInitializer.offsets(offsets(span, span.ends())))
                .setDeserializer(new SpanSchema(span.from(), span.until(), outages))
                .build();
    }

    /** What the arrival clock reads at the end, in epoch milliseconds. */
    public long end() {
        return end;
    }

    private static Map<TopicPartition, Long> offsets(LogSpan span, Map<Integer, Long> offsets) {
        Map<TopicPartition, Long> byPartition = new HashMap<>();
        for (TopicPartition partition : span.partitions()) {
            byPartition.put(partition, offsets.get(partition.partition()));
        }
        return byPartition;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return new EndingReader(kafka.createReader(context), end);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return kafka.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) throws IOException {
        return kafka.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return kafka.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return kafka.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return kafka.getProducedType();
    }

    /** Lets the clock go on to the end of the span when all records have been read. */
    @SuppressWarnings("try") // As in Flink's interface, close() may be interrupted.
    private static final class EndingReader extends ForwardingReader<RawRecord> {

        private final long end;

        EndingReader(SourceReader<RawRecord, KafkaPartitionSplit> records, long end) {
            super(records);
            this.end = end;
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
            InputStatus status = super.pollNext(output);
            if (status == InputStatus.END_OF_INPUT) {
                output.emitWatermark(new Watermark(end));
            }
            return status;
        }
    }

    private static final class SpanSchema implements KafkaRecordDeserializationSchema<RawRecord> {

        private static final long serialVersionUID = 1L;

        private final long from;
        private final long until;
        private final HashMap<Integer, Outages> outages;

        SpanSchema(long from, long until, Map<Integer, Outages> outages) {
            this.from = from;
            this.until = until;
            this.outages = new HashMap<>(outages);
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
            long arrival = Arrival.of(record);
            if (arrival >= from && arrival < until) {
                out.collect(TelemetrySource.raw(record, arrival)
                        .after(outages.getOrDefault(record.partition(), Outages.NONE)));
            }
        }

        @Override
        public TypeInformation<RawRecord> getProducedType() {
            return TypeInformation.of(RawRecord.class);
        }
    }
}
