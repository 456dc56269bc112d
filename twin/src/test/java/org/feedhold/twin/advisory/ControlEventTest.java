package org.feedhold.twin.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.feedhold.twin.acquisition.Outage;
import org.junit.jupiter.api.Test;

class ControlEventTest {

    private static final Instant NOON = Instant.parse("2026-07-06T12:00:00Z");

    @Test
    void saysOfAnOutageForWhichPartitionAndFromWhenToWhenItCounts() {
        Outage outage = new Outage(NOON.toEpochMilli(), NOON.toEpochMilli() + 60_500);

        ControlEvent event = ControlEvent.ofOutage("feedhold.telemetry", 3, outage);

        assertThat(event.applied()).isTrue();
        assertThat(event.what()).isEqualTo("broker_outage");
        assertThat(event.key()).isEqualTo("feedhold.telemetry-3");
        assertThat(event.at()).isEqualTo(NOON);
        assertThat(event.reason()).isEqualTo("2026-07-06T12:00:00Z/2026-07-06T12:01:00.500Z");
        assertThat(event.outage()).isEqualTo(outage);
    }

    @Test
    void tellsOfNoOutageWhereItIsAboutAControlRecord() {
        assertThat(new ControlEvent(true, "process_model", "milling@1", NOON, null).outage())
                .isNull();
    }

    @Test
    void refusesAnOutageWithoutItsTwoTimes() {
        for (String reason :
                new String[] {null, "", "/", "2026-07-06T12:00:00Z", "noon/one", "2026-07-06T12:00:00Z/"}) {
            ControlEvent event =
                    new ControlEvent(true, ControlEvent.BROKER_OUTAGE, "feedhold.telemetry-3", NOON, reason);

            assertThatThrownBy(event::outage)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("feedhold.telemetry-3 must say from when to when");
        }
    }
}
