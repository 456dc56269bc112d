package org.feedhold.benchmarks.system;

import java.util.List;
import org.feedhold.benchmarks.workload.WorkloadLog;
import org.feedhold.kafka.acquisition.TelemetryDecoder;
import org.feedhold.twin.acquisition.MachineRecord;
import org.feedhold.twin.acquisition.Sample;
import org.feedhold.twin.process.SignalSpec;

/** Parses samples as the job does, under the signals of the same process model. */
final class ParsedSample {

    private final TelemetryDecoder decoder = new TelemetryDecoder();
    private final List<String> signals;
    private final List<String> units;
    private final Sample sample = new Sample();

    ParsedSample() {
        List<SignalSpec> catalogue = WorkloadLog.model().signals();
        this.signals = catalogue.stream().map(SignalSpec::name).toList();
        this.units = catalogue.stream().map(SignalSpec::unit).toList();
    }

    /** The same object each time. */
    Sample of(MachineRecord record) {
        decoder.decode(record, signals, units, sample);
        return sample;
    }
}
