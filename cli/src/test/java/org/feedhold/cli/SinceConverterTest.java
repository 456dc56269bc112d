package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SinceConverterTest {

    private static final Instant NOW = Instant.parse("2026-07-06T15:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-07-06T12:30:00Z, 2026-07-06T12:30:00Z",
        "2026-07-06T14:30:00+02:00, 2026-07-06T12:30:00Z",
        "2h, 2026-07-06T13:00:00Z",
        "7d, 2026-06-29T15:00:00Z",
    })
    void readsATimeOrHowLongAgo(String written, Instant expected) {
        assertThat(SinceConverter.convert(written, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-07-06", "2026-07-06T12:30:00", "-2h"})
    void refusesWhatIsNeitherAndSaysHowToWriteIt(String written) {
        assertThatThrownBy(() -> SinceConverter.convert(written, NOW))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("2026-07-06T15:00:00Z")
                .hasMessageContaining("2h");
    }
}
