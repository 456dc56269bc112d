package org.feedhold.connectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.twin.acquisition.RawRecord;

/**
 * Telemetry from Kafka, whose watermark is <em>arrival time</em>. Use with {@code WatermarkStrategy.noWatermarks()}.
 *
 * <p>A record's arrival is its Kafka timestamp (the topic has {@code LogAppendTime}); the header {@code feedhold-arrival},
 * which a replay writes, counts where present. It is Flink's timestamp of the record, too. The watermark of a subtask is
 * that of its slowest partition and never goes back:
 *
 * <ul>
 *   <li>a partition with unread records has reached the arrival of the last one read, in steps of at least a second and one
 *       step behind, so that what arrived together is judged together;
 *   <li>at the end of the log it has reached the time at which Kafka was asked and answered that this is the end; a log that
 *       is being replayed goes on from its newest arrival instead, at the speed of the clock. Records of an open
 *       transaction are unread;
 *   <li>where Kafka does not answer, it stays where it is, and for three seconds after that, in which producers deliver what
 *       they could not;
 *   <li>a subtask without partitions is idle, and active again when it gets one.
 * </ul>
 *
 * <p>A watermark of {@code t} says that every record that arrived up to and including {@code t} has been read, given that
 * the clocks of brokers and task managers agree: a task manager whose clock is ahead finds silence that much too early.
 *
 * <p>Splits and checkpoints are those of {@link KafkaSource}.
 */
public final class TelemetrySource
        implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>, ResultTypeQueryable<RawRecord> {

    private static final long serialVersionUID = 1L;

    private final Map<String, String> client;
    private final KafkaSource<RawRecord> kafka;

    /**
     * @param client Kafka consumer settings by Kafka's names, with {@code bootstrap.servers}; security settings go to all
     *     clients of the source. {@code isolation.level} is {@code read_committed} unless said otherwise
     * @param topic topic with its prefix
     * @param groupId consumer group, to which offsets are committed at checkpoints
     * @param start where to read from without a checkpoint
     */
    public TelemetrySource(Map<String, String> client, String topic, String groupId, StartingOffsets start) {
        this.client = Map.copyOf(client);
        this.kafka = KafkaSource.<RawRecord>builder()
                .setProperties(ClientProperties.forSource(client, groupId))
                .setTopics(topic)
                .setStartingOffsets(start.initializer())
                .setDeserializer(new RawRecordSchema())
                .build();
    }

    @Override
    public Boundedness getBoundedness() {
        return kafka.getBoundedness();
    }

    @Override
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        String name = "telemetry reader " + context.getIndexOfSubtask();
        return new ArrivalReader(
                kafka.createReader(context),
                (positions, listener) -> new LogEndProbe(client, name, System::currentTimeMillis, positions, listener));
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) {
        return new TellingEnumerator(context, /* givenOut= */ false, kafka::createEnumerator);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) {
        boolean givenOut = !state.assignedSplits().isEmpty();
        return new TellingEnumerator(context, givenOut, telling -> restore(telling, state));
    }

    private SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restore(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) {
        try {
            return kafka.restoreEnumerator(context, state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    static final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> kafka, Collector<RawRecord> out) {
            out.collect(new RawRecord(
                    kafka.topic(), kafka.partition(), kafka.offset(), Arrival.of(kafka), kafka.key(), kafka.value()));
        }

        @Override
        public TypeInformation<RawRecord> getProducedType() {
            return TypeInformation.of(RawRecord.class);
        }
    }
}
