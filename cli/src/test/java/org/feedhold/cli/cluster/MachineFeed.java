package org.feedhold.cli.cluster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.feedhold.simulator.SimulatedMachine;
import org.feedhold.simulator.SimulationSettings;
import org.feedhold.simulator.fault.FaultPlan;
import org.feedhold.simulator.fault.FaultType;

/**
 * Machines that send a sample at each beat, broken all the time in every way that leaves them talking. Event time begins a
 * day ago and runs faster than the clock; a given seed gives the same samples each time.
 */
final class MachineFeed implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 2_000;
    private static final double FAULTS_PER_HOUR = 40;
    private static final List<FaultType> FAULTS = List.of(
            FaultType.parse("chatter"),
            FaultType.parse("tool_wear"),
            FaultType.parse("thermal_drift"),
            FaultType.parse("feed_mismatch"),
            FaultType.parse("overload"),
            FaultType.parse("broken_tool"),
            FaultType.parse("sensor_dropout:null_value"),
            FaultType.parse("sensor_dropout:stuck"));

    private final List<SimulatedMachine> machines;
    private final String topic;
    private final Duration beat;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "machines");
    private volatile boolean stopped;

    private MachineFeed(String bootstrapServers, String topic, int machines, long seed, Duration beat) {
        this.topic = topic;
        this.beat = beat;
        this.machines = SimulatedMachine.all(SimulationSettings.builder()
                .machineIds(SimulationSettings.numberedIds("MILL-", machines, 4))
                .seed(seed)
                .startMillis(Instant.now()
                        .truncatedTo(ChronoUnit.DAYS)
                        .minus(1, ChronoUnit.DAYS)
                        .toEpochMilli())
                .intervalMillis(INTERVAL_MILLIS)
                .faults(new FaultPlan.AtRate(FAULTS_PER_HOUR, FAULTS))
                .build());
        // One request at a time: the order within a machine stands, whenever the broker dies.
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "acks", "all",
                        "max.in.flight.requests.per.connection", "1",
                        "max.block.ms", "300000",
                        "delivery.timeout.ms", "300000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static MachineFeed start(String bootstrapServers, String topic, int machines, long seed, Duration beat) {
        MachineFeed feed = new MachineFeed(bootstrapServers, topic, machines, seed, beat);
        feed.thread.start();
        return feed;
    }

    private void run() {
        long next = System.nanoTime();
        while (!stopped) {
            for (SimulatedMachine machine : machines) {
                byte[] telemetry = machine.next().telemetry();
                if (telemetry != null) {
                    send(new ProducerRecord<>(topic, machine.id().getBytes(StandardCharsets.UTF_8), telemetry));
                }
            }
            next += beat.toNanos();
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback gets every outcome.
    private void send(ProducerRecord<byte[], byte[]> telemetry) {
        try {
            producer.send(telemetry, (metadata, error) -> {
                if (error == null) {
                    acknowledged.incrementAndGet();
                } else {
                    failure.compareAndSet(null, error);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            // The producer has been closed meanwhile, or waits in vain.
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    /** Samples that the broker has acknowledged so far. */
    long acknowledged() {
        Exception failed = failure.get();
        if (failed != null) {
            throw new AssertionError("a sample was not acknowledged", failed);
        }
        return acknowledged.get();
    }

    /** Stops the machines and waits for what is on its way. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.flush();
    }

    /** Stops the machines, whatever is on its way: perhaps there is no broker any more. */
    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ZERO);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the machines stop", e);
        }
    }
}
