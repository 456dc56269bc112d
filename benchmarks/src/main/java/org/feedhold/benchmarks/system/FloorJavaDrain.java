package org.feedhold.benchmarks.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.feedhold.benchmarks.workload.WorkloadTopics;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.Sample;
import org.jspecify.annotations.Nullable;

/** Plain consumers that parse and update a map: what any program that reads this log has to pay. */
final class FloorJavaDrain implements Drain {

    private final AtomicLong processed = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean running = true;

    private FloorJavaDrain() {}

    static FloorJavaDrain start(DrainSettings settings) {
        FloorJavaDrain drain = new FloorJavaDrain();
        for (int thread = 0; thread < settings.parallelism(); thread++) {
            int first = thread;
            Thread reader = new Thread(() -> drain.read(settings, first), "floor-java-" + thread);
            reader.start();
        }
        return drain;
    }

    private void read(DrainSettings settings, int first) {
        Map<String, Object> properties = new HashMap<>(DrainSettings.FETCH);
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        Reader reader = new Reader();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int p = first; p < WorkloadTopics.PARTITIONS; p += settings.parallelism()) {
                partitions.add(new TopicPartition(new Topics(settings.topicPrefix()).name(Topic.TELEMETRY), p));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running) {
                int taken = 0;
                for (ConsumerRecord<byte[], byte[]> kafka : consumer.poll(Duration.ofMillis(100))) {
                    reader.take(kafka);
                    taken++;
                }
                processed.addAndGet(taken);
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public long processed() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return processed.get();
    }

    @Override
    public void flush() {
        // Nothing is written.
    }

    @Override
    public void close() {
        running = false;
    }

    /** What one thread knows. */
    private static final class Reader {

        private final TelemetryScanner scanner = new TelemetryScanner();
        private final ParsedSample parsed = new ParsedSample();
        private final Map<String, NewestSample> machines = new HashMap<>();

        void take(ConsumerRecord<byte[], byte[]> kafka) {
            scanner.scan(
                    new RawRecord(
                            kafka.topic(),
                            kafka.partition(),
                            kafka.offset(),
                            kafka.timestamp(),
                            kafka.key(),
                            kafka.value()),
                    this::update,
                    letter -> {
                        throw new IllegalStateException("a sample of the log can't be read: " + letter.detail());
                    });
        }

        private void update(MachineRecord record) {
            Sample sample = parsed.of(record);
            machines.computeIfAbsent(record.machineId(), machine -> new NewestSample())
                    .take(sample);
        }
    }
}
