package org.feedhold.twin.process;

import java.util.Map;

/**
 * Expected behaviour and limits in one phase of an operation.
 *
 * @param name value of {@code process_phase}
 * @param expected expected value by signal name
 * @param limits limits by signal name (for rules on its level) or by rule name (for that rule alone)
 */
public record PhaseSpec(String name, Map<String, Expectation> expected, Map<String, Limits> limits) {}
