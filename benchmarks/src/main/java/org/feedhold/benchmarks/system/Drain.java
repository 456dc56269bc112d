package org.feedhold.benchmarks.system;

import java.io.IOException;

/** A system at work on the log, from its begin to its end. */
public interface Drain extends AutoCloseable {

    /** Samples that it has processed so far; may be asked often, by one thread. */
    long processed();

    /**
     * Has it write all that it still holds.
     *
     * @throws Exception if it has failed
     */
    void flush() throws Exception;

    @Override
    void close() throws IOException;
}
