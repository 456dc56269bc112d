package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** How the demo is shown. */
interface DemoView {

    /** A recommendation, as soon as it is read. */
    void recommendation(JsonNode recommendation);

    /** The state of a machine's twin. */
    default void health(JsonNode health) {}

    /** Time has passed, and everything that has arrived is told. */
    default void refresh() {}

    /** The end. */
    void summary(DemoSummary summary);
}
