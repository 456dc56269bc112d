package org.feedhold.operators.status;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.advisory.Recommendation;
import org.feedhold.twin.status.Heartbeat;
import org.jspecify.annotations.Nullable;

/**
 * Says every five seconds, by the wall clock, that the job is alive and how far it is. Runs in one instance, behind the last
 * operator that judges: its watermark is the arrival time up to which every machine's records have been judged. An operator
 * and no function, because a function is not told of watermarks.
 *
 * <p>Keeps no state; takes no element; what it writes is read by nobody who judges machines, so that the wall clock stays
 * out of every result.
 */
public final class HeartbeatOperator extends AbstractStreamOperator<Heartbeat>
        implements OneInputStreamOperator<Recommendation, Heartbeat> {

    /** Input of this operator. Nobody writes to it: watermarks flow through all outputs, and no record has to travel. */
    public static final OutputTag<Recommendation> CLOCK = new OutputTag<>("clock") {};

    /** Time between two heartbeats. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final long serialVersionUID = 1L;

    private static final long NONE = Long.MIN_VALUE;

    private final JobIdentity identity;

    private transient long start;
    private transient long clock;
    private transient long checkpoint;
    private transient long checkpointAt;

    /** Makes the operator for a job. */
    public HeartbeatOperator(JobIdentity identity) {
        this.identity = identity;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The task ends the beat with itself.
    public void open() throws Exception {
        super.open();
        start = now();
        clock = NONE;
        checkpoint = NONE;
        getMetricGroup().addGroup("acquisition").gauge("lag_seconds", (Gauge<Double>) this::lagSeconds);
        getProcessingTimeService().scheduleAtFixedRate(this::beat, 0, INTERVAL.toMillis());
    }

    private void beat(long timestamp) {
        output.collect(new StreamRecord<>(new Heartbeat(
                identity.job(),
                Instant.ofEpochMilli(now()),
                identity.version(),
                Instant.ofEpochMilli(start),
                identity.delivery(),
                checkpoint == NONE ? null : checkpoint,
                checkpoint == NONE ? null : Instant.ofEpochMilli(checkpointAt),
                lagSeconds())));
    }

    private @Nullable Double lagSeconds() {
        return clock == NONE ? null : Math.max(0, now() - clock) / 1_000.0;
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void processElement(StreamRecord<Recommendation> recommendation) {
        // Its clock is all that this operator listens to.
    }

    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        clock = watermark.getTimestamp();
        super.processWatermark(watermark);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        checkpoint = checkpointId;
        checkpointAt = now();
    }
}
