package org.feedhold.operators.status;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * Numbers of machines, episodes and the like in the keyed state of one operator, for its gauges: counted as they come and
 * go, because keyed state can't be counted. They are part of the checkpoint, so that the sum over all instances is right
 * after a restore, too; after a change of parallelism it is the sum alone, as machines move between instances and their
 * counts do not move with them.
 */
public final class FleetCounts {

    private static final ListStateDescriptor<Tuple2<String, Long>> COUNTS =
            new ListStateDescriptor<>("counts", Types.TUPLE(Types.STRING, Types.LONG));

    private final ListState<Tuple2<String, Long>> stored;
    private final Map<String, Long> counts = new HashMap<>();

    /** Reads what was stored; call it in {@code initializeState}. */
    public FleetCounts(FunctionInitializationContext context) throws Exception {
        stored = context.getOperatorStateStore().getListState(COUNTS);
        for (Tuple2<String, Long> count : stored.get()) {
            counts.merge(count.f0, count.f1, Long::sum);
        }
    }

    /** Stores the counts; call it in {@code snapshotState}. */
    public void store() throws Exception {
        stored.clear();
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            stored.add(Tuple2.of(count.getKey(), count.getValue()));
        }
    }

    /** Adds to a count; the number may be negative. */
    public void add(String name, long number) {
        if (number != 0) {
            counts.merge(name, number, Long::sum);
        }
    }

    /** A count; 0 if nothing was ever added. */
    public long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** All names that were ever added to. */
    public Iterable<String> names() {
        return counts.keySet();
    }
}
