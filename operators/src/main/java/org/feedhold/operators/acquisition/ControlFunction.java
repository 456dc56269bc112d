package org.feedhold.operators.acquisition;

import java.time.Instant;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.feedhold.twin.acquisition.DeadLetter;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/**
 * Lets valid control records through to the twins, and says what became of each. Runs in one instance, so that every record
 * is judged once. Of a valid operator action its machine's twin says what became of it; it goes to {@link #ACTIONS}.
 *
 * <p>Remembers the keys of the process models: the same key with other content is refused. They are read from the log at
 * the start, up to the first record that this instance has not been given yet, so they are no state of the job. A refused
 * record goes to {@link ScanFunction#DEAD_LETTERS} whole; the last good one stays in force.
 */
public final class ControlFunction extends ProcessFunction<ControlRecord, ControlRecord> {

    /** What was applied and what was refused. */
    public static final OutputTag<ControlEvent> EVENTS = new OutputTag<>("control-events") {};

    /** Valid operator actions, to be taken by the twin of their machine. */
    public static final OutputTag<MachineRecord> ACTIONS =
            new OutputTag<>("operator-actions", MachineRecordType.INSTANCE);

    private static final long serialVersionUID = 1L;

    /** What is said of a refused record quotes it, and a record may hold megabytes: characters of its key and its reason. */
    private static final int MOST_KEY = 256;

    private static final int MOST_REASON = 4_000;

    private final ControlLog log;
    private final ControlDecoder decoder;

    private transient ControlRegister register;
    private transient DeadLetterCounters deadLetters;

    /** Validates with {@code decoder}, knowing what {@code log} holds. */
    public ControlFunction(ControlLog log, ControlDecoder decoder) {
        this.log = log;
        this.decoder = decoder;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        deadLetters = new DeadLetterCounters(getRuntimeContext().getMetricGroup());
        register = new ControlRegister(decoder);
        log.readToEnd(register::take);
    }

    @Override
    public void processElement(ControlRecord control, Context context, Collector<ControlRecord> out) {
        String key = cut(keyOf(control), MOST_KEY);
        String what = control.kind().name().toLowerCase(java.util.Locale.ROOT);
        try {
            if (control.kind() == ControlRecord.Kind.OPERATOR_ACTION) {
                context.output(ACTIONS, MachineRecord.of(decoder.arrivedAction(control), control));
                return;
            }
            long effective = register.apply(control);
            context.output(EVENTS, new ControlEvent(true, what, key, Instant.ofEpochMilli(effective), null));
            out.collect(control);
        } catch (IllegalArgumentException e) {
            String reason = cut(Objects.requireNonNullElse(e.getMessage(), "not valid"), MOST_REASON);
            context.output(EVENTS, new ControlEvent(false, what, key, Instant.ofEpochMilli(control.arrival()), reason));
            DeadLetter letter = new DeadLetter(
                    control.rawKey(),
                    control.value(),
                    "refused_" + what,
                    reason,
                    control.topic(),
                    control.partition(),
                    control.offset());
            deadLetters.count(letter);
            context.output(ScanFunction.DEAD_LETTERS, letter);
        }
    }

    /** Whoever sent an action waits for what is said of it: it is told by its own id as far as it has one. */
    private String keyOf(ControlRecord control) {
        if (control.kind() == ControlRecord.Kind.OPERATOR_ACTION && control.value() != null) {
            try {
                return ControlEvent.keyOf(decoder.operatorAction(control.value()));
            } catch (IllegalArgumentException e) {
                // What is wrong with it is said with its refusal.
            }
        }
        return Objects.requireNonNullElse(control.key(), "");
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + '…';
    }
}
