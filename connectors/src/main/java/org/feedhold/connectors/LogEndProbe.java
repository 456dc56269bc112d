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
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka every half second, in a thread of its own, where a reader's partitions end, and tells since when it has not
 * answered.
 */
final class LogEndProbe implements AutoCloseable {

    /** Makes the probe of a reader. */
    interface Factory {
        LogEndProbe create(Supplier<Map<TopicPartition, Long>> reader, Consumer<LogEnd> listener);
    }

    /** How long one answer may take, in milliseconds. */
    static final int TIMEOUT = 2_000;

    private static final long INTERVAL = 500;

    /** An attempt that took longer in milliseconds says that this process stood still, not that Kafka did. */
    private static final long LONGEST_ATTEMPT = 3L * TIMEOUT;

    private static final Logger LOG = LoggerFactory.getLogger(LogEndProbe.class);

    private final Map<String, String> client;
    private final String name;
    private final LongSupplier now;
    private final Supplier<Map<TopicPartition, Long>> reader;
    private final Consumer<LogEnd> listener;
    private final ScheduledExecutorService thread;

    private final Map<TopicPartition, Long> unanswered = new HashMap<>();
    private final Map<TopicPartition, Long> unread = new HashMap<>();
    private Map<TopicPartition, Long> previous = Map.of();
    private @Nullable Admin admin;
    private @Nullable LogStretch stretch;
    private @Nullable Exception failure;

    /**
     * Made but not started.
     *
     * @param name name of the reader, for the thread and the log
     * @param now wall clock in epoch milliseconds; the brokers' clocks are assumed to agree with it
     * @param reader position of the reader, by partition
     * @param listener is told what came of each question, in the probe's thread
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
                note(positions.keySet(), ends.keySet(), asked);
                passOverWhatIsNeverRead(positions, ends);
                listener.accept(new LogEnd(asked, ends, Map.copyOf(unanswered)));
            }
        } catch (InterruptException e) {
            LOG.debug("The log-end probe of {} is told to end", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends of the partitions whose leaders answer in time. */
    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try {
            Map<TopicPartition, OffsetSpec> question = new HashMap<>();
            partitions.forEach(partition -> question.put(partition, OffsetSpec.latest()));
            // The end for all, open transactions included: what is written but not yet committed is unread.
            ListOffsetsResult answer = admin().listOffsets(question);
            for (TopicPartition partition : partitions) {
                try {
                    ends.put(partition, answer.partitionResult(partition).get().offset());
                } catch (ExecutionException e) {
                    failure = e;
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            failure = e;
        }
        return ends;
    }

    private Admin admin() {
        if (admin == null) {
            Map<String, Object> properties = ClientProperties.forAdmin(client);
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT);
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT);
            admin = Admin.create(properties);
        }
        return admin;
    }

    /** Remembers since when a partition is without an answer, unless it was this process that stood still meanwhile. */
    private void note(Set<TopicPartition> partitions, Set<TopicPartition> answered, long asked) {
        boolean wasAway = !unanswered.isEmpty();
        unanswered.keySet().retainAll(partitions);
        unanswered.keySet().removeAll(answered);
        if (now.getAsLong() - asked <= LONGEST_ATTEMPT) {
            for (TopicPartition partition : partitions) {
                if (!answered.contains(partition)) {
                    unanswered.putIfAbsent(partition, asked);
                }
            }
        }
        if (wasAway && unanswered.isEmpty()) {
            LOG.info("Kafka answers {} again where its log ends", name);
        } else if (!wasAway && !unanswered.isEmpty()) {
            LOG.warn(
                    "Kafka does not answer {} where {} end: arrival time stands still and no silence is found until it"
                            + " does; check that the brokers can be reached ({})",
                    name,
                    unanswered.keySet(),
                    String.valueOf(failure));
        }
    }

    /** A reader that has not moved since the last probe may be at the end, with only offsets before it that hold nothing. */
    private void passOverWhatIsNeverRead(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> stalled = new HashMap<>();
        positions.forEach((partition, position) -> {
            Long end = ends.get(partition);
            if (end != null
                    && position < end
                    && position.equals(previous.get(partition))
                    && !position.equals(unread.get(partition))) {
                stalled.put(partition, position);
            }
        });
        previous = positions;
        if (stalled.isEmpty()) {
            return;
        }
        try {
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
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("Whether anything is left to read for {} is not known yet", name, e);
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
