package org.feedhold.kafka.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.twin.acquisition.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Brings telemetry from files into topics of its own, so that it can be replayed and explained as what has come from machines.
 *
 * <p>A file has one JSON object of telemetry on each line; one whose name ends in {@code .gz} is unpacked. A line arrives at
 * its own timestamp; one in which none can be found, with the line before it. The process models and releases that are
 * published now come too, as if they had always been there.
 */
public final class FileImport {

    private static final String ARRIVAL_HEADER = "feedhold-arrival";
    private static final Duration POLL = Duration.ofMillis(100);

    private final TelemetryScanner scanner = new TelemetryScanner(Long.MAX_VALUE / 2);
    private final Map<String, String> client;
    private final Topics from;
    private final Topics to;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long records;
    private long arrival;
    private long newest;
    private byte @Nullable [] key;

    private FileImport(Map<String, String> client, Topics from, Topics to) {
        this.client = client;
        this.from = from;
        this.to = to;
    }

    /**
     * What was brought in.
     *
     * @param records number of telemetry records
     * @param newest newest arrival, in epoch milliseconds
     */
    public record Result(long records, long newest) {}

    /**
     * Brings files in, in their order.
     *
     * @param client Kafka client settings by Kafka's names, with {@code bootstrap.servers}
     * @param from topics that hold the process models and releases
     * @param to topics that are written: telemetry, process models and releases
     * @throws IOException if a file can't be read, or Kafka does not take it all; the message says what to do
     */
    public static Result of(Map<String, String> client, Topics from, Topics to, List<Path> files) throws IOException {
        return new FileImport(client, from, to).run(files);
    }

    private Result run(List<Path> files) throws IOException {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 33 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            copyControl(producer, Topic.PROCESS_MODELS);
            copyControl(producer, Topic.RELEASES);
            for (Path file : files) {
                bring(producer, file);
            }
            producer.flush();
        } catch (KafkaException e) {
            throw new IOException("Kafka did not take the records: " + e.getMessage() + "; check that it runs", e);
        }
        checkTaken();
        if (records == 0) {
            throw new IOException("There is no line in " + files + "; give files with telemetry");
        }
        return new Result(records, newest);
    }

    private void bring(KafkaProducer<byte[], byte[]> producer, Path file) throws IOException {
        try (InputStream in = open(file)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    bring(producer, line);
                } else {
                    line.write(next);
                }
            }
            bring(producer, line);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + "; check its name", e);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream plain = Files.newInputStream(file);
        try {
            return new BufferedInputStream(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(plain, 1 << 16) : plain, 1 << 16);
        } catch (IOException e) {
            plain.close();
            throw new IOException("The file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private void bring(KafkaProducer<byte[], byte[]> producer, ByteArrayOutputStream line) throws IOException {
        byte[] value = line.toByteArray();
        line.reset();
        if (isBlank(value)) {
            return;
        }
        key = null;
        scanner.scan(
                new RawRecord("", 0, records, 0, null, value),
                usable -> {
                    key = usable.machineId().getBytes(StandardCharsets.UTF_8);
                    arrival = usable.timestamp();
                },
                unusable -> {});
        newest = Math.max(newest, arrival);
        records++;
        send(producer, Topic.TELEMETRY, key, value, arrival);
        checkTaken();
    }

    private static boolean isBlank(byte[] value) {
        for (byte each : value) {
            if (each != ' ' && each != '\t' && each != '\r') {
                return false;
            }
        }
        return true;
    }

    private void copyControl(KafkaProducer<byte[], byte[]> producer, Topic topic) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(from.name(topic)).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    send(producer, topic, record.key(), record.value(), 0);
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the failures
    private void send(
            KafkaProducer<byte[], byte[]> producer,
            Topic topic,
            byte @Nullable [] recordKey,
            byte @Nullable [] value,
            long arrivedAt) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(to.name(topic), recordKey, value);
        record.headers()
                .add(new RecordHeader(ARRIVAL_HEADER, Long.toString(arrivedAt).getBytes(StandardCharsets.US_ASCII)));
        producer.send(record, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }

    private void checkTaken() throws IOException {
        Exception e = failure.get();
        if (e != null) {
            throw new IOException(
                    "Kafka did not take a record: " + e.getMessage() + "; check its size and the brokers", e);
        }
    }
}
