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
 * here: {@code compression.type=lz4}, {@code max.request.size} 33 MiB.
 */
public final class OutputSink {

    /** How long a transaction may stay open unless said otherwise: a broker's own default maximum. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    private OutputSink() {}

    /** Visible at once; after a failure some records come twice. */
    public static KafkaSink<WireRecord> atLeastOnce(Map<String, String> client) {
        return builder(client)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    /**
     * Visible to {@code read_committed} readers when a checkpoint completes, each record once.
     *
     * @param transactionalIdPrefix unique to this sink of this job in the Kafka cluster
     * @param transactionTimeout how long a transaction may stay open; a job that is down for longer loses what it had
     *     written but not committed. At most {@code transaction.max.timeout.ms} of the brokers
     */
    public static KafkaSink<WireRecord> exactlyOnce(
            Map<String, String> client, String transactionalIdPrefix, Duration transactionTimeout) {
        return builder(client)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(transactionalIdPrefix)
                .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(transactionTimeout.toMillis()))
                .build();
    }

    private static KafkaSinkBuilder<WireRecord> builder(Map<String, String> client) {
        Properties properties = new Properties();
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
