package org.feedhold.simulator.stream;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.feedhold.kafka.Topic;
import org.feedhold.simulator.SimulationSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machines that run by the clock and write to Kafka: {@code telemetry}, {@code inspections}, {@code simulator-truth} and,
 * once at the start, {@code machines}. Commands from {@code simulator-commands} are carried out as they come; one that is
 * malformed or impossible is logged with the reason and changes nothing.
 *
 * <p>Timestamps are those of the clock, whatever the speed; the start time in the settings does not count. Truth is written
 * when it begins, with its planned end, and again if it ends otherwise.
 */
public final class SimulatorRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorRun.class);
    private static final long TIMEOUT_MILLIS = 15_000;

    private final RecordSender sender;
    private final MachineDriver driver;
    private final CommandReader reader;
    private final Thread driving;
    private final Thread reading;

    private SimulatorRun(SimulationSettings settings, StreamSettings stream, Clock clock) {
        this.sender = new RecordSender(stream);
        try {
            this.driver = new MachineDriver(settings, stream.speed(), sender, clock);
            this.reader = new CommandReader(stream, driver::accept, driver::refuse);
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
        this.driving = new Thread(driver, "simulator");
        this.reading = new Thread(reader, "simulator-commands");
        reading.setDaemon(true);
    }

    /**
     * Starts the machines. The topics must be there.
     *
     * @throws IllegalArgumentException if settings contradict each other; the message says which
     * @throws IOException if Kafka can't be reached or a topic is missing; the message says what to do
     */
    public static SimulatorRun start(SimulationSettings settings, StreamSettings stream) throws IOException {
        return start(settings, stream, Clock.systemUTC());
    }

    /**
     * Starts the machines with a clock of the caller's choice.
     *
     * @throws IllegalArgumentException if settings contradict each other; the message says which
     * @throws IOException if Kafka can't be reached or a topic is missing; the message says what to do
     */
    public static SimulatorRun start(SimulationSettings settings, StreamSettings stream, Clock clock)
            throws IOException {
        checkTopics(stream);
        SimulatorRun run = new SimulatorRun(settings, stream, clock);
        run.driving.start();
        run.reading.start();
        return run;
    }

    /** What the run has done so far. */
    public SimulatorStatus status() {
        return driver.status();
    }

    /** Stops the machines, closes the truth that is still open, and waits for what is on its way to Kafka. */
    @Override
    public void close() {
        driver.stop();
        reader.stop();
        join(driving);
        join(reading);
        sender.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join(TIMEOUT_MILLIS);
            if (thread.isAlive()) {
                LOG.warn("Thread {} did not end within {} ms", thread.getName(), TIMEOUT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void checkTopics(StreamSettings stream) throws IOException {
        Map<String, Object> properties = new HashMap<>(stream.clientProperties());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stream.bootstrapServers());
        List<String> names = Stream.of(
                        Topic.TELEMETRY,
                        Topic.INSPECTIONS,
                        Topic.MACHINES,
                        Topic.SIMULATOR_TRUTH,
                        Topic.SIMULATOR_COMMANDS)
                .map(stream.topics()::name)
                .toList();
        try (Admin admin = Admin.create(properties)) {
            admin.describeTopics(names).allTopicNames().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IOException(
                        "a topic of " + names + " is missing; create them with: feedhold topics create", e.getCause());
            }
            throw new IOException(
                    "Kafka at " + stream.bootstrapServers() + " did not describe the topics: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "Kafka at " + stream.bootstrapServers() + " did not answer within " + TIMEOUT_MILLIS
                            + " ms; check the address and that the broker is up",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while looking for the topics", e);
        }
    }
}
