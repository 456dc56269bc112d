package org.feedhold.operators.acquisition;

import java.util.HashMap;
import java.util.Map;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModel;
import org.feedhold.twin.process.ProcessModels;
import org.feedhold.twin.release.Release;
import org.feedhold.twin.release.Releases;

/** The process models and releases in force, as one operator instance holds them; built anew from the log at every start. */
public final class ControlRegister {

    private final ControlDecoder decoder;
    private final ProcessModels models = new ProcessModels();
    private final Releases releases = new Releases();
    private final Map<String, Long> newestOffsets = new HashMap<>();

    /** An empty register. */
    public ControlRegister(ControlDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Takes a control record in. One that is not valid changes nothing here: {@link ControlFunction} says why. One that was
     * taken before, from the log and then again as it is sent on, does not undo a newer one.
     */
    public void take(ControlRecord control) {
        long newest = newestOffsets.getOrDefault(placeOf(control), Long.MIN_VALUE);
        if (control.offset() <= newest) {
            return;
        }
        newestOffsets.put(placeOf(control), control.offset());
        try {
            apply(control);
        } catch (IllegalArgumentException refused) {
            // Said once, by the control function; here the last good one simply stays in force.
        }
    }

    private static String placeOf(ControlRecord control) {
        return control.topic() + '/' + control.partition();
    }

    /**
     * Puts a control record in force.
     *
     * @return event time from which it counts, in epoch milliseconds
     * @throws IllegalArgumentException if it is refused; the message says what is wrong and what to do
     */
    long apply(ControlRecord control) {
        byte[] value = control.value();
        if (value == null) {
            throw new IllegalArgumentException("the value is null: nothing can be deleted from this topic");
        }
        return switch (control.kind()) {
            case PROCESS_MODEL -> applyModel(control, decoder.processModel(value));
            case RELEASE -> applyRelease(control, decoder.release(value));
        };
    }

    private long applyModel(ControlRecord control, ProcessModel model) {
        if (!model.key().equals(control.key())) {
            throw new IllegalArgumentException("the key is " + control.key() + ", but the content is " + model.key()
                    + ": use name@version as key");
        }
        if (models.offer(model, control.arrival()) == ProcessModels.Outcome.REFUSED) {
            throw new IllegalArgumentException(
                    model.key() + " is taken by other content: publish it under a new version");
        }
        Long stated = model.effectiveFromMillis();
        return stated == null ? control.arrival() : stated;
    }

    private long applyRelease(ControlRecord control, Release release) {
        String key = release.machineId() + '/' + release.partId();
        if (!key.equals(control.key())) {
            throw new IllegalArgumentException("the key is " + control.key() + ", but the content is for " + key
                    + ": use machine_id/part_id as key");
        }
        releases.put(release);
        return control.arrival();
    }

    /** The process models in force. */
    public ProcessModels models() {
        return models;
    }

    /** The releases in force. */
    public Releases releases() {
        return releases;
    }
}
