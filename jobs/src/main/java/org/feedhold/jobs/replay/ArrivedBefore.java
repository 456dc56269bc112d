package org.feedhold.jobs.replay;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.feedhold.connectors.ActionsSince;
import org.feedhold.connectors.LogSpan;
import org.feedhold.jobs.MonitoringJob;
import org.feedhold.jobs.MonitoringJobConfig;
import org.feedhold.twin.process.ControlLog;
import org.feedhold.twin.process.ControlRecord;

/**
 * What of a control log had arrived at a time.
 *
 * @param log the whole log
 * @param until first arrival time that is left out, in epoch milliseconds
 * @param machines machines whose operator actions are read; empty for all
 */
record ArrivedBefore(ControlLog log, long until, HashSet<String> machines) implements ControlLog {

    private static final long serialVersionUID = 1L;

    /** What had arrived in a span of the telemetry of a configuration, and before it. Operator actions are those of the span. */
    static ArrivedBefore end(LogSpan span, MonitoringJobConfig source, Set<String> machines) {
        return new ArrivedBefore(
                MonitoringJob.controlLog(source, ActionsSince.time(span.from())),
                span.until(),
                new HashSet<>(machines));
    }

    @Override
    public void readToEnd(Consumer<ControlRecord> consumer) throws IOException {
        log.readToEnd(control -> {
            if (control.arrival() < until && concerns(control)) {
                consumer.accept(control);
            }
        });
    }

    private boolean concerns(ControlRecord control) {
        return machines.isEmpty()
                || control.kind() != ControlRecord.Kind.OPERATOR_ACTION
                || machines.contains(control.key());
    }
}
