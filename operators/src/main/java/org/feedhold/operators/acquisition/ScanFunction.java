package org.feedhold.operators.acquisition;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.RawRecord;
import org.feedhold.twin.acquisition.RecordScanner;

/**
 * Finds machine, time and sequence of each raw record, so that it can be keyed. Stateless. What has none of them, or can't
 * be read at all, goes to {@link #DEAD_LETTERS} whole.
 */
public final class ScanFunction extends ProcessFunction<RawRecord, MachineRecord> {

    /** Records that can't be used. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters") {};

    private static final long serialVersionUID = 1L;

    private final RecordScanner scanner;

    /** Scans with {@code scanner}. */
    public ScanFunction(RecordScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public void processElement(RawRecord raw, Context context, Collector<MachineRecord> out) {
        scanner.scan(raw, out::collect, unusable -> context.output(DEAD_LETTERS, unusable));
    }
}
