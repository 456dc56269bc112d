package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrivalTest {

    @Test
    void isTheTimeThatTheLogGave() {
        assertThat(Arrival.of(record(null))).isEqualTo(2_000);
    }

    @Test
    void isTheOriginalOneOfAReplayedRecord() {
        assertThat(Arrival.of(record("1782000000123"))).isEqualTo(1_782_000_000_123L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "1e9", "soon", "17820000001234", "99999999999999999999"})
    void isNotTakenFromAHeaderThatHoldsNoTime(String header) {
        assertThat(Arrival.of(record(header))).isEqualTo(2_000);
    }

    private static ConsumerRecord<byte[], byte[]> record(String header) {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add(Arrival.HEADER, header.getBytes(StandardCharsets.UTF_8));
        }
        return new ConsumerRecord<>(
                "telemetry",
                0,
                0,
                2_000,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                headers,
                Optional.empty());
    }
}
