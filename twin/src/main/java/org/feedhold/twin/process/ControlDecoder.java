package org.feedhold.twin.process;

import java.io.Serializable;
import org.feedhold.twin.action.ArrivedAction;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.release.Release;

/** Decodes and validates the values of control records. */
public interface ControlDecoder extends Serializable {

    /**
     * Decodes a process model.
     *
     * @throws IllegalArgumentException if it is not valid; the message says what is wrong, where, and what to do
     */
    ProcessModel processModel(byte[] value);

    /**
     * Decodes a release.
     *
     * @throws IllegalArgumentException if it is not valid; the message says what is wrong, where, and what to do
     */
    Release release(byte[] value);

    /**
     * Decodes an operator action.
     *
     * @throws IllegalArgumentException if it is not valid; the message says what is wrong, where, and what to do
     */
    OperatorAction operatorAction(byte[] value);

    /**
     * Decodes and validates a record of the operator actions.
     *
     * @throws IllegalArgumentException if it is refused; the message says what is wrong and what to do
     */
    default ArrivedAction arrivedAction(ControlRecord control) {
        byte[] value = control.value();
        if (value == null) {
            throw new IllegalArgumentException("the value is null: an action can't be taken back; send another one");
        }
        return ArrivedAction.of(
                operatorAction(value), control.key(), control.arrival(), control.partition(), control.offset());
    }
}
