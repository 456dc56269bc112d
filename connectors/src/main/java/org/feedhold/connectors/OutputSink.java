package org.feedhold.connectors;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Sinks to Kafka that choose the topic per record, set no timestamp (the topics have {@code LogAppendTime}; Flink's would be
 * the arrival of the input) and cut what its topic would refuse as too large ({@link WireRecord#fit}).
 *
 * <p>The settings are Kafka producer settings by Kafka's names, with {@code bootstrap.servers}; they win over the defaults
 * here: {@code compression.type=lz4}, {@code max.request.size} 33 MiB, {@code max.in.flight.requests.per.connection=1},
 * {@code transaction.timeout.ms} 15 min.
 */
public final class OutputSink {

    /** A broker's own default maximum. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    private OutputSink() {}

    /** Visible at once; after a failure some records come twice. */
    public static KafkaSink<WireRecord> atLeastOnce(Map<String, String> client) {
        return builder(client)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /**
     * Visible to {@code read_committed} readers when a checkpoint completes, each record once. A job that is down for longer
     * than {@code transaction.timeout.ms} loses what it had written but not committed; that must be at most
     * {@code transaction.max.timeout.ms} of the brokers.
     *
     * @param transactionalIdPrefix unique to this sink of this job in the Kafka cluster
     */
    public static KafkaSink<WireRecord> exactlyOnce(Map<String, String> client, String transactionalIdPrefix) {
        return builder(client)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix)
                .build();
    }

    private static KafkaSinkBuilder<WireRecord> builder(Map<String, String> client) {
        Properties properties = new Properties();
        // A broker that comes back takes any first batch of a partition without records: of two in flight the second
        // may get
        // in front, and the first is refused as out of order until it times out (KAFKA-15591).
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(33 << 20));
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION_TIMEOUT.toMillis()));
        properties.putAll(client);
        return KafkaSink.<WireRecord>builder()
                .setKafkaProducerConfig(properties)
                .setRecordSerializer(new WireRecordSchema(new TopicLimits(client)));
    }

    private static final class WireRecordSchema implements KafkaRecordSerializationSchema<WireRecord> {

        private static final long serialVersionUID = 1L;

        private final TopicLimits limits;

        WireRecordSchema(TopicLimits limits) {
            this.limits = limits;
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(WireRecord record, KafkaSinkContext context, Long timestamp) {
            WireRecord fitting = limits.fit(record);
            List<Header> headers = fitting.headers().stream()
                    .<Header>map(header -> new RecordHeader(header.name(), header.value()))
                    .toList();
            return new ProducerRecord<>(fitting.topic(), null, null, fitting.key(), fitting.value(), headers);
        }
    }
}
