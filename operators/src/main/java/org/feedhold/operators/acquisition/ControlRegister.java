package org.feedhold.operators.acquisition;

import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ControlRecord;
import org.feedhold.twin.process.ProcessModels;
import org.feedhold.twin.release.Releases;

/** The process models and releases in force, as one operator instance holds them; built anew from the log at every start. */
public final class ControlRegister {

    private final ControlDecoder decoder;
    private final ProcessModels models = new ProcessModels();
    private final Releases releases = new Releases();

    /** An empty register. */
    public ControlRegister(ControlDecoder decoder) {
        this.decoder = decoder;
    }

    /** Takes a control record in; one that is not valid changes nothing here: {@link ControlFunction} says why. */
    public void take(ControlRecord control) {
        byte[] value = control.value();
        if (value == null) {
            return;
        }
        try {
            switch (control.kind()) {
                case PROCESS_MODEL -> models.offer(decoder.processModel(value), control.arrival());
                case RELEASE -> releases.put(decoder.release(value));
            }
        } catch (IllegalArgumentException refused) {
            // Said once, by the control function; here the last good one simply stays in force.
        }
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
