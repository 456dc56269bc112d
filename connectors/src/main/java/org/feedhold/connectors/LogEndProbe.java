package org.feedhold.connectors;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every half second, in a thread of its own, where a reader's partitions end. Where Kafka does not answer, nobody
 * is told anything: time stands still, and the job goes on.
 */
final class LogEndProbe implements AutoCloseable {

    /** Makes the probe of a reader. */
    interface Factory {
        LogEndProbe create(Supplier<Map<TopicPartition, Long>> reader, Consumer<LogEnd> listener);
    }

    /** How long one answer may take, in milliseconds. */
    static final int TIMEOUT = 2_000;

    private static final long INTERVAL = 500;

    /** After Kafka was away, how long producers have to deliver what they could not, before its answers count again. */
    private static final long SETTLING = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(LogEndProbe.class);

    private final Map<String, String> client;
    private final String name;
    private final LongSupplier now;
    private final Supplier<Map<TopicPartition, Long>> reader;
    private final Consumer<LogEnd> listener;
    private final ScheduledExecutorService thread;

    private final Map<TopicPartition, Long> unread = new HashMap<>();
    private Map<TopicPartition, Long> previous = Map.of();
    private @Nullable Admin admin;
    private @Nullable LogStretch stretch;
    private boolean silent;
    private long settled = Long.MIN_VALUE;

    /**
     * Made but not started.
     *
     * @param name name of the reader, for the thread and the log
     * @param now wall clock in epoch milliseconds; the brokers' clocks are assumed to agree with it
     * @param reader position of the reader, by partition
     * @param listener is given each answer, in the probe's thread
     */
    LogEndProbe(
            Map<String, String> client,
            String name,
            LongSupplier now,
            Supplier<Map<TopicPartition, Long>> reader,
            Consumer<LogEnd> listener) {
        this.client = client;
        this.name = name;
        this.now = now;
        this.reader = reader;
        this.listener = listener;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread probe = new Thread(() -> runAndClose(task), "log-end-probe " + name);
            probe.setDaemon(true);
            return probe;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The probe ends with its thread, and tells its failures to the log.
    void start() {
        thread.scheduleWithFixedDelay(this::probe, 0, INTERVAL, TimeUnit.MILLISECONDS);
    }

    private void probe() {
        try {
            Map<TopicPartition, Long> positions = reader.get();
            if (!positions.isEmpty()) {
                long asked = now.getAsLong();
                Map<TopicPartition, Long> ends = ends(positions.keySet());
                passOverWhatIsNeverRead(positions, ends);
                answered(asked);
                if (asked >= settled) {
                    listener.accept(new LogEnd(asked, ends));
                }
            }
        } catch (InterruptException e) {
            LOG.debug("The log-end probe of {} is told to end", name, e);
        } catch (RuntimeException | ExecutionException e) {
            unanswered(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        if (admin == null) {
            Map<String, Object> properties = ClientProperties.forAdmin(client);
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT);
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT);
            admin = Admin.create(properties);
        }
        Map<TopicPartition, OffsetSpec> question = new HashMap<>();
        partitions.forEach(partition -> question.put(partition, OffsetSpec.latest()));
        // The end for all, open transactions included: what is written but not yet committed is unread.
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                admin.listOffsets(question).all().get();
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer.forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** A reader that has not moved since the last probe may be at the end, with only offsets before it that hold nothing. */
    private void passOverWhatIsNeverRead(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> stalled = new HashMap<>();
        positions.forEach((partition, position) -> {
            if (position < ends.get(partition)
                    && position.equals(previous.get(partition))
                    && !position.equals(unread.get(partition))) {
                stalled.put(partition, position);
            }
        });
        previous = positions;
        if (stalled.isEmpty()) {
            return;
        }
        if (stretch == null) {
            stretch = new LogStretch(client);
        }
        stretch.holdRecords(stalled, ends).forEach((partition, holdsRecords) -> {
            if (holdsRecords) {
                unread.put(partition, stalled.get(partition));
            } else {
                ends.put(partition, stalled.get(partition));
            }
        });
    }

    private void answered(long asked) {
        if (silent) {
            silent = false;
            settled = asked + SETTLING;
            LOG.info("Kafka answers {} again where its log ends", name);
        }
    }

    private void unanswered(Exception reason) {
        if (!silent) {
            silent = true;
            LOG.warn(
                    "Kafka does not answer {} where its log ends: arrival time stands still and no silence is found until"
                            + " it does; check that the brokers can be reached ({})",
                    name,
                    reason.getMessage());
        }
    }

    /** Ends the thread, which closes its clients; returns within seconds, whether Kafka answers or not. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(2L * TIMEOUT, TimeUnit.MILLISECONDS)) {
                LOG.warn("The log-end probe of {} is slow to end; it goes on to end by itself", name);
            }
        } catch (InterruptedException e) {
            // A task that is cancelled does not wait.
            Thread.currentThread().interrupt();
        }
    }

    private void runAndClose(Runnable task) {
        try {
            task.run();
        } finally {
            // Interrupted is how this thread is told to end; the clients would not close with that mark set.
            boolean interrupted = Thread.interrupted();
            if (stretch != null) {
                stretch.close();
            }
            if (admin != null) {
                admin.close(Duration.ZERO);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
