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
        takeWhileRunning(control, Long.MIN_VALUE);
    }

    /**
     * Takes a control record in that is sent on while records are judged, as {@link #take} does.
     *
     * @param judged newest arrival of a record that has been judged, in epoch milliseconds
     * @return whether it came too late: a record has been judged without it for which it counts
     */
    public boolean takeWhileRunning(ControlRecord control, long judged) {
        long newest = newestOffsets.getOrDefault(placeOf(control), Long.MIN_VALUE);
        if (control.offset() <= newest) {
            return false;
        }
        newestOffsets.put(placeOf(control), control.offset());
        try {
            apply(control);
        } catch (IllegalArgumentException refused) {
            // Said once, by the control function; here the last good one simply stays in force.
        }
        return judged >= control.arrival() + ControlRecord.PROPAGATION_MILLIS;
    }

    private static String placeOf(ControlRecord control) {
        return control.topic() + '/' + control.partition();
    }

    /**
     * Puts a control record in force.
     *
     * @return when it takes effect, in epoch milliseconds: the arrival from which it counts, and for a model not before the
     *     effective time that it states
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
            // Only whether it is valid: the twin of its machine takes it.
            case OPERATOR_ACTION -> decoder.arrivedAction(control).dueAt();
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
        long counts = control.arrival() + ControlRecord.PROPAGATION_MILLIS;
        return stated == null ? counts : Math.max(stated, counts);
    }

    private long applyRelease(ControlRecord control, Release release) {
        String key = release.machineId() + '/' + release.partId();
        if (!key.equals(control.key())) {
            throw new IllegalArgumentException("the key is " + control.key() + ", but the content is for " + key
                    + ": use machine_id/part_id as key");
        }
        return releases.put(release, control.arrival());
    }

    /** The process models. */
    public ProcessModels models() {
        return models;
    }

    /** The releases. */
    public Releases releases() {
        return releases;
    }
}
