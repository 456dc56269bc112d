package org.feedhold.benchmarks.system.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.feedhold.benchmarks.finding.Finding;
import org.feedhold.benchmarks.finding.FindingsTopic;
import org.feedhold.benchmarks.system.Drain;
import org.feedhold.benchmarks.system.DrainSettings;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.jspecify.annotations.Nullable;

/**
 * The rules as a topology of Kafka Streams: telemetry, one processor, findings. Jackson binds samples to a record; machines are in
 * an in-memory store with a change log, cached, so that it is written at each commit: every ten seconds, as the job's
 * checkpoints. At least once. Covers the episodes; writes neither health nor recommendations nor the twin's state.
 */
public final class StreamsDrain implements Drain {

    private static final String MACHINES = "machines";
    private static final String COMMIT_MILLIS = "10000";
    private static final String CACHE_BYTES = Integer.toString(64 << 20);

    private final DrainSettings settings;
    private final KafkaStreams streams;
    private final LongAdder processed;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private StreamsDrain(DrainSettings settings) {
        this.settings = settings;
        this.processed = new LongAdder();
        this.streams = new KafkaStreams(topology(settings, processed), properties(settings));
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    /** Starts it. */
    public static StreamsDrain start(DrainSettings settings) {
        StreamsDrain drain = new StreamsDrain(settings);
        drain.streams.start();
        return drain;
    }

    @Override
    public long processed() {
        failIfFailed();
        return processed.sum();
    }

    private void failIfFailed() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("Kafka Streams has failed: " + failed.getMessage(), failed);
        }
    }

    /** Stops the threads, which commits and so writes; before that, tells of what is open at the end of the log. */
    @Override
    public void flush() {
        StoreQueryParameters<ReadOnlyKeyValueStore<String, Machine>> query =
                StoreQueryParameters.fromNameAndType(MACHINES, QueryableStoreTypes.keyValueStore());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
                KeyValueIterator<String, Machine> machines =
                        streams.store(query).all()) {
            while (machines.hasNext()) {
                KeyValue<String, Machine> machine = machines.next();
                machine.value.stillOpen(finding -> write(finding, producer));
            }
        }
        streams.close();
        failIfFailed();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of a failure
    private void write(Finding finding, KafkaProducer<byte[], byte[]> producer) {
        producer.send(
                new ProducerRecord<>(FindingsTopic.name(settings), FindingsTopic.encode(finding)),
                (metadata, thrown) -> failure.compareAndSet(null, thrown));
    }

    @Override
    public void close() {
        streams.close();
    }

    private static Topology topology(DrainSettings settings, LongAdder processed) {
        Deserializer<Telemetry> telemetry = telemetryDeserializer();
        Serializer<Finding> finding = (topic, value) -> FindingsTopic.encode(value);
        Serde<Machine> machine =
                Serdes.serdeFrom((topic, value) -> value.toBytes(), (topic, bytes) -> Machine.of(bytes));
        return new Topology()
                .addSource(
                        "telemetry",
                        new StringDeserializer(),
                        telemetry,
                        new Topics(settings.topicPrefix()).name(Topic.TELEMETRY))
                .addProcessor("rules", () -> new RulesProcessor(processed), "telemetry")
                .addStateStore(
                        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(MACHINES), Serdes.String(), machine)
                                .withCachingEnabled(),
                        "rules")
                .addSink("findings", FindingsTopic.name(settings), new StringSerializer(), finding, "rules");
    }

    private static Deserializer<Telemetry> telemetryDeserializer() {
        ObjectReader reader =
                new ObjectMapper().registerModule(new JavaTimeModule()).readerFor(Telemetry.class);
        return (topic, value) -> {
            try {
                return reader.readValue(value);
            } catch (IOException e) {
                throw new UncheckedIOException("a sample of the log can't be read: " + e.getMessage(), e);
            }
        };
    }

    private static Properties properties(DrainSettings settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.run());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Integer.toString(settings.parallelism()));
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                Path.of(settings.folder(), "streams").toString());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        DrainSettings.FETCH.forEach((name, value) -> properties.put(StreamsConfig.consumerPrefix(name), value));
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        Properties all = new Properties();
        all.putAll(properties);
        return all;
    }

    /** Hands a sample to its machine. */
    private static final class RulesProcessor implements Processor<String, Telemetry, String, Finding> {

        private final LongAdder processed;

        private @Nullable ProcessorContext<String, Finding> context;
        private @Nullable KeyValueStore<String, Machine> machines;

        RulesProcessor(LongAdder processed) {
            this.processed = processed;
        }

        @Override
        public void init(ProcessorContext<String, Finding> given) {
            context = given;
            machines = given.getStateStore(MACHINES);
        }

        @Override
        public void process(Record<String, Telemetry> sample) {
            KeyValueStore<String, Machine> store = Objects.requireNonNull(machines);
            String id = sample.key();
            Machine known = store.get(id);
            Machine machine = known == null ? Machine.unknown(id) : known;
            machine.take(
                    sample.value(),
                    finding -> Objects.requireNonNull(context).forward(new Record<>(id, finding, finding.startedAt())));
            store.put(id, machine);
            processed.increment();
        }
    }
}
