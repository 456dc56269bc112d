package org.feedhold.jobs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends a sample of each of its machines four times a second. While it pauses, machines go on and their samples are kept;
 * they are delivered when it goes on. Without an id its machines name no gateway.
 */
@SuppressWarnings("try") // close() may be interrupted, and so may the test
final class Gateway implements AutoCloseable {

    private static final long INTERVAL = 250;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final @Nullable String gatewayId;
    private final Map<String, Integer> partitions = new LinkedHashMap<>();
    private final Map<String, String> executions = new LinkedHashMap<>();
    private final Map<String, Long> sequences = new LinkedHashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private boolean paused;

    @SuppressWarnings("FutureReturnValueIgnored") // It runs until it is closed.
    Gateway(KafkaProducer<byte[], byte[]> producer, String topic, @Nullable String gatewayId) {
        this.producer = producer;
        this.topic = topic;
        this.gatewayId = gatewayId;
        clock.scheduleAtFixedRate(this::sample, 0, INTERVAL, TimeUnit.MILLISECONDS);
    }

    /** Lets a machine cut and be heard, in a partition. */
    synchronized Gateway cut(String machineId, int partition) {
        return run(machineId, partition, "ACTIVE");
    }

    /** Lets a machine wait and be heard, in a partition. */
    synchronized Gateway wait(String machineId, int partition) {
        return run(machineId, partition, "READY");
    }

    private Gateway run(String machineId, int partition, String execution) {
        partitions.put(machineId, partition);
        executions.put(machineId, execution);
        return this;
    }

    /** Lets machines send nothing more. */
    synchronized void silence(String... machineIds) {
        List.of(machineIds).forEach(partitions::remove);
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void goOn() {
        paused = false;
    }

    /** How many samples the broker has taken. */
    synchronized long delivered() {
        return sent.stream().filter(Future::isDone).count();
    }

    /** How many samples have been given to the broker. */
    synchronized long given() {
        return sent.size();
    }

    private synchronized void sample() {
        long now = System.currentTimeMillis();
        partitions.forEach((machineId, partition) -> {
            long sequence = sequences.merge(machineId, 1L, Long::sum);
            kept.add(new ProducerRecord<>(
                    topic,
                    partition,
                    machineId.getBytes(StandardCharsets.UTF_8),
                    sample(machineId, now, sequence, executions.get(machineId))));
        });
        if (!paused) {
            kept.forEach(record -> sent.add(producer.send(record)));
            kept.clear();
        }
    }

    private byte[] sample(String machineId, long timestamp, long sequence, String execution) {
        Map<String, Object> sample = new HashMap<>(Map.of(
                "machine_id",
                machineId,
                "timestamp",
                timestamp,
                "sequence",
                sequence,
                "operation",
                "grinding",
                "process_phase",
                "grind",
                "execution",
                execution,
                "wheel_power_w",
                2_000 + sequence % 7));
        if (gatewayId != null) {
            sample.put("gateway_id", gatewayId);
        }
        return Trial.json(sample);
    }

    @Override
    public void close() throws Exception {
        clock.shutdown();
        if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a gateway does not end");
        }
    }
}
