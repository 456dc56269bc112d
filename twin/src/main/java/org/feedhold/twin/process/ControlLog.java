package org.feedhold.twin.process;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * The control topics, as an operator reads them before it judges its first sample. Implemented by the connectors; travels
 * with the job graph.
 */
public interface ControlLog extends Serializable {

    /**
     * Hands every control record to {@code consumer}, in log order by topic and partition, up to the ends that the topics
     * have when the call begins, then returns.
     *
     * @throws java.io.IOException if the log can't be read; the operator fails and is restarted
     */
    void readToEnd(Consumer<ControlRecord> consumer) throws java.io.IOException;
}
