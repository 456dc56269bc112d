package org.feedhold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationConverterTest {

    private final DurationConverter converter = new DurationConverter();

    @ParameterizedTest
    @CsvSource({"200ms,200", "2s,2000", "1.5s,1500", "10m,600000", "1h,3600000", "7d,604800000"})
    void readsANumberWithItsUnit(String written, long millis) {
        assertThat(converter.convert(written).toMillis()).isEqualTo(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1 s", "1min", "PT1S"})
    void refusesWhatHasNoUnitAndSaysHowToWriteIt(String written) {
        assertThatThrownBy(() -> converter.convert(written))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("200ms, 2s, 10m or 1h");
    }
}
