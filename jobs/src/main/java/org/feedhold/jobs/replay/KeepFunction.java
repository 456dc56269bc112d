package org.feedhold.jobs.replay;

import java.io.Serializable;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what is to be kept of an output, and counts it.
 *
 * @param <T> the output
 */
final class KeepFunction<T> extends ProcessFunction<T, T> {

    private static final long serialVersionUID = 1L;

    private final String counter;
    private final Choice<T> choice;
    private final LongCounter kept = new LongCounter();

    /**
     * Says whether an output is kept.
     *
     * @param <T> the output
     */
    interface Choice<T> extends Serializable {

        /** Whether it is kept; {@code arrival} is that of the record that led to it, null where none did. */
        boolean keeps(T output, @Nullable Long arrival);
    }

    /**
     * Makes the function.
     *
     * @param counter accumulator that counts what is kept
     */
    KeepFunction(String counter, Choice<T> choice) {
        this.counter = counter;
        this.choice = choice;
    }

    @Override
    public void open(OpenContext context) {
        getRuntimeContext().addAccumulator(counter, kept);
    }

    @Override
    public void processElement(T output, Context context, Collector<T> out) {
        if (choice.keeps(output, context.timestamp())) {
            kept.add(1);
            out.collect(output);
        }
    }
}
