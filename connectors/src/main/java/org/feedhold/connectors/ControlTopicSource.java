package org.feedhold.connectors;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
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
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.feedhold.twin.process.ControlRecord;

/**
 * The control topics as they grow: process models and releases from their beginning, operator actions since a time. Use with {@code WatermarkStrategy.noWatermarks()}.
 *
 * <p>The stream is idle to Flink from its start, records or none: time is told by the telemetry that it is connected to, and
 * is never held back by this.
 */
public final class ControlTopicSource
        implements Source<ControlRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
                ResultTypeQueryable<ControlRecord> {

    private static final long serialVersionUID = 1L;

    private final KafkaSource<ControlRecord> kafka;

    /**
     * @param client Kafka consumer settings by Kafka's names, with {@code bootstrap.servers}
     * @param topics the topics to read
     * @param actionsSince from when on operator actions are read without a checkpoint
     * @param groupId consumer group, to which offsets are committed at checkpoints
     */
    public ControlTopicSource(
            Map<String, String> client, ControlTopics topics, ActionsSince actionsSince, String groupId) {
        this.kafka = KafkaSource.<ControlRecord>builder()
                .setProperties(ClientProperties.forSource(client, groupId))
                .setTopics(topics.names())
                .setStartingOffsets(new StartOfControlTopics(topics.operatorActions(), actionsSince))
                .setDeserializer(new ControlRecordSchema(topics))
                .build();
    }

    @Override
    public Boundedness getBoundedness() {
        return kafka.getBoundedness();
    }

    @Override
    public SourceReader<ControlRecord, KafkaPartitionSplit> createReader(SourceReaderContext context) throws Exception {
        return new IdleReader(kafka.createReader(context));
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
    public TypeInformation<ControlRecord> getProducedType() {
        return kafka.getProducedType();
    }

    @SuppressWarnings("try") // As in Flink's interface, close() may be interrupted.
    private static final class IdleReader extends ForwardingReader<ControlRecord> {

        private boolean told;

        IdleReader(SourceReader<ControlRecord, KafkaPartitionSplit> records) {
            super(records);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<ControlRecord> output) throws Exception {
            if (!told) {
                told = true;
                output.markIdle();
            }
            return super.pollNext(output);
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return told ? super.isAvailable() : CompletableFuture.completedFuture(null);
        }
    }

    private record StartOfControlTopics(String operatorActions, ActionsSince actionsSince)
            implements OffsetsInitializer {

        private static final long serialVersionUID = 1L;

        @Override
        public Map<TopicPartition, Long> getPartitionOffsets(
                Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
            Map<Boolean, List<TopicPartition>> ofActions = partitions.stream()
                    .collect(Collectors.partitioningBy(
                            partition -> partition.topic().equals(operatorActions)));
            Map<TopicPartition, Long> offsets =
                    new HashMap<>(OffsetsInitializer.earliest().getPartitionOffsets(ofActions.get(false), retriever));
            offsets.putAll(OffsetsInitializer.timestamp(actionsSince.arrival())
                    .getPartitionOffsets(ofActions.get(true), retriever));
            return offsets;
        }

        @Override
        @SuppressWarnings("deprecation") // Flink's interface still speaks in this enum of Kafka's.
        public OffsetResetStrategy getAutoOffsetResetStrategy() {
            return OffsetResetStrategy.EARLIEST;
        }
    }

    private static final class ControlRecordSchema implements KafkaRecordDeserializationSchema<ControlRecord> {

        private static final long serialVersionUID = 1L;

        private final ControlTopics topics;

        ControlRecordSchema(ControlTopics topics) {
            this.topics = topics;
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> kafka, Collector<ControlRecord> out) {
            out.collect(topics.decode(kafka));
        }

        @Override
        public TypeInformation<ControlRecord> getProducedType() {
            return TypeInformation.of(ControlRecord.class);
        }
    }
}
