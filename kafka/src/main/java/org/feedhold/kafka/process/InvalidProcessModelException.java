package org.feedhold.kafka.process;

import java.util.List;

/** Says all that is wrong with a process model, one sentence for each problem: what, where, and what to do. */
public final class InvalidProcessModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidProcessModelException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems in the order in which they were found; at least one. */
    public List<String> problems() {
        return problems;
    }
}
