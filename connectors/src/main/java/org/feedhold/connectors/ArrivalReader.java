package org.feedhold.connectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.feedhold.twin.acquisition.Outages;
import org.feedhold.twin.acquisition.RawRecord;
import org.jspecify.annotations.Nullable;

/** Reads telemetry and emits arrival time as the watermark, as {@link TelemetrySource} says. */
@SuppressWarnings("try") // As in Flink's interface, close() may be interrupted.
final class ArrivalReader extends ForwardingReader<RawRecord> {

    private final ArrivalClock clock = new ArrivalClock();
    private final AtomicReference<@Nullable LogEnd> answer = new AtomicReference<>();
    private final LogEndProbe probe;

    /** Wakes the task, first of all so that it tells whether it is idle. */
    private volatile CompletableFuture<Void> news = CompletableFuture.completedFuture(null);

    private final SourceReaderContext context;

    private @Nullable ClockedOutput clocked;
    private boolean outagesKnown;
    private boolean allPartitionsGivenOut;
    private boolean idle;

    ArrivalReader(
            SourceReaderContext context,
            SourceReader<RawRecord, KafkaPartitionSplit> records,
            LogEndProbe.Factory probes) {
        super(records);
        this.context = context;
        this.probe = probes.create(clock::positions, this::answered);
    }

    @Override
    public void start() {
        super.start();
        probe.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
        if (news.isDone()) {
            news = new CompletableFuture<>();
        }
        if (!outagesKnown) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (clocked == null) {
            clocked = new ClockedOutput(output, clock);
        }
        // Before the next record: the first one after an outage has to know of it.
        LogEnd end = answer.get() == null ? null : answer.getAndSet(null);
        if (end != null) {
            Map<String, Outages> outages = clock.ended(end);
            if (!outages.isEmpty()) {
                context.sendSourceEventToCoordinator(new OutagesKnown(new HashMap<>(outages)));
            }
            tellTime(output);
        }
        InputStatus status = super.pollNext(clocked);
        tellTime(output);
        return status;
    }

    private void tellTime(ReaderOutput<RawRecord> output) {
        tellWhetherIdle(output);
        if (clock.advance()) {
            // To Flink a watermark says that nothing of its own millisecond will come; another record may.
            output.emitWatermark(new Watermark(clock.time() - 1));
        }
    }

    /** Before all partitions are given out this subtask may get some; idle too early, it would let time run ahead of them. */
    private void tellWhetherIdle(ReaderOutput<RawRecord> output) {
        if (!idle && allPartitionsGivenOut && !clock.isTelling()) {
            idle = true;
            output.markIdle();
        } else if (idle && clock.isTelling()) {
            idle = false;
            output.markActive();
        }
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        CompletableFuture<Void> other = news;
        if (!outagesKnown) {
            return other;
        }
        CompletableFuture<Void> records = super.isAvailable();
        if (records.isDone() || other.isDone()) {
            return records.isDone() ? records : other;
        }
        return CompletableFuture.anyOf(records, other).thenAccept(ignored -> {});
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        splits.forEach(clock::add);
        super.addSplits(splits);
        news.complete(null);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        List<KafkaPartitionSplit> splits = new ArrayList<>();
        for (KafkaPartitionSplit split : super.snapshotState(checkpointId)) {
            splits.add(new ArrivalSplit(split, clock.partition(split.splitId()).outages()));
        }
        return splits;
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof PartitionsGivenOut) {
            allPartitionsGivenOut = true;
            news.complete(null);
        } else if (event instanceof OutagesKnown known) {
            clock.know(known.bySplit());
            outagesKnown = true;
            news.complete(null);
        } else {
            super.handleSourceEvents(event);
        }
    }

    private void answered(LogEnd end) {
        answer.accumulateAndGet(end, (unread, newer) -> unread == null ? newer : unread.then(newer));
        news.complete(null);
    }

    @Override
    public void close() throws Exception {
        try {
            probe.close();
        } finally {
            super.close();
        }
    }
}
