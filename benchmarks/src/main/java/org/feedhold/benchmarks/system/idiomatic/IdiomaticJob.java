package org.feedhold.benchmarks.system.idiomatic;

import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.PatternSelectFunction;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.feedhold.benchmarks.finding.Finding;
import org.feedhold.benchmarks.finding.FindingsTopic;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;

/** Telemetry, list state, a pattern for each rule, findings. */
public final class IdiomaticJob {

    /** An operator that every sample reaches, the last to do so. */
    public static final String OPERATOR = LimitRule.NO_LOAD.name();

    private static final long CHECKPOINT_MILLIS = 10_000;

    private IdiomaticJob() {}

    /** Defines the job. */
    public static void define(StreamExecutionEnvironment environment, DrainSettings settings) {
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        KeyedStream<Reading, String> readings = environment
                .fromSource(source(settings), watermarks(), "telemetry")
                .keyBy(sample -> sample.machineId)
                .process(new RecentSamples())
                .name("recent-samples")
                .keyBy(reading -> reading.machineId);
        KafkaSink<Finding> sink = sink(settings);
        for (LimitRule rule : LimitRule.values()) {
            PatternSelectFunction<Reading, Finding> select = match -> EpisodePattern.finding(rule, match);
            DataStream<Finding> findings = CEP.pattern(readings, EpisodePattern.of(rule))
                    .select(select, TypeInformation.of(Finding.class))
                    .name(rule.name());
            findings.sinkTo(sink);
        }
    }

    private static KafkaSource<Telemetry> source(DrainSettings settings) {
        Properties fetch = new Properties();
        fetch.putAll(DrainSettings.FETCH);
        return KafkaSource.<Telemetry>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(new Topics(settings.topicPrefix()).name(Topic.TELEMETRY))
                .setGroupId(settings.run())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new TelemetrySchema())
                .setProperties(fetch)
                .build();
    }

    private static WatermarkStrategy<Telemetry> watermarks() {
        return WatermarkStrategy.<Telemetry>forMonotonousTimestamps()
                .withTimestampAssigner((sample, kafka) -> sample.timestamp.toEpochMilli());
    }

    private static KafkaSink<Finding> sink(DrainSettings settings) {
        return KafkaSink.<Finding>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setRecordSerializer(KafkaRecordSerializationSchema.<Finding>builder()
                        .setTopic(FindingsTopic.name(settings))
                        .setValueSerializationSchema(new FindingSchema())
                        .build())
                .build();
    }

    /** As Kafka holds it. */
    private static final class FindingSchema implements SerializationSchema<Finding> {

        private static final long serialVersionUID = 1L;

        @Override
        public byte[] serialize(Finding finding) {
            return FindingsTopic.encode(finding);
        }
    }
}
