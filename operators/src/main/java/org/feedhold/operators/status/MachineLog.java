package org.feedhold.operators.status;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log of a TaskManager what happened to which machine: an episode that opens, escalates or closes, a control
 * record that is applied or refused, a clock that was set back. There is no line per sample, and in a fleet that goes wrong
 * together each instance writes at most {@value #MOST_LINES_A_MINUTE} lines a minute and then one that counts what it left
 * out: all of it is in the topic {@code anomalies}.
 *
 * <p>For people: no result depends on it, so it may ask the clock of the computer. Not safe for use by several threads; each
 * instance of an operator has its own.
 */
public final class MachineLog implements Serializable {

    /** Most lines that one instance writes in a minute, the one that counts the others not included. */
    public static final int MOST_LINES_A_MINUTE = 60;

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = LoggerFactory.getLogger(MachineLog.class);
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private transient LongSupplier nanoTime;
    private transient boolean counting;
    private transient long minuteBegan;
    private transient int written;
    private transient long leftOut;
    private transient Set<String> leftOutMachines;

    /** A log that reads the clock of the computer. */
    public MachineLog() {}

    /** A log with a clock that counts nanoseconds. */
    MachineLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** An episode opened, became more severe or closed. */
    public void say(EpisodeEvent event) {
        if (mayWrite(event.machineId())) {
            LOG.info(
                    "machine {}: {} {}, {}, at {}; operation {}, phase {}, part {}; rule {}, episode {}",
                    printable(event.machineId()),
                    event.code(),
                    event.state().name().toLowerCase(Locale.ROOT),
                    event.state() == EpisodeState.CLOSED
                            ? "after " + event.durationMs() + " ms"
                            : event.severity().name().toLowerCase(Locale.ROOT),
                    event.timestamp(),
                    printable(event.operation()),
                    printable(event.processPhase()),
                    printable(event.partId()),
                    printable(event.rule()),
                    event.episodeId());
        }
    }

    /** A control record was applied or refused, a machine forgotten, a time found for which no silence is judged. */
    public void say(ControlEvent event) {
        if (mayWrite(event.key())) {
            LOG.info(
                    "{} {} {}, at {}{}",
                    event.what(),
                    printable(event.key()),
                    event.applied() ? "applied" : "refused",
                    event.at(),
                    event.reason() == null ? "" : ": " + printable(event.reason()));
        }
    }

    /**
     * The clock of a machine was set back.
     *
     * @param millis by how much
     */
    public void sayClockSetBack(String machineId, long millis) {
        if (mayWrite(machineId)) {
            LOG.warn(
                    "machine {}: its clock was set back by {} ms, and its twin starts anew",
                    printable(machineId),
                    millis);
        }
    }

    private boolean mayWrite(String machineId) {
        if (nanoTime == null) {
            nanoTime = System::nanoTime;
        }
        long now = nanoTime.getAsLong();
        if (!counting || now - minuteBegan >= MINUTE_NANOS) {
            sayWhatWasLeftOut();
            counting = true;
            minuteBegan = now;
            written = 0;
        }
        if (written < MOST_LINES_A_MINUTE) {
            written++;
            return true;
        }
        if (leftOutMachines == null) {
            leftOutMachines = new HashSet<>();
        }
        leftOut++;
        // Bounded, as the lines are: what a person wants to know is whether it was one machine or many.
        if (leftOutMachines.size() < MOST_LINES_A_MINUTE) {
            leftOutMachines.add(machineId);
        }
        return false;
    }

    private void sayWhatWasLeftOut() {
        if (leftOut > 0) {
            LOG.info(
                    "{} more lines, on {} machines, were left out in the minute that ended; the topic anomalies has them",
                    leftOut,
                    leftOutMachines.size() < MOST_LINES_A_MINUTE
                            ? leftOutMachines.size()
                            : MOST_LINES_A_MINUTE + " or more");
            leftOut = 0;
            leftOutMachines.clear();
        }
    }

    /** A record can't write a line of its own into the log. */
    private static String printable(@Nullable String text) {
        if (text == null) {
            return "-";
        }
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '·' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
