package org.feedhold.benchmarks.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.benchmarks.workload.Fleet;

/**
 * Sends a load, in a process of its own. Arguments: brokers, topic, a file of the {@link Load}, the file of its
 * {@link LoadReport}.
 */
public final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SEED = 1;
    private static final long REST_NANOS = 200_000;

    private final Load load;
    private final String topic;
    private final Fleet fleet;
    private final Histogram acknowledged = new ConcurrentHistogram(3);
    private final AtomicLong failed = new AtomicLong();

    private LoadGenerator(Load load, String topic) {
        this.load = load;
        this.topic = topic;
        this.fleet = new Fleet(load.prefix(), load.machines(), load.faultyMachines(), Load.FAULTS, SEED);
    }

    /** Sends the load and writes the report as JSON. */
    public static void main(String[] args) throws Exception {
        Load load = JSON.readValue(Path.of(args[2]).toFile(), Load.class);
        LoadGenerator generator = new LoadGenerator(load, args[1]);
        // It rests rather than spins: the processors are those of the job, too.
        OpenLoop loop = new OpenLoop(load, System::currentTimeMillis, () -> LockSupport.parkNanos(REST_NANOS));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        args[0],
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            loop.run((machine, due) -> generator.send(producer, machine, due));
        }
        JSON.writeValue(Path.of(args[3]).toFile(), generator.report(loop));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of a failure
    private void send(KafkaProducer<byte[], byte[]> producer, int machine, long due) {
        producer.send(
                new ProducerRecord<>(topic, fleet.key(machine), fleet.next(machine, due)), (metadata, failure) -> {
                    if (failure != null) {
                        failed.incrementAndGet();
                    } else if (load.measures(due)) {
                        acknowledged.recordValue(Math.max(0, System.currentTimeMillis() - due));
                    }
                });
    }

    private LoadReport report(OpenLoop loop) {
        return new LoadReport(loop.late(), Percentiles.of(acknowledged), failed.get());
    }
}
