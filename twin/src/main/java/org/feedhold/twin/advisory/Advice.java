package org.feedhold.twin.advisory;

/**
 * A sentence for the person at the machine, with the finding that it answers.
 *
 * @param code anomaly code
 * @param text what to do or what to check
 */
public record Advice(String code, String text) {}
