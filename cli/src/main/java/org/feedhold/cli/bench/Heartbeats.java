package org.feedhold.cli.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.feedhold.cli.watch.TopicReader;
import org.feedhold.kafka.Topic;
import org.feedhold.kafka.Topics;
import org.feedhold.kafka.advisory.MessageCodec;
import org.feedhold.twin.status.Heartbeat;
import org.jspecify.annotations.Nullable;

/** Listens, in a thread of its own, to what the job tells of itself. */
final class Heartbeats implements AutoCloseable {

    private static final long CLOSING_MILLIS = 5_000;

    private final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final TopicReader reader;
    private final Thread thread;

    private volatile boolean stopping;

    Heartbeats(String bootstrapServers, Topics topics) {
        reader = new TopicReader(
                Map.of("bootstrap.servers", bootstrapServers),
                List.of(topics.name(Topic.JOB_STATUS)),
                /* fromBeginning= */ true);
        thread = new Thread(this::listen, "heartbeats");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try (reader) {
            while (!stopping) {
                reader.poll().forEach(each -> heartbeats.add(MessageCodec.decodeHeartbeat(each.value())));
            }
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    /** Every heartbeat so far, in order. */
    List<Heartbeat> all() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return heartbeats;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
