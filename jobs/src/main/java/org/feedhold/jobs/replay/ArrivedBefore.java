package org.feedhold.jobs.replay;

import java.io.IOException;
import java.util.function.Consumer;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/**
 * What of a control log had arrived at a time.
 *
 * @param log the whole log
 * @param until first arrival time that is left out, in epoch milliseconds
 */
record ArrivedBefore(ControlLog log, long until) implements ControlLog {

    private static final long serialVersionUID = 1L;

    @Override
    public void readToEnd(Consumer<ControlRecord> consumer) throws IOException {
        log.readToEnd(control -> {
            if (control.arrival() < until) {
                consumer.accept(control);
            }
        });
    }
}
