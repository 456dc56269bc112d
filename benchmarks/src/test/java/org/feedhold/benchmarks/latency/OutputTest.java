package org.feedhold.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutputTest {

    /** As the job writes it, shortened: the first breach at 46.949, decided two seconds later, which is the on-delay. */
    private static final String CHATTER = """
            {"schema":"feedhold.recommendation/1","machine_id":"SEAS-CNC-05","findings":[{"code":"chatter_risk",
             "since":"2026-11-22T15:18:46.949Z","timestamp":"2026-11-22T15:18:47.949Z"}],
             "timestamp":"2026-11-22T15:18:48.949Z","decision":"human_review"}""";

    @Test
    void aRecommendationIsTimedFromTheSampleWithWhichTheOnDelayWasOver() {
        assertThat(Output.sampleMillis(bytes(CHATTER)))
                .isEqualTo(Instant.parse("2026-11-22T15:18:48.949Z").toEpochMilli());
    }

    @Test
    void anOutputWithoutATimestampIsAnError() {
        assertThatThrownBy(() -> Output.sampleMillis(bytes("{\"a\":{\"timestamp\":\"2026-11-22T15:18:48.949Z\"}}")))
                .hasMessageContaining("no timestamp")
                .hasMessageContaining("\"a\"");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
