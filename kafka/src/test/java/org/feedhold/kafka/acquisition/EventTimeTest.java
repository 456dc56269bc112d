package org.feedhold.kafka.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2026-07-06T15:08:01+00:00, 2026-07-06T15:08:01Z",
        "2026-07-06T15:08:01Z, 2026-07-06T15:08:01Z",
        "2026-07-06T15:08Z, 2026-07-06T15:08:00Z",
        "2026-07-06T17:08:01.25+02:00, 2026-07-06T15:08:01.250Z",
        "2026-07-06T17:08:01.25+0200, 2026-07-06T15:08:01.250Z",
        "2026-07-06T17:08:01.25+02, 2026-07-06T15:08:01.250Z",
        "2026-07-06T15:08:01.123999999Z, 2026-07-06T15:08:01.123Z",
        "2024-02-29T00:00:00-03:30, 2024-02-29T03:30:00Z",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "1969-12-31T23:00:00-01:00, 1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
    })
    void readsPointsInTimeWithAnOffset(String text, Instant expected) {
        assertThat(EventTime.parse(text)).isEqualTo(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-07-06",
                "2026-07-06T15:08:01",
                "2026-07-06T15:08",
                "2026-07-06 15:08:01Z",
                "2026-7-6T15:08:01Z",
                "2026-02-29T15:08:01Z",
                "2026-13-01T15:08:01Z",
                "2026-00-01T15:08:01Z",
                "2026-07-00T15:08:01Z",
                "2026-07-06T24:00:00Z",
                "2026-07-06T15:60:01Z",
                "2026-07-06T15:08:60Z",
                "2026-07-06T15:08:01.Z",
                "2026-07-06T15:08:01ZZ",
                "2026-07-06T15:08:01+19:00",
                "2026-07-06T15:08:01+2:00",
                "2026-07-06T15:08:01+02:60",
                "2026-07-06T15:08:01 +02:00",
                "1969-12-31T23:59:59.999Z",
                "9999-12-31T23:59:59.999-01:00",
                "+2026-07-06T15:08:01Z",
                "1783350481000",
                "２026-07-06T15:08:01Z",
            })
    void refusesAllElse(String text) {
        assertThat(EventTime.parse(text)).isEqualTo(EventTime.INVALID);
    }

    @Test
    void agreesWithTheJdkOnRandomTimes() {
        Random random = new Random(20260706);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochMilli((long) (random.nextDouble() * 253_402_300_799_999L));
            ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(36 * 60 + 1) - 18 * 60) * 60);
            OffsetDateTime time = instant.atOffset(offset);
            if (time.getYear() > 9999 || time.getYear() < 1970) {
                continue;
            }

            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);

            assertThat(EventTime.parse(text)).as(text).isEqualTo(instant.toEpochMilli());
        }
    }
}
