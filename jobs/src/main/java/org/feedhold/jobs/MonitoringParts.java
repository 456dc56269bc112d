package org.feedhold.jobs;

import org.feedhold.operators.detection.TwinSettings;
import org.feedhold.twin.acquisition.RecordScanner;
import org.feedhold.twin.acquisition.SampleDecoder;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlLog;

/**
 * What the monitoring job is put together from.
 *
 * @param scanner finds machine, time and sequence in a raw record
 * @param decoder decodes a record under a catalogue
 * @param controlLog the control topics, read before the first sample
 * @param controlDecoder decodes process models and releases
 * @param twin options of the twin
 */
public record MonitoringParts(
        RecordScanner scanner,
        SampleDecoder decoder,
        ControlLog controlLog,
        ControlDecoder controlDecoder,
        TwinSettings twin) {

    /** The same parts with another control log. */
    public MonitoringParts withControlLog(ControlLog other) {
        return new MonitoringParts(scanner, decoder, other, controlDecoder, twin);
    }
}
