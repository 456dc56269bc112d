package org.feedhold.connectors;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.feedhold.twin.process.ControlRecord;

/**
 * The control topics from their beginning, as they grow. Use with {@code WatermarkStrategy.noWatermarks()}.
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
     * @param groupId consumer group, to which offsets are committed at checkpoints
     */
    public ControlTopicSource(Map<String, String> client, ControlTopics topics, String groupId) {
        this.kafka = KafkaSource.<ControlRecord>builder()
                .setProperties(ClientProperties.forSource(client, groupId))
                .setTopics(topics.names())
                .setStartingOffsets(StartingOffsets.earliest().initializer())
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
