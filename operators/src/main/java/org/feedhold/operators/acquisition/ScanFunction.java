package org.feedhold.operators.acquisition;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Outage;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.RecordScanner;
import org.feedhold.twin.advisory.ControlEvent;

/**
 * Finds machine, time and sequence of each raw record, so that it can be keyed. What has none of them, or can't be read at
 * all, goes to {@link #DEAD_LETTERS} whole. Each outage of Kafka that is over goes to {@link #OUTAGES}, once for each
 * partition, with the first record after it. Keeps no state: after a restore the newest outage may be told again, with the
 * same words.
 */
public final class ScanFunction extends ProcessFunction<RawRecord, MachineRecord>
        implements ResultTypeQueryable<MachineRecord> {

    /** Records that can't be used. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

    /** Outages of Kafka, which a replay has to know. */
    public static final OutputTag<ControlEvent> OUTAGES = new OutputTag<>("outages") {};

    private static final long serialVersionUID = 1L;

    private final RecordScanner scanner;

    private transient Map<Integer, Outage> told;
    private transient DeadLetterCounters deadLetters;
    private transient Counter unkeyed;

    /** Scans with {@code scanner}. */
    public ScanFunction(RecordScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public TypeInformation<MachineRecord> getProducedType() {
        return MachineRecordType.INSTANCE;
    }

    @Override
    public void open(OpenContext context) {
        told = new HashMap<>();
        deadLetters = new DeadLetterCounters(getRuntimeContext().getMetricGroup());
        unkeyed = getRuntimeContext().getMetricGroup().addGroup("acquisition").counter("unkeyed_records");
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<MachineRecord> out) {
        Outage outage = raw.outage();
        if (outage != null && outage.isOver() && !outage.equals(told.put(raw.partition(), outage))) {
            context.output(OUTAGES, ControlEvent.ofOutage(raw.topic(), raw.partition(), outage));
        }
        scanner.scan(raw, usable -> accept(usable, out), unusable -> {
            deadLetters.count(unusable);
            context.output(DEAD_LETTERS, unusable);
        });
    }

    private void accept(MachineRecord usable, Collector<MachineRecord> out) {
        if (!usable.isKeyedByMachine()) {
            unkeyed.inc();
        }
        out.collect(usable);
    }
}
