package org.feedhold.jobs.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Collects what a job in this process writes. Flink runs a copy of the sink, which finds its way back by the sink's own id.
 *
 * @param <T> what is collected
 */
public final class CollectingSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Queue<Object>> COLLECTED = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    /** A sink that has collected nothing. */
    public CollectingSink() {
        COLLECTED.put(id, new ConcurrentLinkedQueue<>());
    }

    /** Hands over what was collected, and forgets it. */
    @SuppressWarnings("unchecked") // only this sink's own writers put anything in
    public List<T> take() {
        Queue<Object> collected = Objects.requireNonNull(COLLECTED.remove(id), "taken before");
        return (List<T>) new ArrayList<>(collected);
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        Queue<Object> queue = Objects.requireNonNull(COLLECTED.get(id), "this sink belongs to another process");
        return new SinkWriter<>() {
            @Override
            public void write(T element, Context sinkContext) {
                queue.add(element);
            }

            @Override
            public void flush(boolean endOfInput) {
                // Nothing is held back.
            }

            @Override
            public void close() {
                // Nothing to release.
            }
        };
    }
}
