package org.feedhold.jobs.replay;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.connectors.Arrival;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.acquisition.TelemetryScanner;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a telemetry log anew in the order of its arrival, each record under the key of its machine, so that all of a
 * machine's records lie in one partition, in one order. Each keeps its value byte for byte, its headers, and its arrival (in
 * the header {@value Arrival#HEADER}); a record of which no machine can be told keeps its key. The process models,
 * releases and operator actions come too, so that the new log can be replayed on its own.
 */
public final class Rekeying {

    private static final List<Topic> CONTROL = List.of(Topic.PROCESS_MODELS, Topic.RELEASES, Topic.OPERATOR_ACTIONS);

    private final TelemetryScanner scanner = new TelemetryScanner(Long.MAX_VALUE / 2);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Set<String> machines = new HashSet<>();
    private final KafkaProducer<byte[], byte[]> producer;
    private final Topics to;
    private long records;
    private long unkeyed;
    private long unreadable;

    private Rekeying(KafkaProducer<byte[], byte[]> producer, Topics to) {
        this.producer = producer;
        this.to = to;
    }

    /**
     * What was written.
     *
     * @param records telemetry records, all of them
     * @param unkeyed those among them whose key was not their machine's id
     * @param unreadable those among them of which no machine could be told; their key is what it was
     * @param machines number of machines
     */
    public record Result(long records, long unkeyed, long unreadable, int machines) {}

    /**
     * Creates the topics that are missing and writes them.
     *
     * @param client Kafka client settings by Kafka's names, with {@code bootstrap.servers}
     * @param from topics that are read
     * @param to topics that are written, which hold nothing yet
     * @throws ReplayException if the topics are the same, hold records, or Kafka does not answer or take a record
     */
    public static Result of(Map<String, ?> client, Topics from, Topics to)
            throws ReplayException, InterruptedException {
        ReplayTopics.prepare(client, from, to, false, true);
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 33 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            Rekeying rekeying = new Rekeying(producer, to);
            for (Topic topic : CONTROL) {
                MergedLog.read(client, from.name(topic), record -> rekeying.send(topic, record.key(), record));
            }
            MergedLog.read(client, from.name(Topic.TELEMETRY), rekeying::rekey);
            producer.flush();
            rekeying.checkTaken();
            return new Result(rekeying.records, rekeying.unkeyed, rekeying.unreadable, rekeying.machines.size());
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        } catch (KafkaException e) {
            throw new ReplayException("Kafka did not answer (" + e.getMessage() + "); check that it runs.", e);
        }
    }

    private void rekey(ConsumerRecord<byte[], byte[]> record) throws ReplayException {
        RawRecord raw = new RawRecord(
                record.topic(), record.partition(), record.offset(), Arrival.of(record), record.key(), record.value());
        Machine machine = new Machine();
        scanner.scan(raw, machine::is, unusable -> {});
        records++;
        MachineRecord usable = machine.record;
        if (usable == null) {
            unreadable++;
            send(Topic.TELEMETRY, record.key(), record);
            return;
        }
        machines.add(usable.machineId());
        if (!usable.isKeyedByMachine()) {
            unkeyed++;
        }
        send(Topic.TELEMETRY, usable.machineId().getBytes(StandardCharsets.UTF_8), record);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback tells the failures
    private void send(Topic topic, byte @Nullable [] key, ConsumerRecord<byte[], byte[]> record)
            throws ReplayException {
        ProducerRecord<byte[], byte[]> written =
                new ProducerRecord<>(to.name(topic), null, null, key, record.value(), record.headers());
        written.headers().remove(Arrival.HEADER);
        written.headers()
                .add(new RecordHeader(
                        Arrival.HEADER, Long.toString(Arrival.of(record)).getBytes(StandardCharsets.US_ASCII)));
        producer.send(written, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
        checkTaken();
    }

    private void checkTaken() throws ReplayException {
        Exception e = failure.get();
        if (e != null) {
            throw new ReplayException(
                    "Kafka did not take a record: " + e.getMessage() + "; check its size and the brokers.", e);
        }
    }

    /** What a record says of its machine, if anything. */
    private static final class Machine {
        private @Nullable MachineRecord record;

        private void is(MachineRecord usable) {
            record = usable;
        }
    }
}
