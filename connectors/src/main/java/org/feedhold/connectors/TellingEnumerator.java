package org.feedhold.connectors;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.feedhold.twin.acquisition.Outages;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's enumerator, which also tells each reader when the partitions have been given out. An unbounded Kafka source does
 * not, and a reader without partitions can't know by itself whether it has none or none yet. It remembers the outages of
 * Kafka that readers have noticed, and tells them to each reader that comes: it outlives readers that fail.
 */
final class TellingEnumerator implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

    private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> kafka;
    private final TellingContext context;
    private final HashMap<String, Outages> outages = new HashMap<>();

    /**
     * @param context of the source coordinator
     * @param givenOut whether the partitions were given out before, in the run that is being restored
     * @param kafka makes Kafka's enumerator on the context that it is to use
     */
    TellingEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context,
            boolean givenOut,
            Function<
                            SplitEnumeratorContext<KafkaPartitionSplit>,
                            SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState>>
                    kafka) {
        this.context = new TellingContext(context, givenOut);
        this.kafka = kafka.apply(this.context);
    }

    @Override
    public void start() {
        kafka.start();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
        kafka.handleSplitRequest(subtask, requesterHostname);
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
        kafka.addSplitsBack(splits, subtask);
    }

    @Override
    public void addReader(int subtask) {
        context.sendEventToSourceReader(subtask, new OutagesKnown(new HashMap<>(outages)));
        kafka.addReader(subtask);
        if (context.givenOut) {
            context.sendEventToSourceReader(subtask, new PartitionsGivenOut());
        }
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
        return kafka.snapshotState(checkpointId);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        kafka.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        kafka.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof OutagesKnown known) {
            outages.putAll(known.bySplit());
        } else {
            kafka.handleSourceEvent(subtask, event);
        }
    }

    @Override
    public void close() throws IOException {
        kafka.close();
    }

    private static final class TellingContext implements SplitEnumeratorContext<KafkaPartitionSplit> {

        private final SplitEnumeratorContext<KafkaPartitionSplit> coordinator;
        private boolean givenOut;

        TellingContext(SplitEnumeratorContext<KafkaPartitionSplit> coordinator, boolean givenOut) {
            this.coordinator = coordinator;
            this.givenOut = givenOut;
        }

        @Override
        public void assignSplits(SplitsAssignment<KafkaPartitionSplit> assignment) {
            coordinator.assignSplits(assignment);
            givenOut = true;
            coordinator
                    .registeredReaders()
                    .keySet()
                    .forEach(subtask -> coordinator.sendEventToSourceReader(subtask, new PartitionsGivenOut()));
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            return coordinator.metricGroup();
        }

        @Override
        public void sendEventToSourceReader(int subtask, SourceEvent event) {
            coordinator.sendEventToSourceReader(subtask, event);
        }

        @Override
        public void sendEventToSourceReader(int subtask, int attempt, SourceEvent event) {
            coordinator.sendEventToSourceReader(subtask, attempt, event);
        }

        @Override
        public int currentParallelism() {
            return coordinator.currentParallelism();
        }

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return coordinator.registeredReaders();
        }

        @Override
        public Map<Integer, Map<Integer, ReaderInfo>> registeredReadersOfAttempts() {
            return coordinator.registeredReadersOfAttempts();
        }

        @Override
        public void signalNoMoreSplits(int subtask) {
            coordinator.signalNoMoreSplits(subtask);
        }

        @Override
        public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
            coordinator.callAsync(callable, handler);
        }

        @Override
        public <T> void callAsync(
                Callable<T> callable, BiConsumer<T, Throwable> handler, long initialDelayMillis, long periodMillis) {
            coordinator.callAsync(callable, handler, initialDelayMillis, periodMillis);
        }

        @Override
        public void runInCoordinatorThread(Runnable runnable) {
            coordinator.runInCoordinatorThread(runnable);
        }

        @Override
        public void setIsProcessingBacklog(boolean isProcessingBacklog) {
            coordinator.setIsProcessingBacklog(isProcessingBacklog);
        }
    }
}
