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
import org.feedhold.twin.acquisition.Outage;
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
 *   <li>where Kafka does not answer for a partition within two seconds, it stays where it is until ten seconds after Kafka
 *       answers again, in which sources have to be heard. Records tell of the newest such {@link Outage} before them. It is
 *       part of a checkpoint;
 *   <li>a partition to which nothing was ever written tells no time, so that a log can be replayed into it; a subtask without
 *       another one is idle, and active again when it gets a record or a partition.
 * </ul>
 *
 * <p>A watermark of {@code t} says that every record that arrived up to and including {@code t} has been read, given that
 * the clocks of brokers and task managers agree: a task manager whose clock is ahead finds silence that much too early.
 *
 * <p>Checkpoints of {@link KafkaSource} can be restored, too.
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
                context,
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
        return new ArrivalSplitSerializer(kafka.getSplitSerializer());
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return kafka.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return kafka.getProducedType();
    }

    /** A record as it lies in the log, with its arrival. */
    static RawRecord raw(ConsumerRecord<byte[], byte[]> kafka, long arrival) {
        return new RawRecord(kafka.topic(), kafka.partition(), kafka.offset(), arrival, kafka.key(), kafka.value());
    }

    private static final class RawRecordSchema implements KafkaRecordDeserializationSchema<RawRecord> {

        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> kafka, Collector<RawRecord> out) {
            out.collect(raw(kafka, Arrival.of(kafka)));
        }

        @Override
        public TypeInformation<RawRecord> getProducedType() {
            return TypeInformation.of(RawRecord.class);
        }
    }
}
