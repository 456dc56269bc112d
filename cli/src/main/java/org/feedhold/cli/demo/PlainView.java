package org.feedhold.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.feedhold.cli.watch.RecordLines;

/** One line for each recommendation. */
final class PlainView implements DemoView {

    private final PrintWriter out;

    PlainView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void recommendation(JsonNode recommendation) {
        out.println(RecordLines.recommendation(recommendation) + "  SIMULATED");
    }

    @Override
    public void summary(DemoSummary summary) {
        out.print(summary.toText());
        out.flush();
    }
}
