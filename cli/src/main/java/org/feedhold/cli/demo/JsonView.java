package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** One JSON object a line: every recommendation, and the summary at the end. */
final class JsonView implements DemoView {

    private final PrintWriter out;

    JsonView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void recommendation(JsonNode recommendation) {
        out.println(recommendation);
    }

    @Override
    public void summary(DemoSummary summary) {
        out.println(summary.toJson());
    }
}
